"""How many colours the terminal has: what Textual reads, and the setting that tells it better.

It imports no Textual, which must find the environment as it is left here.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Literal

Colours = Literal["truecolor", "256", "16", "none"]
"""What reaches the terminal: 24 bits, the palette of 256, the 16 of the theme, or greys for NO_COLOR."""

ColoursSetting = Literal["auto", "truecolor", "256", "16", "none"]

_TEXTUAL = {"truecolor": "truecolor", "256": "256", "16": "standard"}
_SYSTEMS: dict[str | None, Colours] = {"truecolor": "truecolor", "256": "256"}


def apply_colours(setting: ColoursSetting, environ: MutableMapping[str, str]) -> None:
    """Write the setting into the environment that Textual reads when it is imported; call it before.

    COLORTERM is what says 24 bits, and ssh mostly loses it. A setting of one's own wins over NO_COLOR
    (no-color.org).
    """
    if setting == "auto":
        return
    if setting == "none":
        environ["NO_COLOR"] = "1"
        return
    environ.pop("NO_COLOR", None)
    environ["TEXTUAL_COLOR_SYSTEM"] = _TEXTUAL[setting]


def colours_of(system: str | None, no_color: bool) -> Colours:
    """The colours of Rich's colour system."""
    return "none" if no_color else _SYSTEMS.get(system, "16")
