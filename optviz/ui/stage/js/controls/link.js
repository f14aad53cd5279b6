// A link to another page of the app, where what is set here goes on.

import { node } from "../shared/text.js";
import { pageLink } from "../shared/page_turn.js";

/** @import { BoardContext, LinkSpec } from "../shared/board_types.js" */
/** @import { View } from "../shared/view.js" */

export class LinkControl {
  static kind = "link";

  /**
   * @param {LinkSpec} spec
   * @param {BoardContext} board
   */
  constructor({ key, label, page, query }, board) {
    const view = /** @type {View} */ (board);
    this.root = node("div", { class: "ov-control-link", "data-control": key }, pageLink(view, [page, query], label));
  }
}
