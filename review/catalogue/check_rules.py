"""What is wrong with one rule beyond its shape: codes, citations, conditions, examples. Pure."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from review.catalogue.catalogue import Catalogue
from review.catalogue.conditions import slips_in, template_expressions
from review.catalogue.faults import Fault
from review.catalogue.loader import RulePlace
from review.catalogue.schema import Citation, Example, Row, Rule
from review.catalogue.tables import Law
from review.catalogue.vocabulary import Column, ColumnType
from review.errors import N_

CHILD_TABLES = ("parties", "measures", "events", "documents", "notices", "workflow")

KINDS: dict[ColumnType, tuple[type, ...]] = {
    ColumnType.INTEGER: (int,),
    ColumnType.NUMBER: (int, float),
    ColumnType.TEXT: (str,),
    ColumnType.DATE: (str,),
    ColumnType.BOOLEAN: (bool,),
}
"""Python types of an example's values, by the dictionary's type; days come as ISO text."""


def rule_faults(catalogue: Catalogue, rule: Rule, place: RulePlace) -> Iterator[Fault]:
    """Every fault of one rule."""
    yield from name_faults(catalogue, rule, place)
    for number, citation in enumerate(rule.basis):
        yield from citation_faults(catalogue, citation, place, number)
    yield from condition_faults(catalogue, rule, place)
    for number, example in enumerate(rule.examples):
        yield from example_faults(catalogue, example, place, number)


def fault(place: RulePlace, path: tuple[int | str, ...], sentence: str, **facts: Any) -> Fault:
    """A fault at a place within a rule."""
    return Fault(place.source.file, place.line(*path), sentence, facts)


def name_faults(catalogue: Catalogue, rule: Rule, place: RulePlace) -> Iterator[Fault]:
    """Names that nothing in the catalogue answers to."""
    prefix = catalogue.category(rule.category).prefix
    if not rule.code.startswith(f"{prefix}-"):
        yield fault(
            place, ("code",), N_("编号 %(code)s 应以 %(prefix)s- 开头。"), code=rule.code, prefix=prefix
        )
    levels = {level.id: level for level in catalogue.severities.levels}
    if rule.severity not in levels:
        yield fault(place, ("severity",), N_("严重程度“%(name)s”不在阶梯之内。"), name=rule.severity)
    elif levels[rule.severity].fatal is not rule.fatal:
        yield fault(place, ("severity",), N_("否决的规则须同时写 severity: fatal 和 fatal: true。"))
    for table, field, names in (
        ("families", "families", rule.families),
        ("case_types", "case_types", rule.case_types),
        ("causes", "causes", rule.causes),
    ):
        for number, name in enumerate(names):
            if catalogue.codes.named(table, name) is None:
                sentence = N_("代码表 %(table)s 没有“%(name)s”这个值。")
                yield fault(place, (field, number), sentence, table=table, name=name)
    for number, evidence in enumerate(rule.evidence):
        if catalogue.codes.named("document_kinds", evidence.kind) is None:
            sentence = N_("代码表 %(table)s 没有“%(name)s”这个值。")
            yield fault(place, ("evidence", number), sentence, table="document_kinds", name=evidence.kind)
    yield from stray_types(catalogue, rule, place)


def stray_types(catalogue: Catalogue, rule: Rule, place: RulePlace) -> Iterator[Fault]:
    """Case types that belong to none of the rule's families, so that the rule never meets them."""
    for number, code in enumerate(rule.case_types):
        kind = catalogue.codes.case_type(code)
        if kind and "general" not in rule.families and not {kind.family, *kind.also} & set(rule.families):
            sentence = N_("案件类别 %(code)s 不属于本条规则的业务。")
            yield fault(place, ("case_types", number), sentence, code=code)


def citation_faults(
    catalogue: Catalogue, citation: Citation, place: RulePlace, number: int
) -> Iterator[Fault]:
    """An article that the index lacks, or that does not say what is cited."""
    if citation.law is None or citation.article is None:
        return
    path = ("basis", number)
    law = catalogue.statutes.law(citation.law)
    article = catalogue.article(citation)
    if law is None or article is None:
        sentence = N_("法条索引没有《%(law)s》%(article)s。")
        yield fault(place, path, sentence, law=citation.law, article=citation.article)
    elif citation.subject not in cited_text(law, article.text, citation.paragraph):
        sentence = N_("《%(law)s》%(article)s%(paragraph)s中没有“%(subject)s”。")
        paragraph = f"第 {citation.paragraph} 款" if citation.paragraph else ""
        yield fault(
            place,
            path,
            sentence,
            law=citation.law,
            article=citation.article,
            paragraph=paragraph,
            subject=citation.subject,
        )


def cited_text(law: Law, text: str, paragraph: int | None) -> str:
    """The article, or its paragraph where one is cited and the text keeps paragraphs apart."""
    if paragraph is None or not law.paragraphs:
        return text
    paragraphs = paragraphs_of(text)
    return paragraphs[paragraph - 1] if paragraph <= len(paragraphs) else ""


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs (款) of an article; items (项) belong to the paragraph before them."""
    paragraphs: list[str] = []
    for line in text.splitlines():
        if line.startswith("（") and paragraphs:
            paragraphs[-1] += f"\n{line}"
        else:
            paragraphs.append(line)
    return paragraphs


def condition_faults(catalogue: Catalogue, rule: Rule, place: RulePlace) -> Iterator[Fault]:
    """Names in the conditions and in the explanation that the dictionary lacks."""
    parts = [("applies", rule.applies), ("violated", rule.violated)]
    parts += [("explain", expression) for expression in template_expressions(rule.explain or "")]
    for field, condition in parts:
        for slip in slips_in(condition or "", catalogue.dictionary, catalogue.codes):
            yield fault(place, (field,), slip.sentence, **slip.facts)


def example_faults(catalogue: Catalogue, example: Example, place: RulePlace, number: int) -> Iterator[Fault]:
    """Columns and values of an example that the dictionary does not have."""
    records: list[tuple[str, tuple[int | str, ...], Row]] = [("cases", ("case",), example.case)]
    for table in CHILD_TABLES:
        rows = getattr(example, table)
        records += [(table, (table, index), row) for index, row in enumerate(rows)]
    for table, path, row in records:
        columns = catalogue.dictionary.tables[table].columns
        for name, value in row.items():
            where = ("examples", number, *path, name)
            if name not in columns:
                yield fault(place, where, N_("表 %(table)s 没有“%(name)s”这一列。"), table=table, name=name)
            elif value is not None and not fits(columns[name], value):
                sentence = N_("列“%(name)s”须为 %(type)s，现为“%(value)s”。")
                yield fault(place, where, sentence, name=name, type=columns[name].type.value, value=value)


def fits(column: Column, value: object) -> bool:
    """Whether an example's value has the column's type."""
    if isinstance(value, bool) and column.type is not ColumnType.BOOLEAN:
        return False
    if not isinstance(value, KINDS[column.type]):
        return False
    return column.type is not ColumnType.DATE or is_day(str(value))


def is_day(text: str) -> bool:
    """Whether a text is a day in ISO form."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
