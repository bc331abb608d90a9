"""Reading imports (导入查询)."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from review.cases.models import CaseImport, ImportState
from review.jobs.models import Job
from review.people.models import Person, Unit


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import with its office and whoever brought it."""

    import_: CaseImport
    unit: Unit
    by: str


@dataclass(frozen=True, slots=True)
class UsedMapping:
    """A mapping that cases were loaded by before."""

    public_id: str
    file_name: str
    text: str


def imports_page(
    session: Session, scope: ColumnElement[bool], *, state: ImportState | None, limit: int, offset: int
) -> tuple[list[ImportLine], int]:
    """Imports of the offices in `scope` (a condition on Unit), the latest first, and how many there are."""
    which = and_(scope, CaseImport.state == state if state else true())
    rows = session.execute(
        select(CaseImport, Unit, Person.name)
        .join(Unit, Unit.id == CaseImport.unit_id)
        .join(Person, Person.id == CaseImport.by_id)
        .where(which)
        .order_by(CaseImport.at.desc(), CaseImport.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    count = (
        select(func.count()).select_from(CaseImport).join(Unit, Unit.id == CaseImport.unit_id).where(which)
    )
    return [ImportLine(*row) for row in rows], session.scalar(count) or 0


def import_in(
    session: Session, public_id: str, scope: ColumnElement[bool], *, locked: bool = False
) -> ImportLine | None:
    """One import within `scope`; `locked` keeps others from changing it until this transaction ends."""
    query = (
        select(CaseImport, Unit, Person.name)
        .join(Unit, Unit.id == CaseImport.unit_id)
        .join(Person, Person.id == CaseImport.by_id)
        .where(CaseImport.public_id == public_id, scope)
    )
    row = session.execute(query.with_for_update(of=CaseImport) if locked else query).first()
    return ImportLine(*row) if row else None


def job_of(session: Session, import_: CaseImport) -> Job | None:
    """The import's latest job."""
    return session.get(Job, import_.job_id) if import_.job_id else None


def used_mappings(session: Session, scope: ColumnElement[bool], *, most: int = 20) -> list[UsedMapping]:
    """Mappings by which cases were loaded for the offices in `scope`, each once, the latest first."""
    latest = (
        select(func.max(CaseImport.id))
        .join(Unit, Unit.id == CaseImport.unit_id)
        .where(scope, CaseImport.state == ImportState.LOADED, CaseImport.mapping != "")
        .group_by(CaseImport.mapping)
    )
    rows = session.execute(
        select(CaseImport.public_id, CaseImport.file_name, CaseImport.mapping)
        .where(CaseImport.id.in_(latest))
        .order_by(CaseImport.id.desc())
        .limit(most)
    )
    return [UsedMapping(row.public_id, row.file_name, row.mapping) for row in rows]
