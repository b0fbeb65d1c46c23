"""Projects: importing scripts, finding films, reading their pages again."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from core.errors import InvalidInput, NotFound
from core.models import (
    Branch,
    BranchId,
    ImportResult,
    Mention,
    ProjectCard,
    ProjectId,
    ProjectStage,
    ReviewId,
    Screenplay,
    Script,
    ScriptId,
)
from core.paths import with_home
from core.screenplay import parse_script, read_bytes, read_script
from core.services.common import Context
from core.store.engine import uninterrupted
from core.store.mapping import to_branch, to_project, to_script
from core.store.tables import BranchRow, ProjectRow, ScriptRow
from core.store.transaction import Transaction
from core.text import clean, clean_line, folded

MAIN_BRANCH = "main"

KEPT_SCREENPLAYS = 2
"""Screenplays that are kept as read: a revision and the one that it is compared with."""


class Projects:
    """Films and their scripts (SPEC 2.1)."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._now = context.now
        self._read: dict[ScriptId, Screenplay] = {}

    @uninterrupted
    async def cards(self) -> tuple[ProjectCard, ...]:
        """All films with how far the branch that was worked on last has come, the newest first."""
        async with self._store.read() as tx:
            return await _cards(tx, await tx.projects())

    @uninterrupted
    async def card(self, project_id: ProjectId, branch_id: BranchId | None = None) -> ProjectCard:
        """One film, on `branch_id` while the film has it, else on the branch that was worked on last.

        Raises:
            NotFound: there is no such project.
        """
        async with self._store.read() as tx:
            return (await _cards(tx, [await tx.project(project_id)], branch_id))[0]

    @uninterrupted
    async def find(self, name: str) -> ProjectCard:
        """A film by its title, its id or the path of its script (SPEC 4).

        Raises:
            NotFound: nothing fits.
            InvalidInput: more than one film fits; their ids and scripts are named.
        """
        async with self._store.read() as tx:
            projects, scripts = await tx.projects(), await tx.scripts()
            paths = {script.project_id for script in scripts if script.source_path == _path(name)}
            found = [p for p in projects if p.id in paths]
            found = found or [p for p in projects if p.title.casefold() == clean_line(name).casefold()]
            found = found or [p for p in projects if str(p.id) == name.strip()]
            if not found:
                raise NotFound(f"There is no project {name!r}: give its title, its id or its script's path.")
            if len(found) > 1:
                ids = "; ".join(_id_and_paths(project, scripts) for project in found)
                raise InvalidInput(f"Several projects are {name!r}. Give the id of one: {ids}.")
            return (await _cards(tx, found))[0]

    @uninterrupted
    async def branch(self, branch_id: BranchId) -> Branch:
        """One branch as it is now."""
        async with self._store.read() as tx:
            return to_branch(await tx.branch(branch_id))

    @uninterrupted
    async def branch_named(self, project_id: ProjectId, name: str = MAIN_BRANCH) -> Branch:
        """A branch of a film by its name.

        Raises:
            NotFound: the film has no such branch; those it has are named.
        """
        async with self._store.read() as tx:
            rows = await tx.branches(project_id)
        for row in rows:
            if folded(row.name) == folded(name):
                return to_branch(row)
        names = ", ".join(row.name for row in rows)
        raise NotFound(f"There is no branch {name!r}; this project has {names}.")

    async def read_file(self, path: Path) -> Screenplay:
        """Read a script without importing it.

        Raises:
            UnreadableScript: with what is wrong and what would help.
        """
        return await asyncio.to_thread(read_script, path)

    async def import_script(self, path: Path, project_id: ProjectId | None = None) -> ImportResult:
        """Import a script: into `project_id`, else into the film that this file belongs to, else a new one.

        The same text again changes nothing; another text makes a new revision.

        Raises:
            UnreadableScript: nothing has been imported.
        """
        screenplay, content = await asyncio.to_thread(_read_whole, path)
        result = await self._store_script(_path(str(path)), screenplay, content, project_id)
        self._keep(result.script.id, screenplay)
        return result

    async def namesake(self, path: Path) -> ProjectCard | None:
        """The film of whose script this file most likely is the next draft: of the same title, while the file
        itself belongs to none. None when an import would not make a second film of that title.

        Raises:
            UnreadableScript: the file is no script.
        """
        content = await asyncio.to_thread(_content, path)
        # Only a file that nobody knows is parsed for it: most are opened again, and wait for nothing.
        if await self._is_known(_path(str(path)), hashlib.sha256(content).hexdigest()):
            return None
        title = (await asyncio.to_thread(parse_script, content, path.name)).title
        cards = await self.cards()
        return next((card for card in cards if card.project.title.casefold() == title.casefold()), None)

    @uninterrupted
    async def _is_known(self, path: str, sha256: str) -> bool:
        """Whether a script is of a film, or there is no film that it could be of."""
        async with self._store.read() as tx:
            scripts = await tx.scripts()
        return not scripts or _home_of(scripts, path, sha256) is not None

    @uninterrupted
    async def _store_script(
        self, path: str, screenplay: Screenplay, content: bytes, project_id: ProjectId | None
    ) -> ImportResult:
        sha256 = hashlib.sha256(content).hexdigest()
        async with self._store.write() as tx:
            known = await tx.scripts()
            home = project_id or _home_of(known, path, sha256)
            if home is None:
                project, branch = await self._new_project(tx, screenplay.title)
            else:
                project = await tx.project(home)
                branch = open_branch(project, await tx.branches(home))
            revisions = [script for script in known if script.project_id == project.id]
            script = next((script for script in revisions if script.sha256 == sha256), None)
            new_revision = script is None
            if script is None:
                script = await tx.add(
                    self._script_row(project.id, len(revisions) + 1, path, screenplay, content)
                )
            return ImportResult(
                to_project(project), to_branch(branch), to_script(script), home is None, new_revision
            )

    async def screenplay(self, script_id: ScriptId) -> Screenplay:
        """The pages of an imported script, read again from the bytes that were imported."""
        if script_id not in self._read:
            name, content = await self._stored_file(script_id)
            self._keep(script_id, await asyncio.to_thread(parse_script, content, name))
        return self._read[script_id]

    async def screenplay_of(self, project_id: ProjectId, revision: int) -> Screenplay:
        """The pages of one revision of a film's script.

        Raises:
            NotFound: the film has no such revision.
        """
        for script in await self._scripts(project_id):
            if script.revision == revision:
                return await self.screenplay(script.id)
        raise NotFound(f"The film has no revision {revision} of its script.")

    async def script_quoted(
        self, project_id: ProjectId, mentions: Sequence[Mention], revision: int
    ) -> Script:
        """The revision of a film in which these mentions stand: `revision` before others, later ones first.

        Raises:
            NotFound: no revision has all of their lines where they say.
        """
        scripts = await self._scripts(project_id)
        for script in sorted(scripts, key=lambda one: (one.revision != revision, -one.revision)):
            lines = {line.number: line.text.strip() for line in (await self.screenplay(script.id)).lines}
            if all(lines.get(one.line, "").startswith(one.text.strip()) for one in mentions):
                return script
        raise NotFound("No revision of the script has these lines where they are quoted from.")

    @uninterrupted
    async def _scripts(self, project_id: ProjectId) -> list[Script]:
        async with self._store.read() as tx:
            return [to_script(row) for row in await tx.scripts(project_id)]

    def _keep(self, script_id: ScriptId, screenplay: Screenplay) -> None:
        self._read[script_id] = screenplay
        for oldest in list(self._read)[:-KEPT_SCREENPLAYS]:
            del self._read[oldest]

    @uninterrupted
    async def _stored_file(self, script_id: ScriptId) -> tuple[str, bytes]:
        async with self._store.read() as tx:
            row, content = await tx.script(script_id), await tx.script_content(script_id)
        return Path(row.source_path).name, content

    async def _new_project(self, tx: Transaction, title: str) -> tuple[ProjectRow, BranchRow]:
        now = self._now()
        project = await tx.add(ProjectRow(title=title, created_at=now))
        branch = await tx.add(BranchRow(project_id=project.id, name=MAIN_BRANCH, created_at=now))
        return project, branch

    def _script_row(
        self, project_id: int, revision: int, path: str, screenplay: Screenplay, content: bytes
    ) -> ScriptRow:
        return ScriptRow(
            project_id=project_id,
            revision=revision,
            title=screenplay.title,
            format=screenplay.format,
            encoding=screenplay.encoding,
            sha256=hashlib.sha256(content).hexdigest(),
            source_path=path,
            pages=screenplay.pages,
            pages_estimated=screenplay.pages_estimated,
            scenes=len(screenplay.scenes),
            content=content,
            imported_at=self._now(),
        )


def _path(name: str) -> str:
    """A path as the store knows it: a file name may hold bytes that no text can."""
    return clean(str(with_home(name).absolute()))


def _id_and_paths(project: ProjectRow, scripts: Sequence[ScriptRow]) -> str:
    paths = dict.fromkeys(script.source_path for script in scripts if script.project_id == project.id)
    return f"{project.id} ({', '.join(paths)})"


def _content(path: Path) -> bytes:
    return read_bytes(with_home(path))


def _read_whole(path: Path) -> tuple[Screenplay, bytes]:
    content = _content(path)
    return parse_script(content, path.name), content


def _home_of(known: Sequence[ScriptRow], path: str, sha256: str) -> int | None:
    by_path = (script.project_id for script in known if script.source_path == path)
    by_text = (script.project_id for script in known if script.sha256 == sha256)
    return next(by_path, None) or next(by_text, None)


def open_branch(project: ProjectRow, branches: Sequence[BranchRow], wanted: int | None = None) -> BranchRow:
    """Of a film's branches the one `wanted`, else the one that was worked on last, else the first."""
    by_id = {branch.id: branch for branch in branches}
    return by_id.get(wanted or 0) or by_id.get(project.open_branch_id or 0) or branches[0]


async def _cards(
    tx: Transaction, projects: Sequence[ProjectRow], wanted: int | None = None
) -> tuple[ProjectCard, ...]:
    only = projects[0].id if len(projects) == 1 else None
    all_branches = await tx.branches(only)
    branches: dict[int, list[BranchRow]] = {}
    for row in all_branches:
        branches.setdefault(row.project_id, []).append(row)
    scripts: dict[int, Script] = {}
    for script in await tx.scripts(only):
        scripts.setdefault(script.project_id, to_script(script))
    reviews: dict[int, int] = {}
    for review in await tx.reviews(only):
        reviews.setdefault(review.branch_id, review.id)
    hashes = {style.id: style.text_hash for style in await tx.styles()}
    looks = {
        b.id: (b.locked_visual_style_id, hashes.get(b.locked_visual_style_id or 0)) for b in all_branches
    }
    assets, locked, current = Counter[int](), Counter[int](), Counter[int]()
    for branch_id, locked_at, style_id, style_hash in await tx.lock_counts():
        assets[branch_id] += 1
        locked[branch_id] += locked_at is not None
        current[branch_id] += locked_at is not None and looks.get(branch_id) == (style_id, style_hash)
    cards = []
    for project in projects:
        branch = open_branch(project, branches[project.id], wanted)
        counts = assets[branch.id], locked[branch.id], current[branch.id]
        review_id = reviews.get(branch.id)
        cards.append(
            ProjectCard(
                project=to_project(project),
                branch=to_branch(branch),
                script=scripts[project.id],
                stage=_stage(branch.locked_visual_style_id, *counts, review_id),
                assets=counts[0],
                locked=counts[1],
                open_review=None if review_id is None else ReviewId(review_id),
                branches=len(branches[project.id]),
            )
        )
    return tuple(cards)


def _stage(style_id: int | None, assets: int, locked: int, current: int, review: int | None) -> ProjectStage:
    if not assets:
        return ProjectStage.IMPORTED if review is None else ProjectStage.IN_REVIEW
    if style_id is None:
        return ProjectStage.NO_STYLE
    return ProjectStage.GATE_OPEN if locked == current == assets else ProjectStage.VISUALIZING
