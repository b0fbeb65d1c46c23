"""Seeds for workspaces further on than a review; each goes through the services, as a person would."""

from __future__ import annotations

from typing import Protocol, cast

from textual.pilot import Pilot

from core.models import AssetCard, BranchId, Project
from core.services import Services
from tests.tui.conftest import WorkspaceApp, scan_sample
from tests.tui.seeing import settle
from tui.base import LookbookScreen
from tui.place import Place

STYLE = "35mm Naturalism"
OTHER_STYLE = "Two-Strip Technicolor"
MADE = ("IDA MARSH", "THE GUARD", "TIDE STATION", "BRASS KEY")
"""The drafts of `tests.tui.engine` that `commit_sample` makes assets of."""


async def here(services: Services) -> tuple[Project, BranchId]:
    """The one project of the workspace, and its branch."""
    card = (await services.projects.cards())[0]
    return card.project, card.branch.id


async def cards(services: Services) -> dict[str, AssetCard]:
    """The assets of the branch by name."""
    _, branch = await here(services)
    return {card.asset.name: card for card in await services.assets.cards(branch)}


async def commit_sample(services: Services) -> None:
    """A `Seed`: the sample, scanned, four drafts approved and committed; no style."""
    await scan_sample(services)
    project, _ = await here(services)
    review = await services.reviews.latest(project.id)
    assert review is not None
    await services.reviews.approve(
        review.id, [row.id for row in review.rows if row.draft.suggested_name in MADE]
    )
    await services.reviews.commit(review.id)


async def style_sample(services: Services) -> None:
    """A `Seed`: as `commit_sample`, with `STYLE` locked."""
    await commit_sample(services)
    _, branch = await here(services)
    await services.styles.lock(branch, (await services.styles.find(STYLE)).id)


async def picture_sample(services: Services) -> None:
    """A `Seed`: as `style_sample`, with a picture for each asset but the last, BRASS KEY."""
    await style_sample(services)
    found = await cards(services)
    await services.images.enqueue([found[name].asset.id for name in MADE[:-1]])
    await run_queue(services)


async def lock_sample(services: Services) -> None:
    """A `Seed`: every asset has its picture and is locked: the gate is open."""
    await picture_sample(services)
    found = await cards(services)
    await services.images.enqueue([found[MADE[-1]].asset.id])
    await run_queue(services)
    for card in found.values():
        await services.assets.lock(card.asset.id)


async def promote_sample(services: Services) -> None:
    """A `Seed`: as `lock_sample`, with every asset in the library."""
    await lock_sample(services)
    for card in (await cards(services)).values():
        await services.library.promote(card.asset.id)


async def run_queue(services: Services) -> None:
    """Run what is queued to its end."""
    async for _ in services.new_worker().run():
        pass


async def opened(pilot: Pilot[None], screen: LookbookScreen[None], *, project: bool = True) -> WorkspaceApp:
    """Show a screen over the home screen, of the workspace's project or of none, once it has settled."""
    app = cast(WorkspaceApp, pilot.app)
    await settle(pilot)
    if project:
        app.place = Place.of((await app.services.projects.cards())[0])
    await app.show(screen)
    await settle(pilot)
    return app


class SnapCompare(Protocol):
    """The fixture `snap_compare` of pytest-textual-snapshot."""

    def __call__(
        self,
        app: object,
        *,
        terminal_size: tuple[int, int],
        run_before: object = None,
        press: object = (),
    ) -> bool:
        """Whether the screen is as it was."""
