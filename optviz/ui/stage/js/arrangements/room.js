// How a class's question stands: on the projector below PIN and count, on a phone below the nickname.

import { LecturerStrip } from "../room/lecturer.js";
import { StudentStrip } from "../room/student.js";
import { node } from "../shared/text.js";
import { LECTURE } from "./lecture.js";

/** @import { Arrangement } from "../shared/board_types.js" */

/** @type {(strip: Arrangement["strip"], name: string) => Arrangement} */
const roomWith = (strip, name) => ({
  ...LECTURE,
  strip,
  build(bar, progress) {
    const { root, slots } = LECTURE.build(bar, progress);
    const room = node("section", { class: "ov-room", "aria-label": "Class" });
    root.classList.add(`ov-${name}`);
    root.prepend(room);
    return { root, slots: { ...slots, room } };
  },
});

export const PROJECTOR = roomWith(LecturerStrip, "projector");
export const PHONE = roomWith(StudentStrip, "phone");
