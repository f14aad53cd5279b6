"""What each viewer of a room is told: a small state as a whole, with a version that grows when it changes."""

from typing import Any, Literal

from optviz.rooms.room import Room, Student

TOP = 10
"""So many lead the standings on the projector."""

Viewer = int | Literal["owner"]
"""Whoever looks at a room: its owner, or a student by place."""
State = dict[str, Any]


def version_for(room: Room, viewer: Viewer) -> int:
    """Return the version of what a viewer is told: a student hears nothing of what other students do."""
    return room.version if viewer == "owner" else max(room.steered, room.students[viewer].changed)


def state_for(room: Room, pin: str, viewer: Viewer) -> State:
    """Return what a viewer is told."""
    state = {
        "version": version_for(room, viewer),
        "pin": pin,
        "phase": room.phase,
        "round": room.round,
        "question": room.question,
        "ends": round(room.ends),
    }
    return state | (_for_owner(room) if viewer == "owner" else _for_student(room, viewer))


def _for_owner(room: Room) -> State:
    state: State = {"role": "owner", "students": len(room.students), "answered": len(room.answers)}
    if room.phase in ("revealed", "standings"):
        pairs = [(answer, room.verdicts[place].score) for place, answer in room.answers.items()]
        state["answers"] = [{"answer": answer, "score": score} for answer, score in pairs]
    if _shows_standings(room):
        best = sorted(room.students, key=lambda student: -student.points)[:TOP]
        state["standings"] = [{"nickname": student.nickname, **standing(room, student)} for student in best]
    return state


def _for_student(room: Room, place: int) -> State:
    student, verdict = room.students[place], room.verdicts.get(place)
    state: State = {"role": "student", "nickname": student.nickname, "answer": room.answers.get(place)}
    state["verdict"] = verdict and verdict._asdict()
    if _shows_standings(room):
        state["standing"] = {**standing(room, student), "of": len(room.students)}
    return state


def _shows_standings(room: Room) -> bool:
    return room.phase == "standings" or (room.phase == "ended" and any(student.points for student in room.students))


def standing(room: Room, student: Student) -> dict[str, int]:
    """Return a student's place, which those with equal points share, and the points."""
    ahead = sum(other.points > student.points for other in room.students)
    return {"place": ahead + 1, "points": student.points}
