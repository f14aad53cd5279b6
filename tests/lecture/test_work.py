"""Long work of a section is named by what is computed, not by what is shown."""

from optviz.lecture.page_state import opened
from optviz.lecture.pages import PAGES


def test_the_work_of_a_page_goes_by_what_is_computed_not_by_what_is_shown() -> None:
    page = PAGES["network"]
    opens = opened(page, "landscape")
    turned = opens.replace(settings=tuple((opens.values | {"view": "3d"}).items()))
    other = opens.replace(settings=tuple((opens.values | {"lr_gd": 0.2}).items()))
    keys = [work.key for state in (opens, turned, other) if (work := state.work())]
    assert keys[0] == keys[1] != keys[2]
    assert opened(PAGES["momentum"]).work() is None
