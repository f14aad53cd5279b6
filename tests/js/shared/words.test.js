// A text is looked up whole, or by the pattern that it fits; what is not there stays English.

import assert from "node:assert/strict";
import { test } from "node:test";
import { learn, spoken, t, translated } from "../../../optviz/ui/stage/js/shared/words.js";

/** @import { Catalog } from "../../../optviz/ui/stage/js/shared/types.js" */

/** @param {Record<string, string>} [texts] */
const speak = (texts) => learn(/** @type {Catalog} */ (texts ? { words: { language: "de", texts } } : {}));

const TEXTS = {
  "Undo": "Rückgängig",
  "{knob} of {owner}": "{knob} von {owner}",
  "learning rate": "Lernrate",
  "stuck at a {where} since step {step}": "seit Schritt {step} fest: {where}",
  "saddle": "Sattel",
  "{n} (of $1) [+]": "[+] $1: {n}",
};

test("in English a text is itself, and its gaps are filled", () => {
  speak();
  assert.equal(spoken(), "en");
  assert.equal(t("Undo"), "Undo");
  assert.equal(t("{knob} of {owner}", { knob: "learning rate", owner: "Adam" }), "learning rate of Adam");
});

test("a text and what fills its gaps are translated", () => {
  speak(TEXTS);
  assert.equal(spoken(), "de");
  assert.equal(translated("Undo"), "Rückgängig");
  assert.equal(t("{knob} of {owner}", { knob: "learning rate", owner: "Adam" }), "Lernrate von Adam");
});

test("a sentence of the script is translated by its pattern, its gaps in the order of the language", () => {
  speak(TEXTS);
  assert.equal(translated("stuck at a saddle since step 60"), "seit Schritt 60 fest: Sattel");
  assert.equal(translated("7 (of $1) [+]"), "[+] $1: 7");
});

test("a short pattern is no pattern: it would fit what it does not mean", () => {
  speak(TEXTS);
  assert.equal(translated("a sum of squares"), null);
});

test("what is not there stays English, also a word that every object has", () => {
  speak(TEXTS);
  assert.equal(t("{n} apples", { n: 3 }), "3 apples");
  assert.equal(translated("constructor"), null);
  assert.equal(t("constructor"), "constructor");
});

test("what has been translated is not translated again", () => {
  speak({ "up": "hoch", "hoch!": "falsch", "{way}!": "{way}!" });
  assert.equal(translated(t("{way}!", { way: "up" })), "hoch!");
});
