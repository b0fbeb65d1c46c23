"""What an offer makes of its asset: what the script changed, and what the board has of its own (SPEC 2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from core.models import Asset, AssetOffer, Draft, ReviewRow, Trait
from core.rules.committing import decided_description
from core.rules.diffing.carrying import called, named_since
from core.rules.diffing.differing import changed_traits
from core.rules.naming import names_of
from core.rules.prose import unique
from core.text import folded


def offer_to(asset: Asset, row: ReviewRow, earlier: Sequence[Draft]) -> AssetOffer:
    """What the asset becomes by taking the offer of a row.

    `earlier` are the drafts that it took before, in their order; it rests on the last of them. A text that is
    that one's, and a script without any, leave the description as it is.
    """
    base = earlier[-1] if earlier else _nothing(row.draft)
    return AssetOffer(
        asset,
        base.hand_written or asset.description not in map(decided_description, (base, *earlier)),
        _description(asset.description, row.draft, base),
        _aliases(asset, row.draft, earlier),
        _traits(asset, row.draft, base, earlier),
    )


def as_offered(row: ReviewRow, base: Draft | None) -> ReviewRow:
    """The row of an offer with the name and the description that its asset has once it takes it.

    A name that was given on the board since stays; the row's is an alias then.

    `base` is the draft that the asset rests on, None where a scan made none of it.
    """
    if row.asset is None:
        return row
    base = base or _nothing(row.draft)
    is_named = named_since(row.asset.name, row.draft, base)
    draft = called(row.draft, row.asset.name) if is_named else row.draft
    return replace(row, draft=draft, description=_description(row.asset.description, draft, base))


def _nothing(draft: Draft) -> Draft:
    """What an asset rests on that no draft has made."""
    return Draft(draft.suggested_name, draft.type)


def _description(now: str, draft: Draft, base: Draft) -> str:
    """What the script says otherwise, and what a person wrote into the row; else the text is as it is."""
    text = decided_description(draft)
    is_new = text != decided_description(base) or (draft.hand_written and not base.hand_written)
    return text if is_new and (text or draft.hand_written) else now


def _aliases(asset: Asset, draft: Draft, earlier: Iterable[Draft]) -> tuple[str, ...]:
    known = {folded(name) for one in (draft, *earlier) for name in names_of(one)}
    own = [alias for alias in asset.aliases if folded(alias) not in known]
    return tuple(unique((*draft.aliases, *own)))


def _traits(asset: Asset, draft: Draft, base: Draft, earlier: Iterable[Draft]) -> tuple[Trait, ...]:
    """The draft's traits but those that a person took out, then those that a person wrote."""
    known = {_key(trait) for one in earlier for trait in one.traits}
    scripted = tuple(trait for trait in asset.traits if _key(trait) in known)
    fresh = tuple(_standing(draft, base, scripted))
    fresh_keys = set(map(_key, fresh))
    own = (trait for trait in asset.traits if _key(trait) not in known | fresh_keys)
    return (*fresh, *own)


def _standing(draft: Draft, base: Draft, scripted: tuple[Trait, ...]) -> Iterator[Trait]:
    """The draft's traits that the script has changed, and those that the board still has."""
    changed, _ = changed_traits(base, draft)
    missing, _ = changed_traits(replace(draft, traits=scripted), draft)
    taken_out = set(map(_key, base.traits)) - set(map(_key, scripted))
    for trait in draft.traits:
        is_out = _key(trait) in taken_out if trait.inferred else trait in missing and trait not in changed
        if not is_out:
            yield trait


def _key(trait: Trait) -> tuple[str, str]:
    return trait.field, folded(trait.value)
