"""Filter: which figures are worth a master picture, and how sure the rules are, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.models import Trait
from core.scan.offline.drafting import Verdict, count, described_lines, times
from core.scan.offline.identity import Figure
from core.scan.offline.lexicon import kind_of
from core.scan.offline.vocabulary import Vocabulary
from core.scan.offline.words import words

WALK_ON_LINES = 2
"""The lines of one scene that make a silent, nameless figure more than a passer-by."""
PART_SPEECHES = 8
NAMED_SPEECHES = 5
PART_SCENES = 3
"""A figure that speaks this often has a part and needs a look, whether the script gives one or not.

One with a name of its own needs less than a role, and no speech when it is seen in several scenes.
"""


def weigh_figure(
    figure: Figure, traits: tuple[Trait, ...], seen_in: Sequence[int | None], vocabulary: Vocabulary
) -> Verdict:
    """A character is a priority when it is seen, is one person, and is described or has a real part.

    `seen_in` holds the scene of each line of action that names it.
    """
    confidence, reason = _confidence(figure, traits, seen_in, vocabulary)
    high, why = _priority(figure, traits, seen_in, vocabulary)
    joined = f" One person by {', '.join(figure.joined_by)}." if figure.joined_by else ""
    return Verdict(high, why + joined, confidence, reason)


def is_walk_on(
    figure: Figure, traits: tuple[Trait, ...], seen_in: Sequence[int | None], vocabulary: Vocabulary
) -> bool:
    """Whether a nameless figure only passes: it is silent, is not described, and no scene names it twice.

    A JANITOR of three scenes is one; a MAN in three scenes is three men, each of them met once.
    """
    nameless = figure.group or vocabulary.is_role(figure.key)
    if figure.cues or figure.hinted or traits or not nameless:
        return False
    one_person = not figure.group and figure.key not in words("anybody")
    if one_person and len(seen_in) > WALK_ON_LINES:
        return False
    return max(Counter(seen_in).values(), default=0) < WALK_ON_LINES


def _priority(
    figure: Figure, traits: tuple[Trait, ...], seen_in: Sequence[int | None], vocabulary: Vocabulary
) -> tuple[bool, str]:
    if figure.group:
        return False, "A crowd, not one person with a look of their own."
    if not traits and _is_only_heard(figure, len(seen_in)):
        return False, "A voice that is never seen: it is only heard."
    if not figure.cues and not seen_in:
        return False, "Only spoken of, never seen."
    part = _part(figure, seen_in)
    if traits:
        return True, f"Described in {count(len(described_lines(traits)), 'line')}; {part}."
    if _has_a_part(figure, seen_in, vocabulary):
        return (
            True,
            f"A real part: {part}. The script never says how they look, so the look is yours to decide.",
        )
    return False, f"No visual description in the script; {part}."


def _part(figure: Figure, seen_in: Sequence[int | None]) -> str:
    scenes = len({cue.scene for cue in figure.cues})
    if figure.cues:
        return f"speaks {times(len(figure.cues))} in {count(scenes, 'scene')}"
    return f"never speaks, named in {count(len(seen_in), 'line')} of action"


def _has_a_part(figure: Figure, seen_in: Sequence[int | None], vocabulary: Vocabulary) -> bool:
    scenes = {*(cue.scene for cue in figure.cues), *seen_in}
    lines = len(figure.cues) + len(seen_in)
    needed = PART_SPEECHES if vocabulary.is_role(figure.key) else NAMED_SPEECHES
    distinct = vocabulary.is_proper(figure.key) or len(figure.key.split()) > 1
    return len(figure.cues) >= needed or (distinct and len(scenes) >= PART_SCENES and lines >= needed)


def _is_only_heard(figure: Figure, seen: int) -> bool:
    tokens = figure.key.split()
    unseen = bool(figure.cues) and all(cue.unseen for cue in figure.cues)
    device = kind_of(tokens[-1].lower()) in ("object", "worn")
    return bool(set(tokens) & words("voices")) or (unseen and (not seen or device))


def _confidence(
    figure: Figure, traits: tuple[Trait, ...], seen_in: Sequence[int | None], vocabulary: Vocabulary
) -> tuple[float, str]:
    """How sure it is that this is one person of the film, by cues, introduction, name and the file's cast."""
    if figure.group:
        return 0.5, "Several people under one name."
    score, reasons = 0.4, []
    if figure.cues:
        score += min(0.35, 0.2 + 0.02 * len(figure.cues))
        reasons.append(f"speaks {times(len(figure.cues))}")
    if figure.intros:
        score += 0.1
        reasons.append("introduced in the action")
    if seen_in and not figure.intros:
        score += 0.05
        reasons.append("named in the action")
    if traits:
        score += min(0.1, 0.04 * len(traits))
        reasons.append("described")
    if figure.hinted:
        score += 0.1
        reasons.append("in the file's own cast list")
    if vocabulary.is_role(figure.key):
        score -= 0.1
        reasons.append("known by a role only, which several may share")
    if figure.joined_by:
        score = min(score, 0.85)
        reasons.append("several names joined by what the text says")
    said = ", ".join(reasons) or "named only"
    return min(0.98, max(0.2, score)), said[0].upper() + said[1:] + "."
