"""Commands about drafts: scan, review, commit."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import AsyncIterator
from pathlib import Path

from core.errors import InvalidInput, NotCommittable
from core.events import CallFinished, ReviewOpened, ScanEvent, ScanFinished, ScanWarned, StageStarted
from core.models import (
    BranchId,
    Draft,
    FileCommit,
    ProjectCard,
    ReviewId,
    ScanResult,
    Screenplay,
    ScriptId,
    Usage,
)
from core.paths import with_home
from core.services import Services
from core.wire import Json, draft_to_wire, suggestion_to_wire, unread_to_wire
from tui.cli.output import asset_json, counted, counted_types, headline, note, print_json


async def scan(services: Services, args: Namespace) -> int:
    """`lookbook scan`."""
    screenplay = await services.projects.read_file(args.script)
    result = await _watch(services.scans.scan_screenplay(screenplay))
    if args.json:
        print_json(_scan_json(screenplay, result))
    else:
        print(headline(screenplay))
        for draft in result.drafts:
            print(_draft_line(draft))
        for one in result.suggestions:
            print(f"? {one.type:<9} {one.first} and {one.second} may be one: {one.reason}")
        for lines in result.unread:
            note(f"unread: lines {lines.first} to {lines.last}: {lines.reason}")
        if not result.usage.calls:
            engine = result.engine
            note(f"Read by {'offline rules' if engine.offline else engine.model}.")
        else:
            note(f"Read by {result.engine.model}: {_usage(result.usage)}.")
    return 0


async def review(services: Services, args: Namespace) -> int:
    """`lookbook review`."""
    card = await _project_or_script(services, args.project, args.of)
    branch = await services.projects.branch_named(card.project.id, args.branch)
    found = await services.reviews.latest(card.project.id, branch.id)
    if found is None or found.script_id != card.script.id or args.rescan:
        review_id = await _open_review(services, card.script.id, branch.id)
    else:
        review_id = found.id
    data = await services.reviews.export(review_id)
    if args.out is None:
        print_json(data)
        return 0
    try:
        args.out.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{args.out} can't be written: {error.strerror}.") from error
    note(f"{counted(len(data['rows']), 'draft')} written to {args.out}: set approved to true, then commit.")
    return 0


async def commit(services: Services, args: Namespace) -> int:
    """`lookbook commit`; 1 when an approved row was refused."""
    card = await services.projects.find(args.project)
    branch = await services.projects.branch_named(card.project.id, args.branch)
    done = await services.reviews.commit_file(card.project.id, _read_json(args.review), branch.id)
    for name, reason in done.refused:
        note(f"refused: {name}: {reason}")
    if args.json:
        print_json(_commit_json(done))
    if not (done.made or done.updated or done.before):
        raise NotCommittable("Nothing was committed: no row of the file is approved and can be made.")
    if not args.json:
        print(_committed(done))
    return 1 if done.refused else 0


def _commit_json(done: FileCommit) -> Json:
    refused = [{"row": name, "reason": reason} for name, reason in done.refused]
    assets = [asset_json(asset) for asset in (*done.made, *done.updated)]
    return {"assets": assets, "before": done.before, "refused": refused}


def _committed(done: FileCommit) -> str:
    made = counted_types([asset.type for asset in done.made]) if done.made else "nothing new"
    updated = f" {counted(len(done.updated), 'asset')} updated." if done.updated else ""
    before = f" {counted(len(done.before), 'row')} had been committed before." if done.before else ""
    return f"Committed {made}.{updated}{before}"


async def _project_or_script(services: Services, name: str, project: str | None) -> ProjectCard:
    """A script that has changed since it was imported is the next revision of its film, or of `project`."""
    if project is None and not _is_file(name):
        return await services.projects.find(name)
    film = None if project is None else (await services.projects.find(project)).project.id
    known = None if project else await services.projects.namesake(Path(name))
    imported = await services.projects.import_script(Path(name), film)
    if known is not None:
        note(f"Project {known.project.id} has this title too: --project makes a script its next draft.")
    if imported.new_revision:
        revision = "" if imported.new_project else f", revision {imported.script.revision}"
        note(f"Imported {imported.project.title}{revision}: {counted(imported.script.scenes, 'scene')}.")
    return await services.projects.card(imported.project.id)


def _is_file(name: str) -> bool:
    return with_home(name).is_file()


async def _open_review(services: Services, script_id: ScriptId, branch_id: BranchId) -> ReviewId:
    async for event in services.scans.scan(script_id, branch_id):
        _report(event)
        if isinstance(event, ReviewOpened):
            return event.review_id
    raise AssertionError("a scan ends with ReviewOpened")


async def _watch(events: AsyncIterator[ScanEvent]) -> ScanResult:
    async for event in events:
        _report(event)
        if isinstance(event, ScanFinished):
            return event.result
    raise AssertionError("a scan ends with ScanFinished")


def _report(event: ScanEvent | ReviewOpened) -> None:
    match event:
        case StageStarted(stage, _):
            note(f"{stage} …")
        case CallFinished(stage, done, planned, usage, cached):
            note(f"{stage}: call {done} of {planned}{' (kept)' if cached else ''}, {_usage(usage)}")
        case ScanWarned(message):
            note(f"warning: {message}")
        case _:
            pass


def _usage(usage: Usage) -> str:
    tokens = f"{usage.input_tokens} tokens in, {usage.output_tokens} out"
    cost = f", ${usage.cost_usd:.4f}" if usage.cost_usd else ""
    return f"{counted(usage.calls, 'call')}, {tokens}{cost}"


def _draft_line(draft: Draft) -> str:
    mark = "●" if draft.is_high_priority else "○"
    mentions = counted(len(draft.mentions), "mention")
    reason = draft.priority_reason.replace("\n", " ")
    return f"{mark} {draft.type:<9} {draft.suggested_name}  ({mentions}; {reason})"


def _scan_json(screenplay: Screenplay, result: ScanResult) -> Json:
    return {
        "script": {
            "title": screenplay.title,
            "format": screenplay.format,
            "pages": screenplay.pages,
            "pagesEstimated": screenplay.pages_estimated,
            "scenes": len(screenplay.scenes),
        },
        "engine": {"provider": result.engine.provider, "model": result.engine.model},
        "usage": {
            "calls": result.usage.calls,
            "inputTokens": result.usage.input_tokens,
            "outputTokens": result.usage.output_tokens,
            "costUsd": result.usage.cost_usd,
        },
        "warnings": list(result.warnings),
        "suggestions": [suggestion_to_wire(suggestion) for suggestion in result.suggestions],
        "unread": [unread_to_wire(lines) for lines in result.unread],
        "drafts": [draft_to_wire(draft) for draft in result.drafts],
    }


def _read_json(path: Path) -> object:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
        return json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise InvalidInput(f"{path} is no review file: it is nested too deeply.") from error
    except OSError as error:
        raise InvalidInput(f"{path} can't be read: {error.strerror}.") from error
    except ValueError as error:
        raise InvalidInput(f"{path} is no JSON: {error}.") from error


def _no_number(word: str) -> object:
    raise ValueError(f"{word} is no number")
