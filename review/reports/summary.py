"""The summary of a round (轮次总结报告) as a document and as tables: the overview's figures in words. Pure."""

from collections.abc import Sequence

from review.catalogue.catalogue import Catalogue
from review.errors import N_
from review.reports.definitions import (
    definition_lines,
    hash_lines,
    interval_words,
    percent,
    rate_sentence,
    scope_words,
)
from review.reports.facts import UNKNOWN
from review.reports.figures import GroupLine, Overview, UnitLine
from review.reports.paper import Block, Facts, Grid, Heading, Paper, Para
from review.reports.sheets import Column, Kind, Sheet, Value
from review.reports.speech import Speech
from review.sampling.models import LAYER_NAMES, Layer

TITLE = N_("案件质量评查总结报告")
PROVISIONAL = N_("（阶段性数据，未经公布）")
WIDEST = 12
"""Units that fit side by side on a page."""
FUNNEL_NAMES = {"found": N_("发现问题"), "tasked": N_("下发整改"), "struck": N_("已销号")}


def summary_paper(seen: Overview, catalogue: Catalogue, speech: Speech) -> Paper:
    """The report in the order in which it is read out: what was reviewed, results, problems, units, correction."""
    head = seen.facts.head
    lines = [head.name, head.unit_name] + ([] if head.final else [speech(PROVISIONAL)])
    blocks: list[Block] = [
        Heading(speech(N_("一、评查基本情况"))),
        *(Para(text) for text in _basics(seen, speech)),
        Heading(speech(N_("二、评查结果"))),
        _grades(seen, catalogue, speech),
        *(Para(text) for text in rate_sentences(seen, speech)),
        Heading(speech(N_("三、发现的问题"))),
        Para(problem_sentence(seen, speech)),
        _top(seen, catalogue, speech),
        _severities(seen, catalogue, speech),
        Heading(speech(N_("四、分布情况"))),
        _units(seen, catalogue, speech),
        *_heat(seen, catalogue, speech),
        _groups(
            speech(N_("案件类型")),
            [(speech.family(catalogue, line.group), line) for line in seen.by_family],
            speech,
        ),
        _groups(
            speech(N_("办结月份")),
            [(month_words(line.group, speech), line) for line in seen.by_month],
            speech,
        ),
        Heading(speech(N_("五、整改情况"))),
        Para(funnel_sentence(seen, speech)),
        Heading(speech(N_("六、统计口径与校验信息"))),
        Facts(definition_lines(speech)),
        Facts(hash_lines(head, speech)),
    ]
    return Paper(speech(TITLE), tuple(lines), tuple(blocks))


def _basics(seen: Overview, speech: Speech) -> list[str]:
    head = seen.facts.head
    window = speech(
        N_("%(kind)s（%(mode)s），评查 %(start)s 至 %(end)s 办结的案件，范围：%(scope)s。"),
        kind=speech(head.kind),
        mode=speech(head.mode),
        start=head.window_from or "—",
        end=head.window_to or "—",
        scope=scope_words(head, speech),
    )
    counts = speech(
        N_("抽样框内共有案件 %(frame)d 件，入样 %(sampled)d 件，评查 %(reviewed)d 件，评查比例 %(share)s。"),
        frame=seen.frame.count,
        sampled=seen.sampled,
        reviewed=seen.reviewed.count,
        share=percent(seen.reviewed_share),
    )
    if seen.people is None:
        return [window, counts]
    people = speech(
        N_("共评查 %(people)d 名检察官办理的案件，人均 %(each)s 件。"),
        people=seen.people.count,
        each=decimal(seen.per_person),
    )
    return [window, counts, people]


def rate_sentences(seen: Overview, speech: Speech) -> list[str]:
    """What may be said of the rate: of the drawn cases, and apart from them of the must-review ones."""
    found = []
    if seen.rate:
        found.append(rate_sentence(seen.rate, speech))
    elif not seen.facts.head.final:
        found.append(speech(N_("问题率在全部案件定级并公布后计算：样本的一部分不能代表抽样框。")))
    if seen.must.count and seen.facts.head.final:
        found.append(
            speech(
                N_("必查案件 %(n)d 件全部评查，其中问题案件 %(problems)d 件；必查案件不计入问题率。"),
                n=seen.must.count,
                problems=seen.must_with_problem.count,
            )
        )
    return found


def problem_sentence(seen: Overview, speech: Speech) -> str:
    """Problems in numbers."""
    return speech(
        N_(
            "在 %(cases)d 件案件中发现问题 %(findings)d 个，案均 %(per_case)s 个，"
            "问题案件件均 %(per_problem_case)s 个。"
        ),
        cases=seen.with_problem.count,
        findings=seen.findings.count,
        per_case=decimal(seen.per_case, 2),
        per_problem_case=decimal(seen.per_problem_case, 2),
    )


def funnel_sentence(seen: Overview, speech: Speech) -> str:
    """From problems to corrections that are struck off."""
    counts = {name: figure.count for name, figure in seen.funnel}
    return speech(
        N_("成立的问题 %(found)d 个，下发整改 %(tasked)d 项，已销号 %(struck)d 项，销号率 %(share)s。"),
        **counts,
        share=percent(counts["struck"] / counts["tasked"] if counts["tasked"] else None),
    )


def decimal(value: float | None, digits: int = 1) -> str:
    """A mean as text; a dash where there is none."""
    return "—" if value is None else f"{value:.{digits}f}"


def month_words(month: str, speech: Speech) -> str:
    """2025-11, or that it is not known."""
    return speech(N_("不详")) if month == UNKNOWN else month


def place_words(line: UnitLine, speech: Speech) -> str:
    """A place that is certain, or the range that the intervals leave open."""
    if line.place is None:
        return "—"
    if line.place.certain:
        return str(line.place.best)
    return speech(N_("%(best)d–%(worst)d（不排名）"), best=line.place.best, worst=line.place.worst)


def _grades(seen: Overview, catalogue: Catalogue, speech: Speech) -> Grid:
    layers = [speech(LAYER_NAMES[layer]) for layer in Layer]
    return Grid(
        speech(N_("等次分布")),
        (speech(N_("等次")), speech(N_("件数")), speech(N_("占比")), *layers),
        tuple(
            (
                speech.grade(catalogue, seen.facts.head.scheme, line.grade),
                str(line.cases.count),
                f"{line.percent:.1f}%",
                *(str(figure.count) for figure in line.layers),
            )
            for line in seen.by_grade
        ),
        frozenset(range(1, 6)),
    )


def _top(seen: Overview, catalogue: Catalogue, speech: Speech) -> Grid:
    head = (N_("序号"), N_("评查要点"), N_("类别"), N_("问题案件"), N_("问题数"))
    rows = tuple(
        (
            str(n),
            f"{line.rule} {catalogue.by_code[line.rule].question}",
            speech.category(catalogue, line.category),
            str(line.cases.count),
            str(line.findings.count),
        )
        for n, line in enumerate(seen.top, start=1)
    )
    return Grid(
        speech(N_("最常见的问题")), tuple(speech(words) for words in head), rows, frozenset({0, 3, 4})
    )


def _groups(caption: str, lines: Sequence[tuple[str, GroupLine]], speech: Speech) -> Grid:
    head = (caption, speech(N_("评查件数")), speech(N_("问题案件")), speech(N_("问题数")))
    rows = tuple(
        (words, str(line.cases.count), str(line.with_problem.count), str(line.findings.count))
        for words, line in lines
    )
    return Grid(speech(N_("按%(what)s"), what=caption), head, rows, frozenset({1, 2, 3}))


def _units(seen: Overview, catalogue: Catalogue, speech: Speech) -> Grid:
    grades = [speech.grade(catalogue, seen.facts.head.scheme, grade) for grade in seen.grades]
    before = [speech(words) for words in (N_("单位"), N_("评查件数"))]
    after = [speech(words) for words in (N_("问题案件"), N_("问题率"), N_("置信区间"), N_("名次"))]
    rows = tuple(
        (
            line.name,
            str(line.cases.count),
            *(str(figure.count) for figure in line.grades),
            str(line.with_problem.count),
            percent(line.rate.rate if line.rate else None),
            interval_words(line.rate),
            place_words(line, speech),
        )
        for line in seen.by_unit
    )
    head = (*before, *grades, *after)
    return Grid(speech(N_("各单位评查情况")), head, rows, frozenset(range(1, len(head))))


def _severities(seen: Overview, catalogue: Catalogue, speech: Speech) -> Grid:
    names = (N_("严重程度"), N_("问题案件"), N_("问题数"))
    rows = tuple(
        (speech.severity(catalogue, line.group), str(line.cases.count), str(line.findings.count))
        for line in seen.by_severity
    )
    return Grid(speech(N_("问题的严重程度")), tuple(map(speech, names)), rows, frozenset({1, 2}))


def _heat(seen: Overview, catalogue: Catalogue, speech: Speech) -> list[Block]:
    """Problem cases by category and unit, where a page is wide enough for the units."""
    if len(seen.by_unit) > WIDEST:
        return []
    head = (speech(N_("类别")), *(line.name for line in seen.by_unit))
    rows = tuple(
        (speech.category(catalogue, line.row), *(str(cell.count) for cell in line.cells))
        for line in seen.heat_categories
    )
    caption = speech(N_("各类别问题案件在各单位的分布"))
    return [Grid(caption, head, rows, frozenset(range(1, len(head))))]


def summary_sheets(seen: Overview, catalogue: Catalogue, speech: Speech) -> list[Sheet]:
    """The overview's tables as sheets: key figures, units, problems."""
    return [
        _figures_sheet(seen, catalogue, speech),
        _units_sheet(seen, catalogue, speech),
        _top_sheet(seen, catalogue, speech),
    ]


def _figures_sheet(seen: Overview, catalogue: Catalogue, speech: Speech) -> Sheet:
    rate = seen.rate
    rows: list[tuple[Value, ...]] = [
        (speech(N_("抽样框案件")), seen.frame.count),
        (speech(N_("评查件数")), seen.reviewed.count),
        (speech(N_("检察官人数")), seen.people.count if seen.people else None),
        *(
            (speech.grade(catalogue, seen.facts.head.scheme, line.grade), line.cases.count)
            for line in seen.by_grade
        ),
        (speech(N_("问题案件")), seen.with_problem.count),
        (speech(N_("问题数")), seen.findings.count),
        (speech(N_("问题率（加权）")), rate.rate if rate else None),
        (speech(N_("置信下限")), rate.interval.low if rate else None),
        (speech(N_("置信上限")), rate.interval.high if rate else None),
        (speech(N_("随机入样件数 n")), seen.drawn.count),
        (speech(N_("所代表件数 N")), rate.cases if rate else None),
        (speech(N_("必查件数")), seen.must.count),
        (speech(N_("必查问题案件")), seen.must_with_problem.count),
        *((speech(FUNNEL_NAMES[name]), figure.count) for name, figure in seen.funnel),
    ]
    columns = (Column(speech(N_("项目"))), Column(speech(N_("数值")), Kind.NUMBER))
    return Sheet(speech(N_("总体情况")), columns, tuple(rows))


def _units_sheet(seen: Overview, catalogue: Catalogue, speech: Speech) -> Sheet:
    grades = [speech.grade(catalogue, seen.facts.head.scheme, grade) for grade in seen.grades]
    columns = (
        Column(speech(N_("单位"))),
        Column(speech(N_("评查件数")), Kind.NUMBER),
        Column(speech(N_("检察官人数")), Kind.NUMBER),
        *(Column(grade, Kind.NUMBER) for grade in grades),
        Column(speech(N_("问题案件")), Kind.NUMBER),
        Column(speech(N_("问题数")), Kind.NUMBER),
        Column(speech(N_("问题率（加权）")), Kind.SHARE),
        Column(speech(N_("置信下限")), Kind.SHARE),
        Column(speech(N_("置信上限")), Kind.SHARE),
        Column(speech(N_("名次"))),
    )
    rows = tuple(_unit_row(line, speech) for line in seen.by_unit)
    return Sheet(speech(N_("各单位")), columns, rows)


def _unit_row(line: UnitLine, speech: Speech) -> tuple[Value, ...]:
    return (
        line.name,
        line.cases.count,
        line.people.count if line.people else None,
        *(figure.count for figure in line.grades),
        line.with_problem.count,
        line.findings.count,
        line.rate.rate if line.rate else None,
        line.rate.interval.low if line.rate else None,
        line.rate.interval.high if line.rate else None,
        place_words(line, speech),
    )


def _top_sheet(seen: Overview, catalogue: Catalogue, speech: Speech) -> Sheet:
    columns = (
        Column(speech(N_("编号"))),
        Column(speech(N_("评查要点")), Kind.LONG),
        Column(speech(N_("类别"))),
        Column(speech(N_("问题案件")), Kind.NUMBER),
        Column(speech(N_("问题数")), Kind.NUMBER),
    )
    rows = tuple(
        (
            line.rule,
            catalogue.by_code[line.rule].question,
            speech.category(catalogue, line.category),
            line.cases.count,
            line.findings.count,
        )
        for line in seen.top
    )
    return Sheet(speech(N_("常见问题")), columns, rows)
