// Requests to Python, one in flight, the newest wins; and the page's address, which is the whole state.

const PATIENCE = 4000;

const runText = (racer) =>
  [
    racer.rule,
    ...Object.entries(racer.knobs).map(([key, value]) => `${key}:${value}`),
    `look:${racer.look}`,
    ...(racer.on ? [] : ["off"]),
  ].join();

// The scene in the vocabulary of a link: see optviz/scenes/codec.py.
export function wordsOf(scene) {
  const words = {
    surface: scene.surface,
    at: scene.start.join(),
    steps: String(scene.steps),
    noise: String(scene.noise),
    seed: String(scene.seed),
    pick: String(scene.pick),
    view: scene.view,
    run: scene.racers.length ? scene.racers.map(runText) : ["none"],
    present: scene.present ? "1" : "0",
  };
  for (const [key, value] of Object.entries(scene.knobs)) words[`s.${key}`] = String(value);
  if (scene.hidden.length) words.hide = scene.hidden.join();
  if (scene.lesson) words.lesson = scene.lesson;
  return words;
}

export class Link {
  constructor(stage, send) {
    Object.assign(this, { stage, send, number: 0, waiting: false, owed: false });
  }

  ask() {
    if (this.waiting) {
      this.owed = true;
      return;
    }
    this.waiting = true;
    this.owed = false;
    this.number = Math.max(this.number + 1, Date.now() % 1e9);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.release(), PATIENCE);
    this.send({ number: this.number, words: this.stage.words() });
  }

  // No answer in time: let the newest wish go out. The page itself says when the connection is lost.
  release() {
    this.waiting = false;
    if (this.owed) this.ask();
  }

  // Is this answer the newest wish, so that the controls may follow it?
  settle(header) {
    const answered = header.request === this.number;
    if (answered || !this.waiting) {
      clearTimeout(this.timer);
      this.waiting = false;
    }
    const newest = !this.waiting && !this.owed;
    if (this.owed && !this.waiting) this.ask();
    return newest;
  }

  // Replaces, never pushes: Back leaves the page. `time` is the playhead, or null to leave it out.
  address(query, time) {
    const url = `${location.pathname}?${query.replace(/&t=\d+/, "")}${time == null ? "" : `&t=${time}`}`;
    if (url !== location.pathname + location.search) history.replaceState(history.state, "", url);
  }
}
