// The end of a quiz: the score, question by question what the run says, and what to look at again.

import { textButton } from "./icons.js";
import { hrefOf, pageLink } from "./page_turn.js";
import { copyAddress, linkOf, newSeed, queryFor } from "./quiz_links.js";
import { digits, node } from "./text.js";
import { headOf } from "./verdict.js";
import { t } from "./words.js";

/** @import { QuizRun } from "./board_types.js" */
/** @import { View } from "./view.js" */

/** @type {Record<string, [sign: string, words: string]>} */
export const MARKS = {
  right: ["✓", "right"],
  near: ["≈", "nearly right"],
  wrong: ["✗", "wrong"],
  shown: ["–", "looked at without an answer"],
  given: ["•", "answered"],
  "": ["", "open"],
};

/** @type {(view: View, run: QuizRun) => HTMLElement} */
export function endOf(view, run) {
  return run.silent ? handInOf(view, run) : reviewOf(view, run);
}

/** @type {(view: View, run: QuizRun) => HTMLElement} an exam before it is handed in */
function handInOf(view, run) {
  const open = run.marks.filter((mark) => !mark).length;
  const words = open
    ? t("{open} of {of} questions are still open.", { open, of: run.of })
    : t("All {of} questions are answered.", { of: run.of });
  const over = textButton("Hand in, and see what was right", () => view.open("exam=over"));
  over.classList.add("ov-commit");
  return node(
    "div",
    { class: "ov-quiz-end" },
    node("h2", { text: words }),
    node("p", { text: "You can go back to any question by its number and change your answer." }),
    node("div", { class: "ov-quiz-row" }, over),
  );
}

/** @type {(view: View, run: QuizRun) => HTMLElement} */
function reviewOf(view, run) {
  const { seed, set, exam } = run;
  const right = run.marks.filter((mark) => mark === "right").length;
  const more = exam ? "&exam=1" : "";
  const again = textButton("Again with new numbers", () => view.open(queryFor(set, newSeed()) + more));
  again.classList.add("ov-commit");
  return node(
    "div",
    { class: "ov-quiz-end" },
    node("h2", { text: t("{right} of {of} right, score {score}", { right, of: run.of, score: digits(run.score, 3) }) }),
    ...(run.again.length ? [againOf(view, run)] : []),
    node("ol", { class: "ov-quiz-review" }, ...run.review.map((_, i) => rowOf(view, run, i))),
    node(
      "div",
      { class: "ov-quiz-row" },
      again,
      textButton("Copy link for a class", () => copyAddress(view, linkOf({ set, seed }, more))),
      node("a", { href: hrefOf(["optviz/sheet", queryFor(set, seed)]), target: "_blank", text: "Sheet to print" }),
    ),
    node("p", { class: "ov-quiz-note", text: t("{title}, quiz number {seed}.", { title: run.title, seed }) }),
  );
}

/** @type {(view: View, run: QuizRun) => HTMLElement} */
const againOf = (view, { again }) =>
  node(
    "div",
    { class: "ov-quiz-again" },
    node("p", { text: "Worth another look:" }),
    node("ul", {}, ...again.map(([title, path]) => node("li", {}, pageLink(view, path, title)))),
  );

/** @type {(view: View, run: QuizRun, i: number) => HTMLElement} one question of the review */
function rowOf(view, { marks, questions, review }, i) {
  const { verdict, text, scene } = review[i];
  const [sign, words] = MARKS[marks[i]];
  const open = marks[i] === "";
  const truth = marks[i] === "right" ? "" : ` ${t("The run says")}: ${verdict.truth}`;
  return node(
    "li",
    { "data-mark": marks[i] },
    node("p", {}, node("strong", { text: questions[i] }), " ", node("span", { text })),
    node(
      "p",
      { class: "ov-verdict", "data-right": String(marks[i] === "right") },
      node("strong", { text: `${sign} ${open ? t("Not answered.") : headOf(verdict)} `.trimStart(), title: words }),
      `${verdict.sentence}${truth}`,
    ),
    node(
      "p",
      { class: "ov-quiz-row" },
      textButton("See the question", () => view.open(`at=${i + 1}`)),
      pageLink(view, scene, "Open this scene"),
    ),
  );
}
