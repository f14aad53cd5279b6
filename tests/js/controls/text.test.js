// Every control's value as the link has it: the examples of tests/golden/controls.json, which Python reads too.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { controlClass } from "../../../optviz/ui/stage/js/shared/kinds.js";

/**
 * @import { ControlValue } from "../../../optviz/ui/stage/js/shared/board_types.js"
 * @type {{ class: string, fields: { key: string }, values: [value: ControlValue, text: string][] }[]}
 */
const ENTRIES = JSON.parse(await readFile(new URL("../../golden/controls.json", import.meta.url), "utf8"));

/** @param {string} name of the class in Python */
const kindOf = (name) => name.replace(/(?<=.)(?=[A-Z])/g, "_").toLowerCase();

for (const { class: name, fields, values } of ENTRIES) {
  const Control = controlClass(kindOf(name));
  for (const [value, text] of values) {
    test(`the ${name} ${fields.key} has ${JSON.stringify(value)} in the link as ${JSON.stringify(text)}`, () => {
      assert.equal(Control.text?.(value), text);
    });
  }
}

test("a control without a value has no text", () => {
  for (const { class: name, values } of ENTRIES) {
    assert.equal(controlClass(kindOf(name)).text !== undefined, values.length > 0, name);
  }
});
