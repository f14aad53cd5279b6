// The panel of links (C): a short link, its code for a camera, and a frame for a web page.

import { copyText } from "./clipboard.js";
import { menu, row } from "./form.js";
import { textButton } from "./icons.js";
import { saveFile } from "./save.js";
import { codeUrlOf, FRAMES, frameText, LONGEST } from "./share_link.js";
import { node } from "./text.js";
import { t } from "./words.js";

/** @import { FrameTheme, Shared } from "./share_link.js" */

/** @type {[value: FrameTheme, text: string][]} */
const THEMES = [["auto", "the reader’s"], ["light", "light"], ["dark", "dark"]];
const ABOUT = "It shows the picture, the playhead and the controls, and plays in the page. Menus and words stay here.";
const REFUSED = "This browser does not let a page copy: the text is selected, copy it by its menu.";

/** @param {string} label */
const field = (label) => node("textarea", { readonly: true, spellcheck: "false", "aria-label": label });

export class ShareSheet {
  /** @param {Shared} shared */
  constructor(shared) {
    this.shared = shared;
    const changed = () => this.sync();
    this.link = field("Link");
    this.atStep = node("input", { type: "checkbox", checked: true, onchange: changed });
    this.step = node("span");
    this.stepRow = node("label", { class: "ov-share-step" }, this.atStep, this.step);
    this.code = node("img", { class: "ov-share-code", alt: "QR code of the link", onerror: () => this.noCode() });
    this.codeSays = node("p");
    this.saveCode = textButton("Save code", () => this.keepCode());
    this.size = menu(FRAMES, FRAMES[0][0], changed);
    this.theme = menu(THEMES, "auto", changed);
    this.frame = field("Frame for a web page, as HTML");
    this.says = node("p", { class: "ov-share-says", role: "status" });
    const copyLink = textButton("Copy link", () => this.copy(this.link));
    copyLink.autofocus = true; // a field that has the focus would be scrolled to its end
    const native = textButton("Send …", () => this.send(), "Hand the link to another app of this device");
    native.hidden = !navigator.share;
    const copyFrame = textButton("Copy frame", () => this.copy(this.frame));
    const close = textButton("Close", () => this.root.close());
    /** @type {HTMLDialogElement} */
    this.root = node(
      "dialog",
      { class: "ov-sheet ov-share", "aria-label": "Share" },
      node("h3", { text: "Share" }),
      node(
        "div",
        { class: "ov-share-link" },
        this.link,
        this.stepRow,
        node("div", { class: "ov-share-buttons" }, copyLink, native),
      ),
      node("div", { class: "ov-share-camera" }, this.code, this.codeSays, this.saveCode),
      ...(shared.framed ? this.frameRows() : []),
      node("div", { class: "ov-share-buttons" }, shared.framed ? copyFrame : null, close),
      this.says,
    );
  }

  frameRows() {
    return [
      node("h4", { text: "In a web page" }),
      row("Size", this.size),
      row("Colours", this.theme),
      this.frame,
      node("p", { class: "ov-share-about", text: ABOUT }),
    ];
  }

  get open() {
    return this.root.open;
  }

  show() {
    if (!this.root.isConnected) this.shared.root.append(this.root);
    this.shared.pause();
    this.says.textContent = "";
    this.sync();
    this.root.showModal();
  }

  sync() {
    const count = this.shared.step();
    this.stepRow.hidden = !count;
    this.step.textContent = t("opens at this step, {count}", { count: count ?? "" });
    const link = this.shared.link(this.atStep.checked);
    this.link.value = link;
    const theme = /** @type {FrameTheme} */ (this.theme.value);
    this.frame.value = frameText(link, document.title, this.size.value, theme);
    const fits = link.length <= LONGEST;
    this.code.hidden = this.saveCode.hidden = !fits;
    this.codeSays.textContent = fits
      ? ""
      : t("The link is too long for a code: over {most} characters. Copy it.", { most: LONGEST });
    if (fits) this.code.src = codeUrlOf(link);
  }

  // A host may let no request through but Streamlit's own.
  noCode() {
    this.code.hidden = this.saveCode.hidden = true;
    this.codeSays.textContent = "The server gave no code. Copy the link.";
  }

  /** @param {HTMLTextAreaElement} from */
  async copy(from) {
    const done = await copyText(from.value, this.root);
    if (!done) from.select();
    const what = from === this.link
      ? "Link copied. It opens what you see."
      : "Frame copied. Paste it into a page’s HTML.";
    this.says.textContent = done ? what : REFUSED;
  }

  async keepCode() {
    try {
      const answer = await fetch(this.code.src);
      if (!answer.ok) throw new Error(await answer.text());
      saveFile(await answer.blob(), `${this.shared.fileName()}.svg`);
      this.says.textContent = "Code saved.";
    } catch {
      this.says.textContent = "The server gave no code.";
    }
  }

  async send() {
    try {
      await navigator.share({ title: document.title, url: this.link.value });
    } catch (error) {
      const dropped = error instanceof DOMException && error.name === "AbortError";
      this.says.textContent = dropped ? "" : "This device did not take the link: copy it.";
    }
  }
}
