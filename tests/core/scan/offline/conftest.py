"""The sample, scanned once by the offline engine through its public door."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from core.events import ScanEvent, ScanFinished
from core.models import AssetType, Draft, ScanResult, Screenplay
from core.sample import sample_path
from core.scan.offline import OfflineEngine
from core.screenplay.reader import parse_script, read_script

Find = Callable[[str], Draft]


async def scan_events(screenplay: Screenplay) -> list[ScanEvent]:
    """All events of one offline scan."""
    return [event async for event in OfflineEngine().scan(screenplay)]


def result_of(screenplay: Screenplay) -> ScanResult:
    """The result of an offline scan."""
    last = asyncio.run(scan_events(screenplay))[-1]
    assert isinstance(last, ScanFinished)
    return last.result


def scan_text(text: str) -> tuple[Draft, ...]:
    """The drafts of a Fountain text."""
    return result_of(parse_script(text.encode(), "test.fountain")).drafts


def people_of(text: str) -> dict[str, Draft]:
    """The characters of a Fountain text by suggested name."""
    return {draft.suggested_name: draft for draft in scan_text(text) if draft.type is AssetType.CHARACTER}


def scene(*blocks: str, heading: str = "INT. BANK - DAY") -> str:
    """A Fountain text of one scene with these blocks."""
    return "\n\n".join((heading, *blocks)) + "\n\n"


def names(drafts: tuple[Draft, ...], type: AssetType) -> list[str]:
    """The suggested names of one type, in their order."""
    return [draft.suggested_name for draft in drafts if draft.type is type]


@pytest.fixture(scope="package")
def sample() -> Screenplay:
    """The bundled sample as the reader reads it."""
    return read_script(sample_path())


@pytest.fixture(scope="package")
def result(sample: Screenplay) -> ScanResult:
    """The scan of the sample."""
    return result_of(sample)


@pytest.fixture(scope="package")
def draft(result: ScanResult) -> Find:
    """Finds the one draft of the sample that goes by a name."""

    def find(name: str) -> Draft:
        (found,) = [d for d in result.drafts if name in (d.suggested_name, *d.aliases)]
        return found

    return find
