"""The page of tours: the symptom index, each tour with its stops and notes, and broken files in sentences."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from optviz.tours import library
from optviz.tours.library import BUILT_IN, built_in
from optviz.ui.entry import plain

Open = Callable[..., AppTest]


def texts(app: AppTest) -> str:
    return "\n".join(each.value for each in (*app.markdown, *app.caption, *app.text, *app.warning))


def links(app: AppTest) -> list[str]:
    return [each.proto.label for each in app.get("page_link")]


def test_the_page_lists_each_tour_with_its_length_its_stops_and_its_notes(open_app: Open) -> None:
    app = open_app("tours")
    said = texts(app)
    for name in BUILT_IN:
        tour = built_in(name)
        assert plain(tour.title) in said and f"{len(tour.stops)} stops" in said
        for stop in tour.stops:
            assert plain(stop.words) in said and plain(stop.notes) in said
            assert any(plain(stop.title) in label for label in links(app))
    assert "25 stops, 75 minutes" in said and links(app).count("Start") == len(BUILT_IN)


@pytest.mark.parametrize("symptom", [part for part, _ in built_in("trouble").parts])
def test_a_symptom_leads_to_the_scene_that_shows_it_the_reason_and_what_to_try(open_app: Open, symptom: str) -> None:
    app = open_app("tours")
    app.pills(key="tours_symptom").set_value(symptom).run()
    first, *others = (built_in("trouble").stops[place] for place in dict(built_in("trouble").parts)[symptom])
    assert f"**Why.** {plain(first.words)}" in texts(app)
    found = links(app)[: 1 + len(others)]
    assert found == [plain(f"See it: {first.title}"), *(plain(stop.title) for stop in others)]


def test_no_symptom_picked_is_no_fault(open_app: Open) -> None:
    app = open_app("tours")
    app.pills(key="tours_symptom").set_value(None).run()
    assert not app.exception and "Pick what you see" in texts(app)


def test_a_links_stop_is_in_its_address_with_the_tour(open_app: Open) -> None:
    first = open_app("tours").get("page_link")[0].proto
    assert "tour=trouble" in first.query_string and "stop=1" in first.query_string


def test_files_in_the_apps_folder_are_listed_and_a_broken_one_is_told_by_its_line(
    open_app: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = "<img src=x onerror=alert(1)> [x](javascript:alert(2)) $x$"
    stop = "stops:\n  - title: s\n    link: momentum\n    words: w"
    (tmp_path / "mine.yaml").write_text(f"title: '{hostile}'\n{stop}", encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("title: x\nstop: y", encoding="utf-8")
    monkeypatch.setattr(library, "FOLDER", tmp_path)
    said = texts(open_app("tours"))
    assert "The lesson file tours/broken.yaml is not shown:" in said
    assert "Line 2: a tour has no key “stop”; did you mean stops?" in said
    assert plain(hostile) in said and hostile not in said
