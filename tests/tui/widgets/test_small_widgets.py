"""Facts, progress, swatches and empty states, as a person sees them."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from tests.tui import seeing
from tui.base import BaseApp
from tui.widgets.empty import EmptyState
from tui.widgets.facts import FactsBuilder, FactsPane
from tui.widgets.progress import Meter, StageProgress, Step
from tui.widgets.swatches import Swatches


class OneApp(BaseApp):
    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield self.widget


async def test_facts_wrap_in_their_column_and_read_no_markup() -> None:
    pane = FactsPane()
    app = OneApp(pane)
    async with app.run_test(size=(50, 14)) as pilot:
        facts = FactsBuilder().title("MARA [/b]").heading("Traits")
        facts.fact("physical_features", "a scar [red]over[/red] the left eyebrow, grey eyes, tall")
        facts.item("p. 3  She wears a coat that has seen better days, and better owners.").quiet("inferred")
        pane.show(facts)
        await pilot.pause()
        seen = seeing.text(app)
        assert "MARA [/b]" in seen
        assert "TRAITS" in seen
        assert "[red]over[/red]" in seen
        at = next(at for at, line in enumerate(seeing.lines(app)) if "physical" in line)
        first, second = seeing.lines(app)[at : at + 2]
        assert first.index("a scar") == len(second) - len(second.lstrip())


async def test_progress_says_state_by_sign_and_word() -> None:
    progress = StageProgress()
    app = OneApp(progress)
    async with app.run_test(size=(50, 6)) as pilot:
        progress.steps = (Step("Extract", "done", "41 found"), Step("Resolve", "running"), Step("Distil"))
        await pilot.pause()
        signs = [line.split()[0] for line in seeing.lines(app)[:3]]
        assert signs == ["✓", "◐", "○"]
        assert "41 found" in seeing.text(app)


async def test_the_meter_fills_and_counts() -> None:
    meter = Meter()
    app = OneApp(meter)
    async with app.run_test(size=(80, 2)) as pilot:
        meter.done, meter.total, meter.note = 3, 4, "$0.02"
        await pilot.pause()
        line = seeing.lines(app)[0]
        assert (line.count("━"), line.count("─")) == (30, 10)
        assert line.endswith("3/4   $0.02")


async def test_swatches_show_each_colour_with_its_code_and_skip_what_is_none() -> None:
    app = OneApp(Swatches(["#112233", "red; background", "#445566"]))
    async with app.run_test(size=(40, 4)):
        assert [line.strip() for line in seeing.lines(app)[:2]] == ["#112233", "#445566"]
        colours = {s.style.bgcolor.name for s in seeing.strips(app)[0] if s.style and s.style.bgcolor}
        assert "#112233" in colours


async def test_an_empty_state_says_what_to_press() -> None:
    app = OneApp(EmptyState("No projects [/]", "A project begins with a screenplay.", [("n", "choose one")]))
    async with app.run_test(size=(60, 9)):
        seen = seeing.text(app)
        assert "No projects [/]" in seen
        assert "n choose one" in seen
