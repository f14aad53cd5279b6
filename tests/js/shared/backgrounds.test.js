// Fields are shown with their own board, also when two answers cross on their way.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Backgrounds } from "../../../optviz/ui/stage/js/shared/backgrounds.js";

/** @import { Background, Field } from "../../../optviz/ui/stage/js/shared/types.js" */

/** @param {string} key @returns {Background} */
const named = (key) => ({ kind: "background", key, fields: [/** @type {Field} */ ({ name: "loss", key })] });

test("a board that comes back to fields of before finds them, and they are named as here", () => {
  const backgrounds = new Backgrounds();
  for (const key of ["kappa:10", "kappa:20"]) backgrounds.add(named(key));
  assert.equal(backgrounds.use("kappa:20"), true);
  assert.equal(backgrounds.use("kappa:10"), true);
  assert.deepEqual([backgrounds.key, backgrounds.fields.loss.key], ["kappa:10", "kappa:10"]);
});

test("fields that are not here are asked for again, as if there were none", () => {
  const backgrounds = new Backgrounds();
  for (const key of ["a", "b", "c", "d", "e"]) backgrounds.add(named(key));
  assert.deepEqual([backgrounds.use("a"), backgrounds.key], [false, ""]);
});

test("a board without fields needs none", () => {
  const backgrounds = new Backgrounds();
  assert.deepEqual([backgrounds.use(""), backgrounds.fields], [true, {}]);
});
