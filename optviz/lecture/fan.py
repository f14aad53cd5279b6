"""The fan of a section: its runs at many positions of one of its sliders."""

from optviz.core.simulation.simulate import paths_of
from optviz.core.slider import values_along
from optviz.figures.fan import Fan, positions
from optviz.lecture.controls import Slider
from optviz.lecture.page_state import PageState
from optviz.scenes.viewport import seen


def section_fan(state: PageState, control: str) -> Fan | None:
    """Return the runs at positions of a slider; None where the section declares no fan of it, or it is not there."""
    declared = state.section.fan
    sliders = {each.key: each for each in state.section.visible_controls(state.values) if isinstance(each, Slider)}
    if declared is None or control not in declared.controls or control not in sliders:
        return None
    first = declared.runs(state.values)
    count = positions(sum(case.steps for case in first.values()))
    if not count:
        return None
    values = values_along(sliders[control], count)
    each = [declared.runs({**state.values, control: value}) for value in values]
    paths = paths_of(cases[name] for name in first for cases in each)
    rows = {name: paths[i * count : (i + 1) * count] for i, name in enumerate(first)}
    return Fan(control, values, rows, seen(state.viewports, declared.panel) or declared.window(state.values))
