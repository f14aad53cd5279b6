// One's own tour: a lesson file is chosen on the page Tours, checked by the server, and kept in this tab alone.

import { textButton } from "./icons.js";
import { moveTo } from "./page_turn.js";
import { speak } from "./speaker.js";
import { node } from "./text.js";
import { minutesOf, OWN, ownTour, readTour, TourFault, tourPairs } from "./tours.js";
import { spoken, t } from "./words.js";

const MOST = 64_000;

const tooLarge = () =>
  t("The file is too large: a lesson file has at most {most} bytes.", { most: MOST.toLocaleString(spoken()) });

/**
 * Fills a place of the page with the button for a file, and with the tour that this tab has.
 * @param {HTMLElement} parent
 */
export function mountTourFile(parent) {
  if (parent.querySelector(".ov-tour-file")) return;
  const input = node("input", { type: "file", accept: ".yaml,.yml,text/yaml", id: "ov-tour-input" });
  const label = node("label", { for: "ov-tour-input", text: "Your lesson file" });
  const said = node("div", { role: "status" });
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    input.value = ""; // the same file may be chosen again when it has been mended
    try {
      if (file.size > MOST) throw new TourFault([tooLarge()]);
      await readTour(file);
      show(said);
    } catch (error) {
      refuse(said, file.name, error instanceof TourFault ? error.sentences : [String(error)]);
    }
  });
  const root = node("div", { class: "ov-root ov-tour-file" }, label, input, said);
  parent.append(root);
  speak(root);
  show(said);
}

/** @type {(said: HTMLElement) => void} the tour of this tab, and the way into it */
function show(said) {
  const tour = ownTour();
  if (!tour) return said.replaceChildren();
  const { stops, title } = tour;
  const minutes = minutesOf(stops);
  const count = stops.length === 1 ? t("1 stop") : t("{count} stops", { count: stops.length });
  const length = minutes ? `${count}, ${t("{minutes} minutes", { minutes })}` : count;
  const start = textButton("Start your tour", () => {
    const [{ page, query }] = stops;
    moveTo(page, [query, tourPairs(OWN, 0)].filter(Boolean).join("&"));
  });
  said.replaceChildren(node("p", {}, node("strong", { text: title }), " · ", length), start);
}

/** @type {(said: HTMLElement, name: string, sentences: string[]) => void} */
function refuse(said, name, sentences) {
  const kept = ownTour() ? ` ${t("The tour opened before is still there.")}` : "";
  said.replaceChildren(
    node("p", { text: `${t("{name} was not opened.", { name })}${kept}` }),
    node("ul", {}, ...sentences.map((text) => node("li", { text }))),
    node("p", { text: "Mend the file and choose it again; the example below shows how one is written." }),
    ...(ownTour() ? [textButton("Show the tour opened before", () => show(said))] : []),
  );
}
