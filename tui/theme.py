"""How lookbook looks: its themes, and one glyph for each type and state.

One accent, the amber of a projector lamp. Text and quiet text have 4.5:1 on every ground, faint text 3:1
(WCAG 2.1, 1.4.3), in true colour and in 256. A third theme is the terminal's own 16 colours on its
own ground; `terminal_ink` draws what they have no word for. A state is always a glyph and a word;
its colour only helps. Every glyph here is one cell wide and in the common terminal fonts.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.theme import Theme

from core.models import AssetState, AssetType, JobState, RowChange, RowState

DARK_THEME = "lookbook-dark"
LIGHT_THEME = "lookbook-light"
TERMINAL_THEME = "lookbook-terminal"

GROUND_OF_CURSOR = INK_OF_QUIET = "ansi_bright_black"
"""In the terminal's own colours: as a ground it stands for the cursor's line, as an ink for quiet text. Many
palettes have the background itself there, so `terminal_ink` never lets it through."""


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
    """The variables that all themes define beside Textual's own."""
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
    error="#e8857c",
    variables=_variables(
        character="#d8a3a0",
        location="#8fb8bd",
        prop="#b4b37c",
        quiet="#b1a699",
        faint="#8f857a",
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
    primary="#875000",
    accent="#875000",
    secondary="#6b6154",
    foreground="#2a2520",
    background="#faf6ee",
    surface="#f3ede1",
    panel="#e9e1d2",
    success="#40692a",
    warning="#93410f",
    error="#a8322b",
    variables=_variables(
        character="#9a4440",
        location="#1f6470",
        prop="#5f5c14",
        quiet="#5f564b",
        faint="#7a7063",
        cursor="#e8dbc2",
        rule="#cfc4b1",
        on_accent="#fdfaf4",
        cursor_cell="#875000",
    )
    | {
        "background": "#faf6ee",
        "scrollbar-background": "#f3ede1",
        "scrollbar-background-hover": "#f3ede1",
        "scrollbar-background-active": "#f3ede1",
        "scrollbar-corner-color": "#f3ede1",
        "footer-background": "#f3ede1",
        "input-selection-background": "#875000 25%",
    },
)

TERMINAL = Theme(
    name=TERMINAL_THEME,
    ansi=True,
    primary="ansi_magenta",
    accent="ansi_magenta",
    secondary="ansi_default",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    variables=_variables(
        character="ansi_magenta",
        location="ansi_cyan",
        prop="ansi_yellow",
        quiet=INK_OF_QUIET,
        faint=INK_OF_QUIET,
        cursor=GROUND_OF_CURSOR,
        rule=INK_OF_QUIET,
        on_accent="ansi_black",
        cursor_cell="ansi_magenta",
    )
    | {
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "surface": "ansi_default",
        "panel": "ansi_default",
        "boost": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "input-selection-background": "ansi_cyan",
        "input-selection-foreground": "ansi_black",
        "footer-key-foreground": "ansi_magenta",
        "scrollbar": "ansi_cyan",
        "scrollbar-hover": "ansi_cyan",
        "scrollbar-active": "ansi_cyan",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
        "scrollbar-corner-color": "ansi_default",
    },
)

THEMES = (DARK, LIGHT, TERMINAL)


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


def next_theme(name: str) -> str:
    """The theme to switch to from `name`: dark, light, the terminal's own, dark; from any other one, dark."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else DARK_THEME
