"""Storing the cases of an import (入库), all of them or none: in batches, within the caller's transaction."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from review.cases.actions_registering import register_newcomers
from review.cases.codebook import GENERAL, Codebook
from review.cases.models import (
    Case,
    CaseEvent,
    CaseImport,
    Document,
    Measure,
    Notice,
    Party,
    WorkflowNode,
)
from review.cases.registry import Registry
from review.cases.rows import Line, Row, case_row, child_rows, read_spool
from review.db import Base, new_public_id
from review.errors import N_, Kind, ReviewError
from review.people.models import Unit

BATCH = 1_000
"""Cases stored at a time."""

ASKED = 500
"""Keys asked for in one query."""

SETTLED = frozenset({"unknown_region", "unknown_unit", "unknown_handler"})
"""Problems that registering has put right."""

CHILDREN: dict[str, type[Base]] = {
    "parties": Party,
    "measures": Measure,
    "events": CaseEvent,
    "documents": Document,
    "notices": Notice,
    "workflow": WorkflowNode,
}

Progress = Callable[[int, int | None], None]


class UnitNotRegistered(ReviewError):
    """A case to be stored whose unit is unknown, so that nobody could be excused for it."""

    sentence = N_(
        "第 %(row)d 行的案件没有可以确定的承办单位。请勾选「登记文件中的新地区、新单位、新承办人」，"
        "或对「单位未登记」选择不导入。"
    )

    def __init__(self, row: int) -> None:
        super().__init__(row=row)


class KeyOfAnotherOffice(ReviewError):
    """A case number that a unit outside the importing office's subtree holds already."""

    sentence = N_(
        "第 %(row)d 行的案号已由本院管辖范围以外的单位导入，不能覆盖，整个文件没有导入。请核对案号或删去该行。"
    )
    kind = Kind.CONFLICT

    def __init__(self, row: int) -> None:
        super().__init__(row=row)


def store_cases(
    session: Session,
    import_: CaseImport,
    spool: Path,
    *,
    unit: Unit,
    registry: Registry,
    codebook: Codebook,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Store every case of the spool that is not left out, with its children, as new cases or new versions.

    Returns:
        Counts: cases new, new versions, unchanged, left out (in all and by class), rows of each child table,
        regions, units and handlers registered, cases of no known family, cases whose handler stays unknown.

    Raises:
        UnitNotRegistered, KeyOfAnotherOffice: with the row; the caller's transaction undoes everything.
    """
    counts: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    newcomers: Counter[str] = Counter()
    if import_.register_new:
        registry, newcomers = register_newcomers(
            session, lambda: (line["fields"] for line in kept(spool)), unit=unit, registry=registry
        )
    for line in read_spool(spool):
        counts["total"] += 1
        counts["left_out"] += bool(line["left_out"])
        left_out.update(line["left_out"])
    store = Store(session, import_, unit, registry, codebook, counts)
    for batch in batches(kept(spool)):
        store.take(batch)
        if progress:
            progress(store.done, counts["total"] - counts["left_out"])
    return {**told(counts), "left_out_by": dict(left_out), "registered": dict(newcomers)}


def told(counts: Counter[str]) -> dict[str, int]:
    """The counts with every name, also those of nothing."""
    names = ("new", "new_versions", "unchanged", "left_out", "general_family", "unknown_handler", *CHILDREN)
    return {name: counts[name] for name in names}


def kept(spool: Path) -> Iterator[Line]:
    """The cases that are not left out."""
    return (line for line in read_spool(spool) if not line["left_out"])


def batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines in batches."""
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        yield batch


class Store:
    """Stores batches of cases and counts them."""

    def __init__(
        self,
        session: Session,
        import_: CaseImport,
        unit: Unit,
        registry: Registry,
        codebook: Codebook,
        counts: Counter[str],
    ) -> None:
        self.session, self.import_, self.unit = session, import_, unit
        self.registry, self.codebook, self.counts = registry, codebook, counts
        self.done = 0

    def take(self, batch: list[Line]) -> None:
        """Store one batch: older versions step back, new rows come in, children follow."""
        known = self.known(batch)
        changed = [line for line in batch if self.is_changed(line, known)]
        older = [known[line["key"]].id for line in changed if line["key"] in known]
        for ids in parts(older):
            self.session.execute(update(Case).where(Case.id.in_(ids)).values(current=False))
        rows = [self.row(line, known.get(line["key"])) for line in changed]
        if rows:
            self.session.execute(insert(Case), rows)
        self.store_children(changed, self.numbers(rows))
        self.count(batch, changed, len(older), rows)

    def known(self, batch: list[Line]) -> dict[str, Found[Any]]:
        """The present versions of these cases by key; a case of another office's is refused."""
        found: dict[str, Found[Any]] = {}
        for keys in parts([line["key"] for line in batch]):
            columns = (Case.id, Case.key, Case.version, Case.record_hash, Case.unit_id, Case.handler_id)
            query = select(*columns, Unit.path)
            query = query.join(Unit, Unit.id == Case.unit_id).where(Case.key.in_(keys), Case.current)
            found |= {row.key: row for row in self.session.execute(query)}
        for line in batch:
            row = found.get(line["key"])
            if row is not None and not row.path.startswith(self.unit.path):
                raise KeyOfAnotherOffice(line["row"])
        return found

    def is_changed(self, line: Line, known: Mapping[str, Found[Any]]) -> bool:
        """Whether the case is new, or its record, unit or handler differs from its present version."""
        older = known.get(line["key"])
        if older is None or older.record_hash != line["hash"]:
            return True
        unit = self.registry.unit_of(line["fields"])
        return (older.unit_id, older.handler_id) != (unit, self.registry.handler_of(line["fields"], unit))

    def row(self, line: Line, older: Found[Any] | None) -> Row:
        """All columns of one case."""
        unit = self.registry.unit_of(line["fields"])
        if unit is None:
            raise UnitNotRegistered(line["row"])
        handler = self.registry.handler_of(line["fields"], unit)
        row = case_row(line, self.codebook)
        settled = SETTLED if handler is not None else SETTLED - {"unknown_handler"}
        if self.import_.register_new:
            row["problems"] = [one for one in row["problems"] if one["class"] not in settled]
        return {
            **row,
            "public_id": new_public_id(),
            "version": older.version + 1 if older else 1,
            "current": True,
            "import_id": self.import_.id,
            "unit_id": unit,
            "handler_id": handler,
        }

    def numbers(self, rows: list[Row]) -> dict[str, int]:
        """Key → number of the rows just stored."""
        found: dict[str, int] = {}
        for keys in parts([row["key"] for row in rows]):
            query = select(Case.key, Case.id).where(Case.key.in_(keys), Case.current)
            found |= {row.key: row.id for row in self.session.execute(query)}
        return found

    def store_children(self, lines: list[Line], numbers: Mapping[str, int]) -> None:
        """Store the children of these cases, table by table."""
        rows: dict[str, list[Row]] = {table: [] for table in CHILDREN}
        for line in lines:
            for table, row in child_rows(line, self.codebook):
                rows[table].append({"case_id": numbers[line["key"]], **row})
        for table, model in CHILDREN.items():
            self.counts[table] += len(rows[table])
            if rows[table]:
                self.session.execute(insert(model), rows[table])

    def count(self, batch: list[Line], changed: list[Line], older: int, rows: list[Row]) -> None:
        """Count what this batch did."""
        self.done += len(batch)
        self.counts["new"] += len(changed) - older
        self.counts["new_versions"] += older
        self.counts["unchanged"] += len(batch) - len(changed)
        self.counts["general_family"] += sum(row["family"] == GENERAL for row in rows)
        self.counts["unknown_handler"] += sum(
            row["handler_id"] is None and bool(row["handler_no"] or row["handler_name"]) for row in rows
        )


def parts(values: list[Any]) -> Iterator[list[Any]]:
    """The values in parts small enough for one query."""
    return (values[start : start + ASKED] for start in range(0, len(values), ASKED))
