// Where texts enter the page: each is put into the page's language before it is seen. In English nothing is watched.

import { spoken, translated } from "./words.js";

const ENGLISH = "en";
const ATTRIBUTES = ["aria-label", "title", "placeholder", "aria-valuetext", "aria-roledescription", "alt", "label"];
const LEFT_ALONE = "[translate=no], code, pre, math, .katex, style";
const WORD = /\p{L}{2}/u;
const WORDS = /\p{L}{2,}\P{L}+\p{L}{2,}/u; // one alone may be a name
/** Parts of the script's pages whose texts are English in every language. */
const ENGLISH_PARTS = ".st-key-lecture_words, .st-key-playground_words, .st-key-atlas_cards, .st-key-atlas_entry";

/** @type {WeakSet<Element>} what is marked as English here */
const marked = new WeakSet();

/** @type {(text: string) => string | null} the spaces round it stay */
function inPlace(text) {
  const whole = text.trim();
  const said = WORD.test(whole) ? translated(whole) : null;
  return said === null ? null : text.replace(whole, () => said);
}

/** @type {(text: string) => boolean} none of its sentences is in the page's language */
function isEnglish(text) {
  const sentences = text.trim().split(/(?<=[.:!?]) /).filter((each) => WORDS.test(each));
  return sentences.length > 0 && sentences.every((each) => translated(each) === null);
}

/** @param {Text} text */
function speakText(text) {
  const parent = text.parentElement;
  if (!parent || parent.closest(LEFT_ALONE) || parent.matches("textarea")) return;
  const said = inPlace(text.data);
  if (said !== null && said !== text.data) text.data = said;
  if (parent.childElementCount) return;
  const english = said === null && isEnglish(text.data);
  if (english && !parent.hasAttribute("lang")) {
    parent.setAttribute("lang", ENGLISH);
    marked.add(parent);
  } else if (!english && marked.delete(parent)) {
    parent.removeAttribute("lang");
  }
}

/** @type {(element: Element, name: string) => void} */
function speakAttribute(element, name) {
  const text = element.getAttribute(name);
  const said = text && !element.closest(LEFT_ALONE) ? inPlace(text) : null;
  if (said !== null && said !== text) element.setAttribute(name, said);
}

/** @param {Node} node */
function speakAll(node) {
  if (node instanceof Text) return speakText(node);
  if (!(node instanceof Element)) return;
  for (const name of ATTRIBUTES) speakAttribute(node, name);
  for (const child of node.childNodes) speakAll(child);
}

/** @param {MutationRecord[]} records */
function heard(records) {
  for (const { type, target, attributeName, addedNodes } of records) {
    if (type === "attributes") speakAttribute(/** @type {Element} */ (target), attributeName ?? "");
    else if (type === "characterData") speakAll(target);
    else for (const node of addedNodes) speakAll(node);
  }
}

/**
 * Puts all texts of a view, now and later, into the page's language.
 * @param {HTMLElement} root
 */
export function speak(root) {
  root.lang = spoken();
  if (root.lang === ENGLISH) return;
  const observer = new MutationObserver((records) => {
    heard(records);
    observer.takeRecords(); // its own changes
  });
  const what = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES };
  speakAll(root);
  observer.observe(root, what);
}

/** Says which parts of the page round the views are in which language. */
export function markPage() {
  if (spoken() === ENGLISH) return;
  document.documentElement.lang = spoken();
  for (const part of document.querySelectorAll(ENGLISH_PARTS)) part.setAttribute("lang", ENGLISH);
}
