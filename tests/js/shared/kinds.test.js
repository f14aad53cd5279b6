// Panels and controls by their kind; a kind that nobody knows is an error that names it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { byKind, controlClass, panelClass } from "../../../optviz/ui/stage/js/shared/kinds.js";

test("each class is found by the kind it declares", () => {
  class Dial {
    static kind = "dial";
  }
  class Lamp {
    static kind = "lamp";
  }
  const find = byKind("part", [Dial, Lamp]);
  assert.deepEqual([find("dial"), find("lamp")], [Dial, Lamp]);
  for (const kind of ["axes", "surface_3d", "text_lines"]) assert.equal(panelClass(kind).kind, kind);
  for (const kind of ["slider", "text_input"]) assert.equal(controlClass(kind).kind, kind);
});

test("an unknown kind of panel or control throws an error that names it", () => {
  assert.throws(() => panelClass("pie"), { name: "Error", message: "unknown panel kind: pie" });
  assert.throws(() => controlClass("joystick"), { name: "Error", message: "unknown control kind: joystick" });
  assert.throws(() => panelClass("constructor"), /unknown panel kind: constructor/);
});
