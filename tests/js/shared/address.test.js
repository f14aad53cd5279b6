// The page's part of an address, what others have put there, and what is looked at.

import assert from "node:assert/strict";
import { test } from "node:test";
import { queryOf, split } from "../../../optviz/ui/stage/js/shared/address.js";
import { viewportOf, viewportText } from "../../../optviz/ui/stage/js/shared/viewports.js";

const KEYS = ["section", "lr", "t", "s."];

test("what is not the page's stays as it stands, in its order", () => {
  const others = ["embed=true", "embed_options=dark_theme", "utm_source=a%20b+c", "fbclid=x=y", "%ff=%", "", "lrs=1"];
  const query = `?${["lr=0.1", ...others, "section=map", "s.kappa=3"].join("&")}`;
  assert.deepEqual(split(query, KEYS), {
    own: "lr=0.1&section=map&s.kappa=3",
    others: others.filter(Boolean).join("&"),
  });
});

test("a key is the page's however it is written", () => {
  assert.deepEqual(split("%6cr=1&s%2Ekappa=2", KEYS), { own: "%6cr=1&s%2Ekappa=2", others: "" });
});

test("an empty address holds nothing", () => {
  for (const query of ["", "?", "?&&"]) assert.deepEqual(split(query, KEYS), { own: "", others: "" });
});

test("what a person wrote by hand reaches the server as it is", () => {
  const expression = "expression=(x+y)*z";
  assert.equal(
    split(`?embed=true&section=graph&${expression}`, ["section", "expression"]).own,
    `section=graph&${expression}`,
  );
});

test("a plus is written as %2B", () => {
  assert.equal(queryOf({ expression: "x + 2 y" }), "expression=x%20%2B%202%20y");
});

test("a query is as short as Python writes it", () => {
  assert.equal(
    queryOf({ run: ["gd,lr:0.1", "adam"], at: "-2,1", x: "a b&" }),
    "run=gd,lr:0.1&run=adam&at=-2,1&x=a%20b%26",
  );
});

test("a window is rounded to less than can be seen, whatever its size", () => {
  for (
    const [low, high] of [[-1.23456789, 2.3456789], [1e-7, 1.00001e-7], [-98765.4321, 12345.678], [0.5, 0.5000001]]
  ) {
    const [kind, text] = viewportText("picture", [[low, high], [0, 1]]);
    assert.match(text, /^picture:/);
    const numbers = text.slice(8).split(",").map(Number);
    const [[a, b], unit] = /** @type {[number[], number[]]} */ (viewportOf(kind, numbers));
    assert.ok(Math.hypot(a - low, b - high) < 1e-3 * (high - low));
    assert.deepEqual(unit, [0, 1]);
  }
  assert.equal(viewportText("p", [[-1.23456789, 2.3456789], [-0, 1]])[1], "p:-1.235,2.346,0,1");
});

test("a camera comes back from its text; upright ones say nothing of it", () => {
  const camera = { eye: { x: 1.23456, y: -1, z: 0.5 }, center: { x: 0, y: 0, z: -0.16 }, up: { x: 0, y: 0, z: 1 } };
  const [kind, text] = viewportText("loss", camera);
  assert.deepEqual([kind, text], ["camera", "loss:1.235,-1,0.5,0,0,-0.16"]);
  const { up: _, ...upright } = camera;
  assert.deepEqual(viewportOf(kind, text.slice(5).split(",").map(Number)), {
    ...upright,
    eye: { x: 1.235, y: -1, z: 0.5 },
  });
  const tilted = { ...camera, up: { x: 0.5, y: 0, z: 0.866 } };
  assert.deepEqual(
    viewportOf("camera", viewportText("loss", tilted)[1].slice(5).split(",").map(Number)),
    { ...tilted, eye: { x: 1.235, y: -1, z: 0.5 } },
  );
});
