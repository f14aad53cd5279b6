// A multilayer perceptron as optviz/core/network/mlp.py has it: what each of its units computes at many points at once.

/** @import { Floats, Point } from "./types.js" */
/** @typedef {{ inputs: number, outputs: number, weights: Float64Array, bias: Float64Array }} MlpLayer */

/** @type {Record<string, (z: number) => number>} */
const ACTIVATIONS = {
  relu: (z) => (z < 0 ? 0 : z), // not a number stays one
  tanh: Math.tanh,
  sigmoid: (z) => (1 + Math.tanh(z / 2)) / 2,
};

/**
 * A frame of θ, (d, frames), cut into layers: the weights, row by input, then the biases.
 * @type {(theta: Floats & { shape: number[] }, sizes: number[], frame: number) => MlpLayer[]}
 */
export function layersAt(theta, sizes, frame) {
  const frames = theta.shape[1];
  let at = 0;
  const next = (/** @type {number} */ count) =>
    Float64Array.from({ length: count }, () => theta[at++ * frames + frame]);
  return sizes.slice(1).map((outputs, k) => ({
    inputs: sizes[k],
    outputs,
    weights: next(sizes[k] * outputs),
    bias: next(outputs),
  }));
}

/** @type {(layer: MlpLayer, inputs: Float64Array[]) => Float64Array[]} */
function affine({ outputs, weights, bias }, inputs) {
  return Array.from({ length: outputs }, (_, j) => {
    const z = new Float64Array(inputs[0].length).fill(bias[j]);
    inputs.forEach((values, i) => {
      const weight = weights[i * outputs + j];
      for (let p = 0; p < z.length; p++) z[p] += weight * values[p];
    });
    return z;
  });
}

/** @param {Float64Array[]} logits by class; they become probabilities */
function softmax(logits) {
  for (let p = 0; p < logits[0].length; p++) {
    const top = Math.max(...logits.map((z) => z[p]));
    let sum = 0;
    for (const z of logits) sum += z[p] = Math.exp(z[p] - top);
    for (const z of logits) z[p] /= sum;
  }
  return logits;
}

/**
 * The values of all units at some points: of the inputs, of each hidden layer, and the probabilities of the classes.
 * @type {(layers: MlpLayer[], activation: string, inputs: Float64Array[]) => Float64Array[][]}
 */
export function valuesOf(layers, activation, inputs) {
  const act = ACTIVATIONS[activation];
  const columns = [inputs];
  layers.forEach((layer, k) => {
    const z = affine(layer, columns[k]);
    columns.push(k === layers.length - 1 ? softmax(z) : z.map((values) => values.map(act)));
  });
  return columns;
}

/**
 * The middles of the cells of a grid over a window, row by row from below: all x₁ and all x₂.
 * @type {(x: Point, y: Point, side: number) => [Float64Array, Float64Array]}
 */
export function gridPoints(x, y, side) {
  const place = (/** @type {Point} */ [low, high], /** @type {number} */ i) => low + ((high - low) * (i + 0.5)) / side;
  const all = { length: side * side };
  return [
    Float64Array.from(all, (_, p) => place(x, p % side)),
    Float64Array.from(all, (_, p) => place(y, Math.floor(p / side))),
  ];
}
