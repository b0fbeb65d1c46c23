"""A new revision's scan as a difference to the earlier review (SPEC 2.3). `carry_over` is the door."""

from core.rules.diffing.renaming import as_renamed, without_evidence
from core.rules.diffing.revising import carry_over
from core.rules.diffing.rows import CarriedRow, EarlierRow, Ground

__all__ = ["CarriedRow", "EarlierRow", "Ground", "as_renamed", "carry_over", "without_evidence"]
