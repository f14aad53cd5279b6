// The query of an address: written so that a plus is a plus, read as it was written.

import assert from "node:assert/strict";
import { test } from "node:test";
import { queryHere, queryOf } from "../../../optviz/ui/stage/js/shared/address.js";

test("a space is written as %20 and a plus as %2B", () => {
  assert.equal(queryOf({ expression: "x + 2 y", run: ["gd", "adam"] }), "expression=x%20%2B%202%20y&run=gd&run=adam");
});

test("what a person wrote by hand reaches the server as it is, without Streamlit's own settings", () => {
  /** @type {{ location?: { search: string } }} */
  const browser = globalThis;
  browser.location = { search: "?embed=true&section=graph&expression=(x+y)*z&embed_options=dark_theme" };
  assert.equal(queryHere(), "section=graph&expression=(x+y)*z");
  browser.location = { search: "" };
  assert.equal(queryHere(), "");
});
