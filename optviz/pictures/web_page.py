"""The picture at an address as one HTML file, which plays without the server."""

from optviz.figures.recording import page_of, recorded, settings_line
from optviz.pictures import jobs
from optviz.pictures.pages import Picture, picture_at
from optviz.pictures.picture import job_of

PATIENCE = 60.0
"""Seconds in which the work behind a picture may end; a recording of half of it would never go on."""

NOTHING = "There is no picture here to save."
NOT_YET = "This picture is still being computed. Try again when it is done."
TELLS = "It would tell the answer: answer the question first."


def web_page_of(page: str, query: str) -> str:
    """Return what ``page`` shows at ``query`` as the text of an HTML file, the playhead at the start.

    Raises ``ValueError``, in a sentence, where there is no picture, where it is not done, and where an open question
    is asked about it; ``KeyError`` for an unknown page.
    """
    picture = picture_at(page, query)
    told = picture.header
    if (told["question"] or {}).get("answer", "") is None:
        raise ValueError(TELLS)
    result = result_of(picture)
    board, controls = picture.board(*result), picture.controls()
    if not board.panels:
        raise ValueError(NOTHING)
    values = {each["key"]: each["value"] for each in controls if each.get("value") is not None}
    header = {"shows": told["shows"], "viewports": told["viewports"], "head": told["head"] | {"presets": []}}
    frames = recorded(board, picture.background(*result), header, values)
    return page_of(told["head"]["section"], settings_line(controls), frames)


def result_of(picture: Picture) -> tuple:
    """Return the result of the work behind a picture, where there is work."""
    job = job_of(picture)
    if not job:
        return ()
    now = jobs.SHARED.wait(job, PATIENCE)
    if not now.done or now.failed:
        raise ValueError(NOT_YET)
    return (now.result,)
