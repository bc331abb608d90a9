"""What is wrong in the data files beyond their shape: names that do not meet, gaps, disorder. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from review.catalogue.catalogue import Catalogue
from review.catalogue.faults import Fault
from review.catalogue.sources import Path, Source
from review.errors import N_

UNKNOWN = N_("代码表 %(table)s 没有“%(name)s”这个值。")
TWICE = N_("“%(name)s”写了两次。")


def data_faults(catalogue: Catalogue, sources: Mapping[str, Source]) -> Iterator[Fault]:
    """Every fault of the data files."""
    yield from code_faults(catalogue, sources["codes.yaml"])
    yield from dictionary_faults(catalogue, sources["dictionary.yaml"])
    yield from grade_faults(catalogue, sources["grades.yaml"])
    yield from scoring_faults(catalogue, sources["scoring.yaml"])
    yield from key_case_faults(catalogue, sources["key_cases.yaml"])
    yield from holiday_faults(catalogue, sources["holidays.yaml"])
    yield from statute_faults(catalogue, sources["statutes.yaml"])
    yield from version_faults(catalogue, sources)


def at(source: Source, path: Path, sentence: str, **facts: Any) -> Fault:
    """A fault at a place of a file."""
    return Fault(source.file, source.line(path), sentence, facts)


def twice(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Number and name of what was named before."""
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield number, name
        seen.add(name)


def code_faults(catalogue: Catalogue, source: Source) -> Iterator[Fault]:
    """Codes given twice; case types of unknown families."""
    codes = catalogue.codes
    tables = {"families": codes.families, "case_types": codes.case_types}
    for table, entries in tables.items():
        for number, name in twice(entry.code for entry in entries):
            yield at(source, (table, number), TWICE, name=name)
    for table, entries in codes.tables.items():
        for number, name in twice(entry.code for entry in entries):
            yield at(source, ("tables", table, number), TWICE, name=name)
    for number, kind in enumerate(codes.case_types):
        for family in (kind.family, *kind.also):
            if codes.named("families", family) is None:
                yield at(source, ("case_types", number), UNKNOWN, table="families", name=family)


def dictionary_faults(catalogue: Catalogue, source: Source) -> Iterator[Fault]:
    """Columns of unknown code tables; child tables without case column or prefix."""
    for name, table in catalogue.dictionary.tables.items():
        path = ("tables", name)
        if name == "cases":
            if table.key not in table.columns:
                yield at(source, path, N_("表 cases 须以 key 指明主键列。"))
        elif table.case not in table.columns or table.prefix is None:
            yield at(source, path, N_("子表 %(table)s 须以 case 指明案件列，并有 prefix。"), table=name)
        for column_name, column in table.columns.items():
            known = {"families", "case_types", *catalogue.codes.tables}
            if column.codes is not None and column.codes not in known:
                sentence = N_("没有名为“%(name)s”的代码表。")
                yield at(source, (*path, "columns", column_name), sentence, name=column.codes)


def grade_faults(catalogue: Catalogue, source: Source) -> Iterator[Fault]:
    """Points that overlap or leave a gap; approvers nobody knows."""
    approvers = {approver.id for approver in catalogue.grades.approvers}
    for number, scheme in enumerate(catalogue.grades.schemes):
        path = ("schemes", number, "grades")
        for index, grade in enumerate(scheme.grades):
            for name in grade.approvers:
                if name not in approvers:
                    sentence = N_("没有名为“%(name)s”的审批人。")
                    yield at(source, (*path, index, "approvers"), sentence, name=name)
            below = scheme.grades[index + 1].points_to if index + 1 < len(scheme.grades) else 0
            if grade.points_from != below:
                sentence = N_("等次“%(grade)s”的分数段与下一等次没有衔接。")
                yield at(source, (*path, index, "points_from"), sentence, grade=grade.zh)


def scoring_faults(catalogue: Catalogue, source: Source) -> Iterator[Fault]:
    """A ceiling that a scheme lacks; highlights of unknown families."""
    for scheme in catalogue.grades.schemes:
        if scheme.grade(catalogue.scoring.fatal_ceiling) is None:
            sentence = N_("等次方案 %(scheme)s 没有否决所限的等次“%(grade)s”。")
            facts = {"scheme": scheme.id, "grade": catalogue.scoring.fatal_ceiling}
            yield at(source, ("fatal_ceiling",), sentence, **facts)
    for number, highlight in enumerate(catalogue.scoring.highlights):
        for family in highlight.families:
            if catalogue.codes.named("families", family) is None:
                yield at(source, ("highlights", number), UNKNOWN, table="families", name=family)


def key_case_faults(catalogue: Catalogue, source: Source) -> Iterator[Fault]:
    """Conditions on columns or values that do not exist."""
    columns = catalogue.dictionary.tables["cases"].columns
    for number, key_list in enumerate(catalogue.key_cases.lists):
        for index, kind in enumerate(key_list.kinds):
            path = ("lists", number, "kinds", index)
            for match in kind.when:
                column = columns.get(match.field)
                if column is None:
                    sentence = N_("表 %(table)s 没有“%(name)s”这一列。")
                    yield at(source, path, sentence, table="cases", name=match.field)
                    continue
                for value in match.in_ or (match.contains or "",):
                    if column.codes and catalogue.codes.named(column.codes, value) is None:
                        yield at(source, path, UNKNOWN, table=column.codes, name=value)


def holiday_faults(catalogue: Catalogue, source: Source) -> Iterator[Fault]:
    """Days outside their year, days both off and worked, make-up days that are no weekend."""
    for number, year in enumerate(catalogue.holidays.years):
        for day in (*year.days_off, *year.make_up):
            if day.year != year.year:
                sentence = N_("%(day)s 不在 %(year)d 年之内。")
                yield at(source, ("years", number), sentence, day=day.isoformat(), year=year.year)
        for day in year.make_up:
            if day in year.days_off or day.weekday() < 5:
                sentence = N_("调休上班日 %(day)s 须为周末，且不是放假日。")
                yield at(source, ("years", number, "make_up"), sentence, day=day.isoformat())


def statute_faults(catalogue: Catalogue, source: Source) -> Iterator[Fault]:
    """Phrases that the kept text does not have; articles that no rule cites."""
    cited = {(basis.law, basis.article) for rule in catalogue.rules for basis in rule.basis}
    for number, law in enumerate(catalogue.statutes.laws):
        for index, article in enumerate(law.articles):
            path = ("laws", number, "articles", index)
            if (law.short, article.article) not in cited:
                sentence = N_("没有规则引用《%(law)s》%(article)s，请刷新法条索引。")
                yield at(source, path, sentence, law=law.short, article=article.article)
            for subject in article.subjects:
                if subject not in article.text:
                    sentence = N_("条文中没有“%(subject)s”。")
                    yield at(source, path, sentence, subject=subject)


def version_faults(catalogue: Catalogue, sources: Mapping[str, Source]) -> Iterator[Fault]:
    """Data files of another version than the cover's."""
    for name, source in sources.items():
        if isinstance(source.data, dict) and source.data.get("version") != catalogue.version:
            sentence = N_("版本与封面（%(version)s）不一致。")
            yield Fault(name, source.line(("version",)), sentence, {"version": catalogue.version})
