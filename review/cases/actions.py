"""Bringing cases in (导入): a file is received, examined, decided on, and loaded wholly or not at all.

`import_package` does all of it at once, for the command line and the rehearsal world; the pages go step by
step, the reading done by a worker (`actions_jobs`) in a process of its own (`apart`).
"""

import hashlib
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from review.cases.actions_loading import Progress, store_cases
from review.cases.archives import Limits
from review.cases.codebook import Codebook
from review.cases.models import CaseImport, ImportState
from review.cases.preview import Decisions, Preview, check_decisions, preview_from_json
from review.cases.problems import Choice
from review.cases.queries_registry import registry_of
from review.cases.reading import open_package
from review.cases.reading_orders import SPOOL, Order, examine_package
from review.cases.records import records_of
from review.cases.rows import write_spool
from review.errors import N_, Kind, ReviewError
from review.jobs.actions import enqueue
from review.jobs.models import Job
from review.journal.actions import Event, note
from review.moments import local_day
from review.people.models import Unit
from review.people.roles import Role
from review.people.viewer import Viewer

STATE_NAMES = {
    ImportState.EXAMINING: N_("检查中"),
    ImportState.EXAMINED: N_("待确认"),
    ImportState.LOADING: N_("入库中"),
    ImportState.LOADED: N_("已导入"),
    ImportState.REFUSED: N_("未导入"),
}

ZONE = "Asia/Shanghai"
"""In which the day of an import is read where nothing else is said."""


class NotWaiting(ReviewError):
    """Something is done to an import whose turn it is not: decided twice, or given up meanwhile."""

    sentence = N_("此次导入现为「%(state)s」，不能再进行这项操作。请刷新页面查看最新情况。")
    kind = Kind.CONFLICT

    def __init__(self, state: ImportState) -> None:
        super().__init__(state=STATE_NAMES[state])


class UnitsOutOfReach(ReviewError):
    """Somebody imports for an office that is none of theirs."""

    sentence = N_("您没有为该单位导入案件的权限。请联系本院安全管理员授权。")
    kind = Kind.FORBIDDEN


class UnitsNotToRegister(ReviewError):
    """Cases of unknown units are to be kept, but unknown units are not to be registered."""

    sentence = N_(
        "「单位未登记」选择了按原样导入，但没有勾选「登记文件中的新地区、新单位、新承办人」。"
        "没有单位的案件不能入库：请勾选登记，或改选不导入。"
    )


@dataclass(frozen=True, slots=True)
class FileReceived(Event):
    object_kind = "import"
    file_hash: str
    size: int


@dataclass(frozen=True, slots=True)
class ImportExamined(Event):
    object_kind = "import"
    cases: int
    problems: dict[str, int]
    mapping_hash: str


@dataclass(frozen=True, slots=True)
class ImportDecided(Event):
    object_kind = "import"
    decisions: dict[str, str]
    register_new: bool


@dataclass(frozen=True, slots=True)
class CasesLoaded(Event):
    object_kind = "import"
    file_hash: str
    new: int
    new_versions: int
    unchanged: int
    left_out: int
    registered: dict[str, int]


def receive_file(
    session: Session,
    stream: BinaryIO,
    *,
    file_name: str,
    folder: Path,
    unit: Unit,
    mapping: str = "",
    by: Viewer,
    at: datetime,
) -> CaseImport:
    """Keep an officer's file under a generated name, with its hash (接收文件). Nothing of it is read yet.

    Raises:
        UnitsOutOfReach: the officer does not organise reviews for `unit`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stored_as = secrets.token_hex(16)
    digest, size = hashlib.sha256(), 0
    with (folder / stored_as).open("xb") as kept:
        while chunk := stream.read(1 << 20):
            kept.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return begin_import(
        session,
        file_name=file_name,
        stored_as=stored_as,
        file_hash=digest.hexdigest(),
        size=size,
        unit=unit,
        mapping=mapping,
        by=by,
        at=at,
    )


def begin_import(
    session: Session,
    *,
    file_name: str,
    stored_as: str,
    file_hash: str,
    size: int,
    unit: Unit,
    mapping: str,
    by: Viewer,
    at: datetime,
) -> CaseImport:
    """The import's row, before anything is examined."""
    if not by.covers(unit.path, Role.OFFICER):
        raise UnitsOutOfReach
    import_ = CaseImport(
        unit_id=unit.id,
        file_name=bare_name(file_name),
        stored_as=stored_as,
        file_hash=file_hash,
        mapping=mapping,
        state=ImportState.EXAMINING,
        decisions={},
        by_id=by.id,
        at=at,
    )
    session.add(import_)
    session.flush()
    note(session, FileReceived(import_.public_id, file_hash, size), by=by, at=at)
    return import_


def bare_name(name: str) -> str:
    """A file's own name without folders, however the browser wrote them."""
    return PureWindowsPath(PurePosixPath(name).name).name[-255:] or "—"


def examine_import(
    session: Session, import_: CaseImport, told: Mapping[str, Any], *, by: Viewer, at: datetime
) -> None:
    """Keep what an examination told: a preview to decide on, or what is wrong with the mapping (检查完毕)."""
    if import_.state is not ImportState.EXAMINING:
        raise NotWaiting(import_.state)
    import_.preview = dict(told)
    import_.state = ImportState.EXAMINED
    if "preview" in told:
        counts = {one["code"]: one["count"] for one in told["preview"]["problems"]}
        mapping = hashlib.sha256(import_.mapping.encode()).hexdigest()
        event = ImportExamined(import_.public_id, told["preview"]["cases"], counts, mapping)
        note(session, event, by=by, at=at)


def preview_of(import_: CaseImport) -> Preview | None:
    """The preview that waits for decisions, or was decided on."""
    whole = (import_.preview or {}).get("preview")
    return preview_from_json(whole) if whole else None


def check_choices(preview: Preview, decisions: Decisions, *, register_new: bool) -> None:
    """Refuse while a class is undecided, is decided as it may not be, or units would be missing."""
    check_decisions(preview, decisions)
    keeps = "unknown_unit" in preview.to_decide and decisions["unknown_unit"] is Choice.KEEP
    if keeps and not register_new:
        raise UnitsNotToRegister


def decide(
    session: Session,
    import_: CaseImport,
    *,
    decisions: Decisions,
    register_new: bool,
    by: Viewer,
    at: datetime,
) -> Job:
    """Confirm the import, with a choice for every class of problems (确认导入). A worker loads it.

    Raises:
        NotWaiting: it is not waiting for decisions.
        DecisionMissing, ChoiceNotOffered, UnitsNotToRegister: what is still open or may not be chosen.
    """
    preview = preview_of(import_)
    if import_.state is not ImportState.EXAMINED or preview is None:
        raise NotWaiting(import_.state)
    check_choices(preview, decisions, register_new=register_new)
    note_choices(session, import_, preview, decisions, register_new=register_new, by=by, at=at)
    job = enqueue(session, "load_import", {"import": import_.public_id}, by=by, at=at)
    import_.job_id = job.id
    return job


def note_choices(
    session: Session,
    import_: CaseImport,
    preview: Preview,
    decisions: Decisions,
    *,
    register_new: bool,
    by: Viewer,
    at: datetime,
) -> None:
    """Keep what was chosen for the classes that are there; the import is to be loaded."""
    import_.decisions = {code: decisions[code].value for code in preview.to_decide}
    import_.register_new = register_new
    import_.state = ImportState.LOADING
    note(session, ImportDecided(import_.public_id, import_.decisions, register_new), by=by, at=at)


def load_import(
    session: Session,
    import_: CaseImport,
    spool: Path,
    *,
    unit: Unit,
    codebook: Codebook,
    by: Viewer,
    at: datetime,
    progress: Progress | None = None,
) -> None:
    """Load the drawn cases, all of them or none (入库). The caller's transaction undoes all on a refusal."""
    if import_.state is not ImportState.LOADING:
        raise NotWaiting(import_.state)
    import_.loaded = store_cases(
        session,
        import_,
        spool,
        unit=unit,
        registry=registry_of(session, unit),
        codebook=codebook,
        progress=progress,
    )
    import_.state = ImportState.LOADED
    counts = {name: import_.loaded[name] for name in ("new", "new_versions", "unchanged", "left_out")}
    event = CasesLoaded(
        import_.public_id, import_.file_hash, **counts, registered=import_.loaded["registered"]
    )
    note(session, event, by=by, at=at)


def import_package(
    session: Session,
    path: Path,
    *,
    mapping_text: str = "",
    decisions: Decisions,
    register_new: bool,
    unit: Unit,
    by: Viewer,
    at: datetime,
    progress: Progress | None = None,
    codebook: Codebook | None = None,
    today: date | None = None,
    folder: Path | None = None,
    limits: Limits | None = None,
) -> CaseImport:
    """Examine a file or folder and load it, all in one go (一次导入). Never commits.

    Args:
        decisions: A choice for every class of problems that is there; others are passed over.
        unit: The importing office; units outside its subtree are refused.
        codebook: Codes to compare with; without it nothing is compared, and every case is general.
        today: What happened cannot lie after it; the day of `at` in China if not given.
        folder: Where to keep a copy of the file; without it only its hash is kept.

    Raises:
        ReviewError: the file, the mapping, a decision or a case is refused; nothing is loaded.
    """
    codes = codebook or Codebook()
    with tempfile.TemporaryDirectory(prefix="import-") as scratch:
        order = Order(
            kind="draw",
            path=path,
            name=path.name,
            folder=Path(scratch),
            today=today or local_day(at, ZONE),
            mapping=mapping_text,
            limits=limits or Limits(),
            codes=codes.tables,
            registry=registry_of(session, unit),
            decisions=decisions,
        )
        package = open_package(path, order.limits)
        examination, preview = examine_package(package, order, progress)
        check_choices(preview, decisions, register_new=register_new)
        spool = order.folder / SPOOL
        write_spool(spool, records_of(examination, decisions))
        stored_as = keep_copy(path, folder)
        import_ = begin_import(
            session,
            file_name=path.name,
            stored_as=stored_as,
            file_hash=package.sha256,
            size=path.stat().st_size,
            unit=unit,
            mapping=mapping_text,
            by=by,
            at=at,
        )
        examine_import(session, import_, {"preview": preview.as_json()}, by=by, at=at)
        note_choices(session, import_, preview, decisions, register_new=register_new, by=by, at=at)
        load_import(session, import_, spool, unit=unit, codebook=codes, by=by, at=at, progress=progress)
    return import_


def keep_copy(path: Path, folder: Path | None) -> str:
    """A copy of the file under a generated name; of a folder, or where none is wanted, only the name is made."""
    stored_as = secrets.token_hex(16)
    if folder is not None and path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / stored_as)
    return stored_as
