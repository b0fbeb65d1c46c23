"""How lookbook looks: two themes, and one glyph for each type and state.

One accent, the amber of a projector lamp. A state is always a glyph and a word; its colour only helps. Every
glyph here is one cell wide and in the common terminal fonts.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.theme import Theme

from core.models import AssetState, AssetType, JobState, RowChange, RowState

DARK_THEME = "lookbook-dark"
LIGHT_THEME = "lookbook-light"


def _variables(
    *,
    character: str,
    location: str,
    prop: str,
    quiet: str,
    faint: str,
    cursor: str,
    rule: str,
    on_accent: str,
    cursor_cell: str,
) -> dict[str, str]:
    """The variables that both themes define beside Textual's own."""
    return {
        "type-character": character,
        "type-location": location,
        "type-prop": prop,
        "quiet": quiet,
        "faint": faint,
        "cursor-line": cursor,
        "rule": rule,
        "on-accent": on_accent,
        "block-cursor-background": cursor,
        "block-cursor-foreground": "auto 95%",
        "block-cursor-blurred-background": cursor,
        "border-blurred": rule,
        "footer-description-foreground": quiet,
        "input-cursor-background": cursor_cell,
        "input-cursor-foreground": on_accent,
        "scrollbar": rule,
        "scrollbar-hover": quiet,
        "scrollbar-active": quiet,
    }


DARK = Theme(
    name=DARK_THEME,
    dark=True,
    primary="#e3a546",
    accent="#e3a546",
    secondary="#a89a88",
    foreground="#e9e2d6",
    background="#191715",
    surface="#211e1b",
    panel="#2a2622",
    success="#93b874",
    warning="#dc8f55",
    error="#e0736a",
    variables=_variables(
        character="#d8a3a0",
        location="#8fb8bd",
        prop="#b4b37c",
        quiet="#a2978a",
        faint="#736a60",
        cursor="#38312a",
        rule="#443c34",
        on_accent="#191715",
        cursor_cell="#e3a546",
    )
    | {
        "background": "#191715",
        "scrollbar-background": "#211e1b",
        "scrollbar-background-hover": "#211e1b",
        "scrollbar-background-active": "#211e1b",
        "scrollbar-corner-color": "#211e1b",
        "footer-background": "#211e1b",
        "input-selection-background": "#e3a546 30%",
    },
)

LIGHT = Theme(
    name=LIGHT_THEME,
    dark=False,
    primary="#955800",
    accent="#955800",
    secondary="#6b6154",
    foreground="#2a2520",
    background="#faf6ee",
    surface="#f3ede1",
    panel="#e9e1d2",
    success="#40692a",
    warning="#a0481a",
    error="#a8322b",
    variables=_variables(
        character="#9a4440",
        location="#1f6470",
        prop="#5f5c14",
        quiet="#6a6055",
        faint="#93887a",
        cursor="#e8dbc2",
        rule="#cfc4b1",
        on_accent="#fdfaf4",
        cursor_cell="#955800",
    )
    | {
        "background": "#faf6ee",
        "scrollbar-background": "#f3ede1",
        "scrollbar-background-hover": "#f3ede1",
        "scrollbar-background-active": "#f3ede1",
        "scrollbar-corner-color": "#f3ede1",
        "footer-background": "#f3ede1",
        "input-selection-background": "#955800 25%",
    },
)

THEMES = (DARK, LIGHT)


@dataclass(frozen=True, slots=True)
class Mark:
    """How a type or state is shown: a one-cell glyph, its word, and a style of theme variables."""

    glyph: str
    word: str
    style: str

    @property
    def content(self) -> Content:
        """Glyph and word, e.g. "◆ character"; the glyph carries the colour."""
        return Content.assemble((self.glyph, self.style), " ", self.word)

    @property
    def sign(self) -> Content:
        """The glyph alone, for a narrow column."""
        return Content.styled(self.glyph, self.style)


TYPE_MARKS: dict[AssetType, Mark] = {
    AssetType.CHARACTER: Mark("◆", "character", "$type-character"),
    AssetType.LOCATION: Mark("▲", "location", "$type-location"),
    AssetType.PROP: Mark("■", "prop", "$type-prop"),
}

TYPE_PLURALS: dict[AssetType, str] = {
    AssetType.CHARACTER: "Characters",
    AssetType.LOCATION: "Locations",
    AssetType.PROP: "Props",
}

ROW_MARKS: dict[RowState, Mark] = {
    RowState.OPEN: Mark("○", "open", "$quiet"),
    RowState.APPROVED: Mark("✓", "approved", "$success"),
    RowState.DISCARDED: Mark("✗", "discarded", "$faint"),
    RowState.MERGED: Mark("→", "merged", "$faint"),
    RowState.COMMITTED: Mark("●", "committed", "$success"),
}

CHANGE_MARKS: dict[RowChange, Mark] = {
    RowChange.NEW: Mark("+", "new", "$success"),
    RowChange.CHANGED: Mark("~", "changed", "$warning"),
    RowChange.GONE: Mark("−", "gone", "$error"),
    RowChange.SAME: Mark("=", "unchanged", "$faint"),
}

ASSET_MARKS: dict[AssetState, Mark] = {
    AssetState.NO_IMAGE: Mark("○", "no image", "$quiet"),
    AssetState.GENERATING: Mark("…", "generating", "$accent"),
    AssetState.CANDIDATES: Mark("◐", "has candidates", "$foreground"),
    AssetState.READY: Mark("●", "image key", "$foreground"),
    AssetState.STALE: Mark("~", "stale", "$warning"),
    AssetState.CONFLICT_OPEN: Mark("!", "conflict open", "$warning"),
    AssetState.LOCKED: Mark("✓", "locked", "$success"),
}

JOB_MARKS: dict[JobState, Mark] = {
    JobState.QUEUED: Mark("○", "queued", "$quiet"),
    JobState.RUNNING: Mark("◐", "running", "$accent"),
    JobState.SUCCEEDED: Mark("✓", "succeeded", "$success"),
    JobState.FAILED: Mark("✗", "failed", "$error"),
    JobState.CANCELLED: Mark("–", "cancelled", "$faint"),
    JobState.UNKNOWN: Mark("?", "unknown", "$warning"),
}


def mark(value: AssetType | RowState | AssetState | JobState) -> Mark:
    """The mark of a type or state. Two enums may share a word, so the value's own enum decides."""
    match value:
        case AssetType():
            return TYPE_MARKS[value]
        case RowState():
            return ROW_MARKS[value]
        case AssetState():
            return ASSET_MARKS[value]
        case JobState():
            return JOB_MARKS[value]


def other_theme(name: str) -> str:
    """The theme to switch to from `name`: dark from light, light from anything else."""
    return LIGHT_THEME if name == DARK_THEME else DARK_THEME
