"""What a row can be split by: its names and its mentions, as lines of one table. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from textual.content import Content

from core.models import AssetType, Draft, Mention, MentionKind
from tui.widgets.draft_detail import mention_count, place

LEAD = 24
"""Characters of a line that stand before the first place that means the row, where that is further on."""

LONGEST_NAME = 5
"""Words. A longer run of capitals is a sentence that is shouted."""

_NAME = re.compile(r"[^\W\d_][\w'’.-]*|#?\d+")
_PAUSE = re.compile(r"[^\s\w'’.#-]")


@dataclass(frozen=True, slots=True)
class SplitChoice:
    """What goes into a draft of its own. `aliases` are the ticked names of the row, in its order, its own
    among them when it is ticked; `lines` are the ticked mentions."""

    name: str
    type: AssetType
    aliases: tuple[str, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NamePart:
    """A name of the row; `lines` counts the mentions that it stands in."""

    name: str
    alias: bool
    lines: int


Part = NamePart | Mention
PartKey = str | int


def parts_of(draft: Draft) -> list[Part]:
    """The name, the aliases, the mentions."""
    said: dict[str, int] = {}
    for mention in draft.mentions:
        for word in {mention.text[start:end].casefold() for start, end in mention.columns}:
            said[word] = said.get(word, 0) + 1
    names = (draft.suggested_name, *draft.aliases)
    return [
        *(NamePart(name, at > 0, said.get(name.casefold(), 0)) for at, name in enumerate(names)),
        *draft.mentions,
    ]


def part_key(part: Part) -> PartKey:
    """A name, or the number of a mention's line."""
    return part.name if isinstance(part, NamePart) else part.line


def part_group(part: Part) -> str:
    """The heading that a part stands under."""
    return "Names" if isinstance(part, NamePart) else "Mentions"


def part_cells(part: Part) -> tuple[str, Content]:
    """What or where it is, and its text."""
    if isinstance(part, NamePart):
        in_lines = f"  in {part.lines} line{'' if part.lines == 1 else 's'}" if part.lines else ""
        return "alias" if part.alias else "name", Content.assemble((part.name, "bold"), (in_lines, "$quiet"))
    return place(part), seen_text(part)


def seen_text(mention: Mention) -> Content:
    """The line with the row's names set off, from shortly before the first of them."""
    text = Content(mention.text)
    style = "underline" if mention.kind is MentionKind.PRONOUN else "bold $accent"
    for start, end in mention.columns:
        text = text.stylize(style, start, end)
    cut = mention.columns[0][0] - LEAD if mention.columns else 0
    return Content("…") + text[cut:] if cut > 1 else text


def ticked_words(draft: Draft, choice: SplitChoice, both: Collection[int] = ()) -> str:
    """ "1 name and 13 of 41 mentions go into the new row, 2 of them stay here too"; `both` are the lines that
    name the row by ticked names and by others."""
    names = f"{len(choice.aliases)} name{'' if len(choice.aliases) == 1 else 's'}"
    ticked = f"{names} and {len(choice.lines)} of {mention_count(draft.mentions)} go into the new row"
    stay = len(set(both).intersection(choice.lines))
    return f"{ticked}, {stay} of them stay{'s' if stay == 1 else ''} here too" if stay else ticked


def proposed_name(draft: Draft, aliases: Collection[str], lines: Collection[int]) -> str:
    """What the new draft may be called: the first ticked name, or else the first words in capitals of a
    ticked mention that are no name of the row; "" when there are none."""
    for name in (*draft.aliases, draft.suggested_name):
        if name in aliases:
            return name
    own = {name.casefold() for name in (draft.suggested_name, *draft.aliases)}
    ticked = (mention.text for mention in draft.mentions if mention.line in lines)
    names = (name for text in ticked for name in _capitals(text) if name.casefold() not in own)
    return next(names, "")


def _capitals(text: str) -> Iterable[str]:
    """The runs of words in capitals of a line, e.g. "GUARD #2" of "The GUARD #2 (O.S.)"."""
    for piece in _PAUSE.split(text):
        run: list[str] = []
        for word in [*_NAME.findall(piece), ""]:
            if word.isupper() or (run and not word.isalpha() and word):
                run.append(word.rstrip("."))
            elif run:
                if len(run) <= LONGEST_NAME and len("".join(run)) > 1:
                    yield " ".join(run)
                run = []


def problem_of(draft: Draft, choice: SplitChoice) -> str:
    """Why a choice can't be split off, in a sentence; "" when it can."""
    if not choice.aliases and not choice.lines:
        return "Nothing is ticked. Tick with space what goes into the new row."
    if not choice.name:
        return "The new row needs a name."
    staying = {
        name.casefold() for name in (draft.suggested_name, *draft.aliases) if name not in choice.aliases
    }
    if choice.name.casefold() in staying:
        return f"{choice.name} stays a name of this row. Tick it, or give the new row another name."
    if len(choice.lines) == len(draft.mentions) and not staying:
        return "Everything is ticked. Something has to stay in the row."
    return ""
