"""How many candidates, at what price: asked before anything is queued."""

from __future__ import annotations

from core.models import BatchEstimate
from tui.modals.choose import ChooseModal, Option
from tui.widgets.made_from import pictures, price_words

MOST_CANDIDATES = 4


class GenerateModal(ChooseModal):
    """One to four candidates an asset, each with its count and its price; the result is the number."""

    help_text = (
        "Candidates are pictures to choose the image key from. Count and price are shown for each number; "
        "nothing is queued before you choose."
    )

    def __init__(self, what: str, one: BatchEstimate) -> None:
        """`what` names the assets, e.g. "IDA MARSH" or "6 assets"; `one` is the estimate of one each."""
        super().__init__(
            f"Generate: {what}",
            [_option(count, one) for count in range(1, MOST_CANDIDATES + 1)],
            text=_text(one),
        )


def _option(count: int, one: BatchEstimate) -> Option:
    each = "" if len(one.asset_ids) == 1 else " each"
    title = f"{count} candidate{'' if count == 1 else 's'}{each}"
    return Option(str(count), title, f"{pictures(one.jobs * count)} · {price_words(one, count)}")


def _text(one: BatchEstimate) -> str:
    left_out = [f"Left out: {name} {reason}." for name, reason in one.skipped[:6]]
    if len(one.skipped) > len(left_out):
        left_out.append(f"… and {len(one.skipped) - len(left_out)} more.")
    return "\n".join(["How many candidates shall be made?", *left_out, *one.notes])
