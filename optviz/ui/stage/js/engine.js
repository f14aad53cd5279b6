// The engine: loaded once a session. The two small components, background and view, hand their bytes to it.

import { readBackground, readView } from "./shared/message.js";
import { Board } from "./lecture/board.js";
import { Stage } from "./playground/stage.js";
import { loadMath } from "./shared/math.js";
import { loadScript } from "./shared/plotly.js";

const rooms = new Map();

const roomOf = (name) => {
  if (!rooms.has(name)) rooms.set(name, { saved: {}, turn: { grid: 0, view: 0 } });
  return rooms.get(name);
};

// Two messages may be unpacked at once: only the newest of each kind is kept.
async function newest(room, kind, job) {
  const turn = (room.turn[kind] += 1);
  const result = await job;
  return turn === room.turn[kind] ? result : null;
}

async function setBackground(name, bytes) {
  const room = roomOf(name);
  const grid = await newest(room, "grid", readBackground(bytes));
  // Streamlit hands the same grid over again after a change of theme: the one on the stage stays.
  if (!grid || grid.key === room.grid?.key) return;
  room.grid = grid;
  room.stage?.setBackground(grid);
}

async function setMessage(name, parent, bytes, send) {
  const room = roomOf(name);
  if (room.bytes === bytes && room.stage?.parent === parent) return room.stage.themeChanged();
  room.bytes = bytes;
  const view = await newest(room, "view", readView(bytes));
  if (!view || !parent.isConnected) return undefined;
  if (room.stage?.parent !== parent) {
    if (room.stage) room.saved = room.stage.dispose();
    const Kind = view.kind === "board" ? Board : Stage;
    room.stage = new Kind(name, parent, window.optviz.catalog, send, room.saved);
    if (room.grid) room.stage.setBackground(room.grid);
  }
  return room.stage.setMessage(view);
}

function dispose(name, parent) {
  const room = roomOf(name);
  if (room.stage?.parent !== parent) return;
  room.saved = room.stage.dispose();
  room.stage = null;
  room.bytes = null;
}

export default function (component) {
  if (window.optviz?.catalog) return;
  loadScript("plotly-cartesian.min.js").catch(() => {});
  loadScript("uplot.min.js").catch(() => {});
  loadMath().catch(() => {});
  const catalog = JSON.parse(new TextDecoder().decode(component.data));
  window.optviz = { catalog, setBackground, setMessage, dispose };
  window.dispatchEvent(new Event("optviz-ready"));
}
