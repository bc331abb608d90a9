"""`review import cases`: bring closed cases in from the terminal, by the same functions as the pages (导入案件)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from review.cases.actions import import_package
from review.cases.archives import Limits
from review.cases.models import CaseImport
from review.cases.preview import Preview
from review.cases.problems import CLASSES, Choice
from review.cases.queries_registry import registry_of
from review.cases.reading import open_package
from review.cases.reading_orders import Order, examine_package
from review.commands.answers import CHECK_FAILED, answer, leave, refusals_answered, tell
from review.db import create_database_engine, session_factory, transaction
from review.errors import N_, ReviewError
from review.moments import local_day, now
from review.people.models import Person, RoleGrant, Unit
from review.people.queries import viewer_of
from review.people.queries_units import top_unit
from review.people.roles import Role
from review.people.viewer import Viewer
from review.settings import Settings
from review.worker import codebook

LIMITS = Limits(size=1 << 30, unpacked=8 << 30, rows=2_000_000, cells=200_000_000)
"""At the terminal stands the operator, so files may be larger than on the page."""

LOADED = N_(
    "%(file)s：新案件 %(new)d 件，新版本 %(new_versions)d 件，未变化 %(unchanged)d 件，未导入 %(left_out)d 件。"
)
FOUND = N_("%(file)s：%(title)s %(count)d 处，涉及 %(cases)d 件。")
UNDECIDED = N_(
    "还有 %(count)d 类问题没有选择处理方式，没有导入。请用 --decide 类别=keep 或 quarantine 逐类指定。"
)

_path = click.Path(path_type=Path, exists=True)


class OfficerUnknown(ReviewError):
    sentence = N_("工号「%(staff_no)s」没有案管人员角色。请用 --as 指定案管人员的工号。")

    def __init__(self, staff_no: str) -> None:
        super().__init__(staff_no=staff_no)


class OfficerNotNamed(ReviewError):
    sentence = N_("最高一级院的案管人员有 %(count)d 名，不能确定以谁的名义导入。请用 --as 指定工号。")

    def __init__(self, count: int) -> None:
        super().__init__(count=count)


class DecisionUnreadable(ReviewError):
    sentence = N_("「%(given)s」不是处理方式。应写成 类别=keep 或 类别=quarantine，类别为：%(known)s。")

    def __init__(self, given: str) -> None:
        super().__init__(given=given, known="、".join(code for code, kind in CLASSES.items() if kind.choices))


@click.group("import", help=N_("导入数据。"))
def import_() -> None:
    """Commands that bring data in."""


@import_.command("cases", help=N_("导入办结案件：XLSX、CSV、ZIP，或装有 CSV 的文件夹。全部成功才生效。"))
@click.argument("files", nargs=-1, required=True, type=_path)
@click.option("--mapping", "mapping_file", type=_path, help=N_("映射文件；不给则按标准数据包读取"))
@click.option("--dry-run", is_flag=True, help=N_("只检查，不写入；有需要处理的问题时退出码为 1"))
@click.option(
    "--decide", "decided", multiple=True, help=N_("一类问题的处理方式：类别=keep 或 类别=quarantine")
)
@click.option("--decide-all", type=click.Choice([one.value for one in Choice]), help=N_("其余各类的处理方式"))
@click.option("--register-new", is_flag=True, help=N_("登记文件中的新地区、新单位、新承办人"))
@click.option(
    "--as", "staff_no", help=N_("以哪一名案管人员的名义导入（工号）；默认为最高一级院唯一的案管人员")
)
def cases(
    files: tuple[Path, ...],
    mapping_file: Path | None,
    dry_run: bool,
    decided: tuple[str, ...],
    decide_all: str | None,
    register_new: bool,
    staff_no: str | None,
) -> None:
    """Examine files and load them, all of them or none."""
    settings = Settings()
    with refusals_answered("import cases"), opened(settings) as session:
        officer, unit = officer_of(session, staff_no)
        mapping = mapping_file.read_text("utf-8") if mapping_file else ""
        chosen = choices_of(decided)
        previews = [examined(session, path, mapping, unit, settings) for path in files]
        for path, preview in zip(files, previews, strict=True):
            tell_problems(path, preview)
        every = [choices_for(preview, chosen, decide_all) for preview in previews]
        told = {"command": "import cases", "files": list(map(as_told, files, previews))}
        if dry_run:
            answer({**told, "status": "examined"})
            leave(CHECK_FAILED if any(preview.to_decide for preview in previews) else 0)
        missing = {
            code for p, d in zip(previews, every, strict=True) for code in p.to_decide if code not in d
        }
        if missing:
            tell(UNDECIDED % {"count": len(missing)})
            answer({**told, "status": "undecided", "undecided": sorted(missing)})
            leave(CHECK_FAILED)
        with transaction(session):
            brought = [
                import_package(
                    session,
                    path,
                    mapping_text=mapping,
                    decisions=decisions,
                    register_new=register_new,
                    unit=unit,
                    by=officer,
                    at=now(),
                    codebook=codebook(),
                    today=local_day(now(), settings.timezone),
                    folder=settings.upload_dir,
                    limits=LIMITS,
                )
                for path, decisions in zip(files, every, strict=True)
            ]
        for path, one in zip(files, brought, strict=True):
            tell(LOADED % {"file": path.name, **(one.loaded or {})})
        answer({**told, "status": "done", "loaded": [loaded(one) for one in brought]})


@contextmanager
def opened(settings: Settings) -> Iterator[Session]:
    """A session on the installation's database."""
    engine = create_database_engine(settings.url)
    try:
        with session_factory(engine, secret=settings.secret)() as session:
            yield session
    finally:
        engine.dispose()


def officer_of(session: Session, staff_no: str | None) -> tuple[Viewer, Unit]:
    """Who imports, and for which office: the one their grant stands on."""
    query = (
        select(Person, Unit)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .options(joinedload(Person.unit))
        .where(RoleGrant.role == Role.OFFICER, Person.active)
        .order_by(Unit.path, Person.id)
    )
    if staff_no:
        found = session.execute(query.where(Person.staff_no == staff_no)).first()
        if found is None:
            raise OfficerUnknown(staff_no)
        return viewer_of(session, found[0]), found[1]
    top = top_unit(session)
    officers = session.execute(query.where(Unit.id == (top.id if top else 0))).all()
    if len(officers) != 1:
        raise OfficerNotNamed(len(officers))
    return viewer_of(session, officers[0][0]), officers[0][1]


def choices_of(decided: tuple[str, ...]) -> dict[str, Choice]:
    """`blank_handler=keep` and the like."""
    chosen = {}
    for given in decided:
        code, _, word = given.partition("=")
        if code not in CLASSES or word not in list(Choice):
            raise DecisionUnreadable(given)
        chosen[code] = Choice(word)
    return chosen


def choices_for(preview: Preview, chosen: Mapping[str, Choice], every: str | None) -> dict[str, Choice]:
    """A choice for the classes of one file; where a class leaves none, `--decide-all keep` leaves out."""
    choices = {code: choice for code, choice in chosen.items() if code in preview.to_decide}
    if every is not None:
        for code in preview.to_decide:
            offered = CLASSES[code].choices
            choices.setdefault(code, Choice(every) if Choice(every) in offered else offered[0])
    return choices


def examined(session: Session, path: Path, mapping: str, unit: Unit, settings: Settings) -> Preview:
    """What a file holds, compared with who is registered now."""
    order = Order(
        kind="examine",
        path=path,
        name=path.name,
        folder=path.parent,
        today=local_day(now(), settings.timezone),
        mapping=mapping,
        limits=LIMITS,
        codes=codebook().tables,
        registry=registry_of(session, unit),
    )
    return examine_package(open_package(path, LIMITS), order)[1]


def tell_problems(path: Path, preview: Preview) -> None:
    """A sentence for every class found."""
    for one in preview.problems:
        facts = {"title": CLASSES[one.code].title, "count": one.count, "cases": one.cases}
        tell(FOUND % {"file": path.name, **facts})


def as_told(path: Path, preview: Preview) -> dict[str, Any]:
    """One file in the answer."""
    return {
        "file": path.name,
        "sha256": preview.sha256,
        "rows": dict(preview.rows),
        "cases": preview.cases,
        "problems": {one.code: {"cells": one.count, "cases": one.cases} for one in preview.problems},
        "to_decide": list(preview.to_decide),
    }


def loaded(import_: CaseImport) -> dict[str, Any]:
    """What one file brought."""
    return {"import": import_.public_id, **(import_.loaded or {})}
