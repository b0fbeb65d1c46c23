"""How good the offline scan is: the sample and a real feature, each against its gold labels."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from core.events import ScanFinished
from core.models import Screenplay
from core.sample import sample_path
from core.scan.offline import OfflineEngine
from core.screenplay.reader import read_script
from core.wire import draft_to_wire

SHARED = Path(__file__).parents[3] / "shared"
SCORER = SHARED / "score_extraction.py"

pytestmark = pytest.mark.skipif(not SCORER.exists(), reason="the shared scorer is not beside the project")


def score(script: Path, gold: Path) -> dict[str, Any]:
    """Precision, recall and F1 by type, as `score_extraction.py` counts them."""
    spec = spec_from_file_location("score_extraction", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = module_from_spec(spec)
    sys.modules[spec.name] = scorer
    spec.loader.exec_module(scorer)
    drafts = asyncio.run(_scan(script))
    found: dict[str, Any] = scorer.score(drafts, json.loads(gold.read_text("utf-8")))
    return found


async def _scan(script: Path) -> list[dict[str, Any]]:
    screenplay = read_script(script)
    events = [event async for event in OfflineEngine().scan(screenplay)]
    last = events[-1]
    assert isinstance(last, ScanFinished)
    return [draft_to_wire(draft) for draft in last.result.drafts]


def test_the_sample_is_read_as_a_person_would() -> None:
    found = score(sample_path(), Path(__file__).parent / "gold" / "low-water.gold.json")
    assert found["character"]["f1"] >= 0.95
    assert found["location"]["f1"] >= 0.95
    assert found["prop"]["f1"] >= 0.9
    assert not any(found[kind]["fused"] for kind in found)


def test_a_real_feature_is_read_well_enough_to_curate() -> None:
    name = "barrier15-phoenix-child"
    script = SHARED / "scripts" / f"{name}.fountain"
    if not script.exists():
        pytest.skip("the shared feature is not beside the project")
    found = score(script, SHARED / "gold" / f"{name}.gold.json")
    assert found["character"]["f1"] >= 0.85
    assert found["location"]["f1"] >= 0.85
    assert found["prop"]["f1"] >= 0.4
    assert not found["character"]["fused"]


def test_a_feature_takes_seconds_not_minutes() -> None:
    script = SHARED / "scripts" / "barrier15-phoenix-child.fountain"
    if not script.exists():
        pytest.skip("the shared feature is not beside the project")
    screenplay = read_script(script)
    started = time.process_time()
    asyncio.run(_drain(screenplay))
    assert time.process_time() - started < 10


async def _drain(screenplay: Screenplay) -> None:
    async for _ in OfflineEngine().scan(screenplay):
        pass
