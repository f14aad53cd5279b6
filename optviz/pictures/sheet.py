"""A quiz on paper: its questions with room for the answers and a QR code to each live scene, then the answer sheet."""

from collections.abc import Callable
from html import escape
from typing import Any

import segno

from optviz import words
from optviz.core.number_text import label
from optviz.figures.axes_svg import axes_svg
from optviz.figures.board import Axes
from optviz.pictures import PLAYGROUND, TITLES
from optviz.pictures.asked import AskedPicture
from optviz.pictures.cached import kept
from optviz.pictures.question_refs import picture_of, place_of, scene_address
from optviz.pictures.quiz_set import Item, title_of
from optviz.pictures.quiz_state import read_quiz
from optviz.questions import SHOWN, Choice, Form, Number, Paste, Range, Ranking, Route, Settings, Target

STYLE = """
@page { margin: 14mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 190mm; padding: 4mm; color: #000; background: #fff;
  font: 11pt/1.4 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
header { display: grid; grid-template-columns: 1fr 26mm; gap: 6mm; align-items: start; }
h1 { margin: 0; font-size: 17pt; } h2 { margin: 0 0 1mm; font-size: 12pt; } p { margin: 0 0 2mm; }
.question { display: grid; grid-template-columns: 1fr 26mm; gap: 1mm 6mm; padding: 4mm 0; border-top: 0.3mm solid #999;
  break-inside: avoid; }
.code { margin: 0; font-size: 8pt; line-height: 1.2; text-align: center; } .code a { color: #000; }
.code svg { display: block; width: 26mm; height: 26mm; }
ul, ol { margin: 0; padding: 0; list-style: none; } li { margin: 0 0 1.5mm; }
.box { display: inline-block; width: 4mm; height: 4mm; margin-right: 2.5mm; border: 0.3mm solid #000;
  vertical-align: -0.6mm; }
.blank { display: inline-block; min-width: 32mm; height: 6mm; border-bottom: 0.3mm solid #000; }
.line { display: block; height: 8mm; border-bottom: 0.3mm solid #000; }
.picture { display: block; max-width: 100%; margin-top: 2mm; } .picture text { font-size: 13px; }
.ignored { padding: 2mm 3mm; border: 0.3mm solid #000; }
.answers { break-before: page; } .answers li { break-inside: avoid; margin-bottom: 3mm; }
.answers p { margin: 0; }
@media screen { .answers { margin-top: 12mm; border-top: 1mm solid #000; padding-top: 4mm; } }
@media print { body { padding: 0; max-width: none; } .screen { display: none; } }
"""
BOX = '<span class="box"></span>'
BLANK = '<span class="blank"></span>'
NO_QUIZ = ("No quiz is chosen", "Choose a quiz")


def address(root: str, page: str, query: str) -> str:
    """Return the whole address of a page of the app."""
    return f"{root}/{'' if page == PLAYGROUND else page}?{query}"


def code(url: str, words: str) -> str:
    """Return a QR code that is a link as well, with words below it."""
    drawing = segno.make(url, error="m", micro=False).svg_inline(omitsize=True, border=2, scale=1)
    return f'<figure class="code"><a href="{escape(url)}">{drawing}{escape(words)}</a></figure>'


def listed(options: list[str]) -> str:
    """Return options to tick."""
    return f"<ul>{''.join(f'<li>{BOX}{escape(text)}</li>' for text in options)}</ul>"


def choice_room(form: Any) -> str:
    """Return the options of a choice."""
    return listed([text for text, _ in form.spec()["options"]])


def ranking_room(form: Any) -> str:
    """Return what is to be numbered."""
    last = len(form.items)
    return f"<p>Number them: 1 = {escape(form.first)}, {last} = {escape(form.last)}.</p>" + listed(list(form.items))


def number_room(form: Any) -> str:
    """Return a field for a number."""
    return f"<p>{escape(form.label)} = {BLANK} {escape(form.unit)}</p>"


def range_room(form: Any) -> str:
    """Return a field for a number between two ends."""
    return f"<p>{escape(form.label)} = {BLANK} {escape(form.unit)} (from {label(form.low)} to {label(form.high)})</p>"


def settings_room(form: Any) -> str:
    """Return a field for each setting."""
    dials = form.spec()["dials"]
    fields = (f"{escape(d['label'])} = {BLANK} (from {label(d['low'])} to {label(d['high'])})" for d in dials)
    return "".join(f"<p>{field}</p>" for field in fields)


def target_room(form: Any) -> str:
    """Return what is to be done for a point."""
    return f"<p>Mark it in the picture{', on the curve' if form.only_x else ''}.</p>"


def route_room(form: Any) -> str:
    """Return what is to be done for a path."""
    return "<p>Draw the path into the picture, from the ring.</p>"


def paste_room(form: Any) -> str:
    """Return lines for the first numbers that a program prints."""
    return "<p>Its first three lines:</p>" + '<span class="line"></span>' * 3


ROOMS: dict[type[Form], Callable[[Any], str]] = {
    Choice: choice_room,
    Ranking: ranking_room,
    Number: number_room,
    Range: range_room,
    Target: target_room,
    Route: route_room,
    Paste: paste_room,
    Settings: settings_room,
}


def room_for(form: Form) -> str:
    """Return the room for an answer on paper."""
    return ROOMS.get(type(form), lambda _: '<span class="line"></span>')(form)


def wanted_panel(form: Form) -> str:
    """Return the panel that the answer is about, if it is about one."""
    arrows = getattr(form, "arrows", None)
    return arrows.panel if arrows else getattr(form, "panel", "")


def picture(asked: AskedPicture) -> str:
    """Return the picture that the question is about, as it is before the run; none where a long work draws it."""
    if asked.work:
        return ""
    board, hidden = asked.board(), asked.asked.hides
    wanted = wanted_panel(asked.asked.form)
    found = [p for p in board.panels if isinstance(p, Axes) and p.key not in hidden and wanted in ("", p.key)]
    return axes_svg(found[0], asked.background().fields, asked.asked.start) if found else ""


def question(number: int, item: Item, root: str, language: str) -> str:
    """Return a question with room for its answer, its picture and the code of its live scene."""
    asked = picture_of(item.ref, item.seed)
    drawing = kept(f"sheet {item.ref} {item.seed}", lambda: picture(asked))
    scene = code(address(root, *scene_address(item.ref, item.seed)), words.say(language, "Live scene"))
    return (
        f'<section class="question"><div><h2>{number}. {escape(asked.question.title)}</h2>'
        f"<p>{escape(asked.asked.text)}</p>{room_for(asked.asked.form)}{drawing}</div>{scene}</section>"
    )


def solution(item: Item) -> str:
    """Return the right answer to a question, and why."""
    asked = picture_of(item.ref, item.seed, SHOWN)
    verdict = asked.verdict or {}
    place = place_of(item.ref)
    where = f"{TITLES[asked.page]}: {place.title}"
    return (
        f"<li><p><strong>{escape(asked.question.title)}</strong> ({escape(where)})</p>"
        f"<p><strong>{escape(verdict['truth'])}</strong> {escape(verdict['sentence'])}</p></li>"
    )


def sheet(query: str, root: str, language: str = words.ENGLISH, wrong_language: str = "") -> tuple[str, bool]:
    """Return the sheet of the quiz that a query names, as a page of HTML, and whether there is such a quiz.

    ``root``: the address of the app, for its links. What surrounds the questions is in ``language``;
    ``wrong_language`` says that the address asks for one that is not there.
    """
    state, ignored = read_quiz(query)
    said = "".join(f"<p>{escape(each)}</p>" for each in (*ignored, wrong_language) if each)
    wrong = f'<div class="ignored">{said}</div>' if said else ""
    if not state.items:
        none, choose = (escape(words.say(language, text)) for text in NO_QUIZ)
        body = f'<h1>{none}</h1>{wrong}<p><a href="{escape(root)}/quiz">{choose}</a></p>'
        return page("Quiz", body, language), False
    title = words.say(language, title_of(state.chosen))
    link = address(root, "quiz", f"set={state.chosen}&seed={state.seed}")
    questions = "".join(question(i, item, root, language) for i, item in enumerate(state.items, 1))
    answers = "".join(solution(item).replace("<strong>", f"<strong>{i}. ", 1) for i, item in enumerate(state.items, 1))
    which = words.say(language, "{title}, quiz number {seed}.", title=title, seed=state.seed)
    body = (
        f'{head(title, len(state.items), state.seed, link, language)}{wrong}<div lang="en">{questions}</div>'
        f'<section class="answers"><h1>{escape(words.say(language, "Answers"))}</h1><p>{escape(which)}</p>'
        f'<ol lang="en">{answers}</ol></section>'
    )
    return page(title, body, language), True


def head(title: str, count: int, seed: int, link: str, language: str) -> str:
    """Return the head of a sheet: which quiz it is, room for a name, and the code of the whole quiz."""
    which = words.say(language, "{count} questions, quiz number {seed}.", count=count, seed=seed)
    hint = words.say(language, "Print this page with your browser: the answers are on a page of their own.")
    if language != words.ENGLISH:
        hint += f" {words.say(language, 'The texts are in English.')}"
    return (
        f"<header><div><h1>{escape(title)}</h1><p>{escape(which)}</p>"
        f"<p>{escape(words.say(language, 'Name'))} {BLANK}{BLANK}</p>"
        f'<p class="screen">{escape(hint)}</p>'
        f"</div>{code(link, words.say(language, 'The whole quiz'))}</header>"
    )


def page(title: str, body: str, language: str) -> str:
    """Return a whole page of HTML."""
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · optviz</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>"
    )
