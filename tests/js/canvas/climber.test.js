// Where the climber stands, to which side it looks, and that its feet and its stick are on the ground.

import assert from "node:assert/strict";
import { test } from "node:test";
import { figure, heightAt, poseAt } from "../../../optviz/ui/stage/js/canvas/climber.js";

/** @import { Point } from "../../../optviz/ui/stage/js/shared/types.js" */

const X = Array.from({ length: 61 }, (_, i) => i / 10 - 3);
const Y = X.map((x) => x * x);
/** Ten pixels a unit; y goes up. @type {(x: number, y: number) => Point} */
const point = (x, y) => [10 * x, -10 * y];

/** @type {(at: number[], time: number) => ReturnType<typeof poseAt>} */
const pose = (at, time) => poseAt({ at, x: X, y: Y }, point, time);

test("a curve has its heights, straight between two places, none outside", () => {
  assert.equal(heightAt([0, 1, 3], [0, 2, 4], 2), 3);
  assert.equal(heightAt([0, 1, 3], [0, 2, 4], 0), 0);
  assert.ok([-0.1, 3.1, NaN, Infinity].every((at) => Number.isNaN(heightAt([0, 1, 3], [0, 2, 4], at))));
});

test("it stands on the curve at each step, and walks along it between two", () => {
  assert.deepEqual(pose([2, 1], 0)?.foot, [20, -40]);
  assert.deepEqual(pose([2, 1], 1)?.foot, [10, -10]);
  const walking = pose([2, 1], 0.5);
  assert.deepEqual(walking?.foot.map((n) => Math.round(n * 1e6) / 1e6), [15, -22.5]);
  assert.equal(walking?.walked, 5);
});

test("it looks downhill", () => {
  assert.deepEqual([pose([2], 0)?.side, pose([-2], 0)?.side, pose([0], 0)?.side], [-1, 1, 1]);
});

test("off the curve it is not drawn", () => {
  assert.deepEqual([pose([5], 0), pose([NaN], 0), pose([2, 5], 0.9)], [null, null, null]);
});

test("its feet and the tip of its stick are on the ground, the stick downhill, its head above all", () => {
  for (const at of [2.5, 1, -0.4, -2]) {
    const stand = pose([at], 0);
    assert.ok(stand);
    const { limbs, stick, head } = figure(stand, 40);
    const slope = Math.tan(stand.angle) * stand.side;
    assert.ok(slope >= 0);
    const feet = [limbs[0][0], limbs[1][0], stick[1]];
    for (const [x, y] of feet) assert.ok(Math.abs(y - slope * x) < 1e-9);
    assert.ok(stick[1][0] > limbs[0][0][0] && limbs[0][0][0] > limbs[1][0][0]);
    assert.ok([...limbs.flat(), ...stick].every(([, y]) => y > head[1]));
  }
});
