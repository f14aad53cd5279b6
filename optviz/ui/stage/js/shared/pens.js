// How a look is drawn: the look of a run (colour, dash, marker), or a quiet colour of the theme by its name.

const ROLES = {
  ink: (theme) => theme.ink,
  faint: (theme) => theme.faint,
  accent: (theme) => theme.accent,
  good: (theme) => (theme.dark ? "#6fd58e" : "#1a7f37"),
  bad: (theme) => (theme.dark ? "#ff8f85" : "#b3261e"),
};

export function penOf(look, board) {
  const { theme, catalog } = board;
  if (typeof look === "string") return { colour: (ROLES[look] || ROLES.ink)(theme), dash: [], marker: "circle" };
  const [colour, dash, marker] = look;
  return { colour: theme.runs[colour], dash: catalog.palette.dashes[dash], marker: catalog.palette.markers[marker] };
}

export const RAMPS = {
  strong: {
    light: ["#123a5c", "#3d6c94", "#7fa6c4", "#bed3e2", "#f5f7f9"],
    dark: ["#d8ecff", "#8fb9dd", "#567fa5", "#33506d", "#18222d"],
  },
  diverging: {
    light: ["#8c3b00", "#dd9b5f", "#f7f5f1", "#7fb1c9", "#0d4f73"],
    dark: ["#ffb274", "#a8683a", "#22272d", "#4a88a8", "#8fd3f5"],
  },
};

export const rampOf = (name, theme) => RAMPS[name][theme.dark ? "dark" : "light"];

const hex = (colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));

// The colour at a share, 0 to 1, of a ramp, as three numbers.
export function shadeAt(ramp, share) {
  const place = Math.min(Math.max(share, 0), 1) * (ramp.length - 1);
  const i = Math.min(Math.floor(place), ramp.length - 2);
  const [a, b] = [hex(ramp[i]), hex(ramp[i + 1])];
  return a.map((v, k) => v + (b[k] - v) * (place - i));
}

export const rgbOf = hex;
