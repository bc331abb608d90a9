"""What a worker does for an import (后台导入): read the file in a process of its own, then write in one transaction."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.cases.actions import check_choices, examine_import, load_import, preview_of
from review.cases.actions_waiting import refuse_import, send_back
from review.cases.apart import Bounds, read_apart
from review.cases.archives import Limits
from review.cases.codebook import Codebook
from review.cases.models import CaseImport, ImportState
from review.cases.problems import Choice
from review.cases.queries_registry import registry_of
from review.cases.reading_orders import PROBLEMS, SPOOL, Order
from review.db import transaction
from review.errors import N_, ReviewError
from review.jobs.work import Work
from review.moments import local_day
from review.people.models import Unit
from review.settings import Settings

READING, WRITING = N_("正在读取和检查文件"), N_("正在写入数据库")


def problems_file(settings: Settings, import_: CaseImport) -> Path:
    """Where the list of all problems of an import is kept."""
    return settings.upload_dir / f"{import_.stored_as}.{PROBLEMS}"


def discard_files(settings: Settings, import_: CaseImport) -> None:
    """Delete the file of an import that brought nothing in: it holds people's data."""
    (settings.upload_dir / import_.stored_as).unlink(missing_ok=True)
    problems_file(settings, import_).unlink(missing_ok=True)


def examine_job(work: Work, codebook: Callable[[], Codebook]) -> dict[str, Any]:
    """Examine a received file (检查导入文件)."""
    with work.sessions() as session:
        import_, unit = import_of(session, work)
        if import_.state is not ImportState.EXAMINING:
            return {}
        registry = registry_of(session, unit)
    with scratch(work.settings) as folder:
        order = Order(
            kind="examine",
            **common(work, import_, folder),
            only_suggest=bool(work.params.get("only_suggest")),
            codes=codebook().tables,
            registry=registry,
        )
        try:
            told = read_apart(order, bounds(work.settings), reporting(work))
        except ReviewError as refusal:
            with work.sessions() as session, transaction(session):
                import_, _ = import_of(session, work)
                refuse_import(session, import_, refusal, by=work.by, at=work.at)
            discard_files(work.settings, import_)
            raise
        with work.sessions() as session, transaction(session):
            import_, _ = import_of(session, work)
            examine_import(session, import_, told, by=work.by, at=work.at)
        if (folder / PROBLEMS).exists():
            shutil.move(folder / PROBLEMS, problems_file(work.settings, import_))
    return {"cases": told["preview"]["cases"] if "preview" in told else 0}


def load_job(work: Work, codebook: Callable[[], Codebook]) -> dict[str, Any]:
    """Load a confirmed import (导入案件); a refusal sends it back to its preview with nothing written."""
    with work.sessions() as session:
        import_, unit = import_of(session, work)
        if import_.state is ImportState.LOADED:
            return dict(import_.loaded or {})
        registry = registry_of(session, unit)
    decisions = {code: Choice(choice) for code, choice in import_.decisions.items()}
    try:
        with scratch(work.settings) as folder:
            order = Order(
                kind="draw",
                **common(work, import_, folder),
                codes=codebook().tables,
                registry=registry,
                decisions=decisions,
            )
            read_apart(order, bounds(work.settings), reporting(work))
            work.report(0, None, WRITING)
            with work.sessions() as session, transaction(session):
                import_, unit = import_of(session, work)
                if preview := preview_of(import_):
                    check_choices(preview, decisions, register_new=import_.register_new)
                load_import(
                    session,
                    import_,
                    folder / SPOOL,
                    unit=unit,
                    codebook=codebook(),
                    by=work.by,
                    at=work.at,
                    progress=lambda done, total: work.report(done, total),
                )
    except ReviewError as refusal:
        with work.sessions() as session, transaction(session):
            import_, _ = import_of(session, work)
            send_back(import_, refusal)
        raise
    return {name: count for name, count in (import_.loaded or {}).items() if isinstance(count, int)}


def import_of(session: Session, work: Work) -> tuple[CaseImport, Unit]:
    """The import that the job is for, and its office."""
    import_, unit = session.execute(
        select(CaseImport, Unit)
        .join(Unit, Unit.id == CaseImport.unit_id)
        .where(CaseImport.public_id == work.params["import"])
    ).one()
    return import_, unit


def common(work: Work, import_: CaseImport, folder: Path) -> dict[str, Any]:
    """What every order for this file says."""
    return {
        "path": work.settings.upload_dir / import_.stored_as,
        "name": import_.file_name,
        "folder": folder,
        "today": local_day(work.at, work.settings.timezone),
        "mapping": import_.mapping,
        "limits": Limits(size=work.settings.upload_megabytes << 20),
    }


@contextmanager
def scratch(settings: Settings) -> Iterator[Path]:
    """A folder for what one reading leaves, beside the uploads, gone afterwards."""
    settings.upload_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reading-", dir=settings.upload_dir) as folder:
        yield Path(folder)


def bounds(settings: Settings) -> Bounds:
    """What one reading may take here."""
    return Bounds(settings.import_minutes, settings.import_megabytes)


def reporting(work: Work) -> Callable[[int, int | None], None]:
    """Tells the job how far the reading is."""
    work.report(0, None, READING)

    def report(done: int, total: int | None) -> None:
        if done:
            work.report(done, total)

    return report
