"""Rows of a review to open the dialogs on: a harbour film in which one man goes by several names."""

from __future__ import annotations

from dataclasses import replace

from core.models import (
    AssetId,
    AssetType,
    CommitPlan,
    CommittedAsset,
    Conflict,
    ConflictSide,
    Difference,
    Draft,
    DraftId,
    LeftOut,
    Mention,
    MergeProposal,
    NearMiss,
    ReviewRow,
    RowChange,
    RowState,
    SuggestedMerge,
    Trait,
    Usage,
)

CHARACTER, LOCATION, PROP = AssetType.CHARACTER, AssetType.LOCATION, AssetType.PROP


def mention(line: int, text: str, *words: str) -> Mention:
    """A mention, 30 lines to a scene and 55 to a page; `words` of the text mean the row."""
    columns = sorted((text.index(word), text.index(word) + len(word)) for word in words)
    return Mention(line, 1 + line // 30, 1 + line // 55, text, tuple(columns))


def row(number: int, draft: Draft, state: RowState = RowState.OPEN) -> ReviewRow:
    """The row with this id."""
    return ReviewRow(DraftId(number), draft, state, description=draft.visual_summary)


SLICKER = mention(14, "THE HARBOUR MASTER, 60s, in a yellow slicker, counts the boats.", "HARBOUR MASTER")
COAT = mention(910, "AMOS KEEL pulls a black oilskin over his head.", "AMOS KEEL")

MASTER = row(
    1,
    Draft(
        "HARBOUR MASTER",
        CHARACTER,
        aliases=("THE MASTER",),
        visual_summary="A broad man in his sixties with a salt-grey beard. He wears a yellow slicker.",
        traits=(
            Trait("physical_features", "broad, in his sixties", (14,)),
            Trait("physical_features", "salt-grey beard", inferred=True),
            Trait("clothing", "yellow slicker", (14,)),
        ),
        mentions=(SLICKER, mention(40, "The MASTER lowers his spyglass.", "MASTER")),
    ),
)
AMOS = row(
    2,
    Draft(
        "AMOS KEEL",
        CHARACTER,
        aliases=("AMOS", "OLD KEEL"),
        visual_summary="A weathered man in a black oilskin.",
        traits=(Trait("clothing", "black oilskin", (910,)),),
        mentions=(
            mention(300, "AMOS sits on the bollard and mends a net.", "AMOS"),
            mention(340, "“OLD KEEL never sleeps,” says the boy.", "OLD KEEL"),
            COAT,
        ),
    ),
)
BUOY = row(
    3,
    Draft(
        "KEEL BUOY",
        PROP,
        visual_summary="A rusted iron buoy with a bell.",
        mentions=(mention(55, "The KEEL BUOY tolls in the fog.", "KEEL BUOY"),),
    ),
)
HUT = row(
    4,
    Draft(
        "SIGNAL HUT",
        LOCATION,
        visual_summary="A tarred hut on piles.",
        mentions=(mention(70, "EXT. SIGNAL HUT - DAY", "SIGNAL HUT"),),
    ),
)

COATS = Conflict("clothing", ConflictSide("yellow slicker", SLICKER), ConflictSide("black oilskin", COAT))
MERGED = Draft(
    "HARBOUR MASTER",
    CHARACTER,
    aliases=("THE MASTER", "AMOS KEEL", "AMOS", "OLD KEEL"),
    visual_summary="A broad, weathered man in his sixties with a salt-grey beard, in a black oilskin.",
    summary_lines=(14,),
    traits=(*MASTER.draft.traits, *AMOS.draft.traits),
    conflicts=(COATS,),
    mentions=(*MASTER.draft.mentions, *AMOS.draft.mentions),
)
PROPOSAL = MergeProposal((MASTER, AMOS), MERGED, Usage(1, 900, 120, 0.0031), version=7)

SAME_MAN = SuggestedMerge(
    MASTER.id, AMOS.id, "One is spoken to by the name of the other.", (300, 340, 910, 14, 40)
)
SAME_BELL = SuggestedMerge(BUOY.id, HUT.id, "Both are heard in the fog.", ())
SAME_KEEL = SuggestedMerge(AMOS.id, BUOY.id, "The names share a word.", (340,), put_off=True)
PAIRS = [(SAME_MAN, MASTER, AMOS), (SAME_BELL, BUOY, HUT), (SAME_KEEL, AMOS, BUOY)]
QUOTES = {
    300: "sc. 11, p. 6  “AMOS sits on the bollard and mends a net.”",
    340: "sc. 12, p. 7  “OLD KEEL never sleeps,” says the boy, who waits on the quay for the ferry.",
}

CHANGED = replace(
    MASTER,
    description="A broad man in his sixties with a salt-grey beard. He wears a torn naval greatcoat.",
    difference=Difference(
        RowChange.CHANGED,
        1,
        added=(Trait("clothing", "torn naval greatcoat", (40,)),),
        removed=(Trait("clothing", "yellow slicker", (14,)),),
        earlier_summary=MASTER.draft.visual_summary,
    ),
)
ASSET = CommittedAsset(
    AssetId(9),
    "HARBOUR MASTER",
    "A broad man in his sixties with a salt-grey beard, one eye clouded. He wears a yellow slicker.",
    locked=False,
)
PLAN = CommitPlan(
    make=(AMOS, BUOY, HUT),
    update=(replace(CHANGED, asset=ASSET),),
    left_out=tuple(
        LeftOut(row(100 + at, Draft(f"EXTRA {at}", CHARACTER)), "not decided" if at < 53 else "discarded")
        for at in range(56)
    ),
    refused=(("GULL", "the branch has a character of this name"),),
    near_misses=(NearMiss("CAPTAIN REED", "CAPTAIN REID", "spelled almost alike"),),
)


def crowded(mentions: int) -> ReviewRow:
    """A row with so many mentions, every tenth by another name."""
    return row(
        5,
        Draft(
            "GUARD", CHARACTER, aliases=("GUARD #2",), mentions=tuple(_guard(at) for at in range(mentions))
        ),
    )


def _guard(at: int) -> Mention:
    if at % 10 == 0:
        return mention(at + 1, f"GUARD #2 waves cart {at} through.", "GUARD #2")
    return mention(at + 1, f"The GUARD stops cart {at}.", "GUARD")
