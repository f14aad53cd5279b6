// Links for others: what of an address is passed on, and a frame's text.

import assert from "node:assert/strict";
import { test } from "node:test";
import { frameText, linkTo } from "../../../optviz/ui/stage/js/shared/share_link.js";

/** @import { View } from "../../../optviz/ui/stage/js/shared/view.js" */

/** @type {(address: string, time: number | null, all?: boolean) => View} */
const viewAt = (address, time, all = false) => /** @type {any} */ ({
  address,
  quiz: { run: null },
  playhead: { inLink: time },
  player: { all },
  addressBar: { path: "/base/momentum" },
});

globalThis.location = /** @type {any} */ ({ origin: "http://here" });

test("a link has the playhead where it is wanted, and never the presenter mode", () => {
  const view = viewAt("section=map&lr=0.1&t=7&present=1", 7, true);
  assert.equal(linkTo(view, true), "http://here/base/momentum?section=map&lr=0.1&t=7&all=1");
  assert.equal(linkTo(view, false), "http://here/base/momentum?section=map&lr=0.1&all=1");
});

test("a page that is as it opens is its bare address", () => {
  assert.equal(linkTo(viewAt("", null), true), "http://here/base/momentum");
});

test("a frame's text is HTML, whatever is in the link", () => {
  const text = frameText('http://here/?f=x<"y"&t=1', 'A "title"', "640x480", "dark");
  assert.match(
    text,
    /^<iframe src="http:\/\/here\/\?f=x&lt;&quot;y&quot;&amp;t=1&amp;embed=true&amp;embed_options=dark_theme" /,
  );
  assert.match(text, /title="A &quot;title&quot;" width="640" height="480"/);
});

test("in the reader's colours a frame says nothing of them, and a bare link gets its question mark", () => {
  assert.match(frameText("http://here/", "t", "100%x540", "auto"), /src="http:\/\/here\/\?embed=true" .* width="100%"/);
});
