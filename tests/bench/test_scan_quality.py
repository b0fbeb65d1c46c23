"""How good the offline scan is: the sample and a real feature, each against labels made by hand."""

from __future__ import annotations

import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import pytest

from core.screenplay.reader import read_script
from core.wire import draft_to_wire
from tests.bench.__main__ import FEATURE, FEATURE_GOLD, SAMPLE_GOLD, SHARED, quality, scan
from tests.bench.scoring import score

SCORER = SHARED / "score_extraction.py"
needs_feature = pytest.mark.skipif(
    not FEATURE_GOLD.exists(), reason="the shared feature is not beside the project"
)


def shared_scorer() -> ModuleType:
    """The scorer that counts, loaded from where it stands."""
    spec = spec_from_file_location("score_extraction", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_sample_is_read_as_a_person_would() -> None:
    from core.sample import sample_path

    found = quality(sample_path(), SAMPLE_GOLD)
    assert found["character"].f1 >= 0.95
    assert found["location"].f1 >= 0.95
    assert found["prop"].f1 >= 0.9
    assert not any(figures.fused for figures in found.values())


@needs_feature
def test_a_real_feature_is_read_well_enough_to_curate() -> None:
    found = quality(FEATURE, FEATURE_GOLD)
    assert found["character"].f1 >= 0.85
    assert found["location"].f1 >= 0.85
    assert found["prop"].f1 >= 0.5
    assert not found["character"].fused


@needs_feature
def test_our_scorer_counts_as_the_shared_one_does() -> None:
    drafts = [draft_to_wire(draft) for draft in scan(read_script(FEATURE)).drafts]
    gold = json.loads(FEATURE_GOLD.read_text("utf-8"))
    theirs = shared_scorer().score(drafts, gold)
    for type, ours in score(drafts, gold).items():
        assert round(ours.precision, 3) == theirs[type]["precision"]
        assert round(ours.recall, 3) == theirs[type]["recall"]
        assert round(ours.priority_recall, 3) == theirs[type]["priority_recall"]
        assert sorted(set(ours.split)) == theirs[type]["split"]
        assert sorted(set(ours.fused)) == theirs[type]["fused"]
