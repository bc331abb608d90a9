"""The excellent-case report of a round (优质案件报告): each case of the best grade with its quoted highlights. Pure."""

from collections.abc import Iterable, Sequence

from review.catalogue.catalogue import Catalogue
from review.errors import N_
from review.reports.cases_told import basics, conclusion_sentences, merit_blocks
from review.reports.dossiers import Dossier
from review.reports.facts import CaseFact, RoundHead
from review.reports.lists import place_words
from review.reports.paper import Block, Grid, Heading, Paper, Para
from review.reports.sheets import Column, Kind, Sheet
from review.reports.speech import Speech

TITLE = N_("优质案件报告")


def excellent(cases: Iterable[CaseFact], catalogue: Catalogue, scheme: str) -> list[CaseFact]:
    """The cases of the scheme's best grade, most points first."""
    best = catalogue.scheme(scheme).grades[0].id
    chosen = [case for case in cases if case.grade == best]
    return sorted(chosen, key=lambda case: (-(case.points or 0), case.unit_code, case.key))


def excellent_paper(
    dossiers: Sequence[Dossier], head: RoundHead, catalogue: Catalogue, speech: Speech
) -> Paper:
    """An overview, then each case with what is worth following, its points and the basis of its grade."""
    best = catalogue.scheme(head.scheme).grades[0]
    counted = speech(
        N_("本轮次评定为%(grade)s的案件 %(cases)d 件，记录亮点 %(n)d 个。"),
        grade=speech.name(best),
        cases=len(dossiers),
        n=sum(len(dossier.merits) for dossier in dossiers),
    )
    criteria = "；".join(speech.name(criterion) for criterion in best.criteria)
    blocks: list[Block] = [
        Heading(speech(N_("一、总体情况"))),
        Para(counted),
        Para(speech(N_("评定该等次须逐项符合以下条件：%(criteria)s。"), criteria=criteria)),
    ]
    if dossiers:
        blocks.append(_list(dossiers, speech))
        blocks.append(Heading(speech(N_("二、逐案情况"))))
    for number, dossier in enumerate(dossiers, start=1):
        blocks.append(Heading(f"（{number}）{dossier.case.number} · {dossier.case.unit_name}", 2))
        blocks.append(basics(dossier, catalogue, head.scheme, speech))
        blocks.extend(merit_blocks(dossier.merits, catalogue, speech))
        told = conclusion_sentences(dossier, catalogue, head.scheme, speech)
        blocks.extend(Para(words) for words in told)
    return Paper(speech(TITLE), (head.name, head.unit_name), tuple(blocks))


def _list(dossiers: Sequence[Dossier], speech: Speech) -> Grid:
    names = (N_("文书号"), N_("部门受案号"), N_("单位"), N_("案件类别"), N_("得分"), N_("亮点数"))
    rows = tuple(
        (
            dossier.case.number,
            dossier.case.key,
            dossier.case.unit_name,
            dossier.case.type_name,
            f"{dossier.case.points:.1f}" if dossier.case.points is not None else "—",
            str(len(dossier.merits)),
        )
        for dossier in dossiers
    )
    return Grid(speech(N_("优质案件一览")), tuple(map(speech, names)), rows, frozenset({4, 5}))


def merits_sheet(dossiers: Sequence[Dossier], catalogue: Catalogue, speech: Speech) -> Sheet:
    """One row per highlight (亮点清单)."""
    kinds = {kind.id: kind for kind in catalogue.scoring.highlights}
    columns = (
        Column(speech(N_("文书号"))),
        Column(speech(N_("单位"))),
        Column(speech(N_("亮点类型"))),
        Column(speech(N_("加分")), Kind.NUMBER),
        Column(speech(N_("亮点说明")), Kind.LONG),
        Column(speech(N_("出处"))),
        Column(speech(N_("原文")), Kind.LONG),
    )
    rows = tuple(
        (
            dossier.case.number,
            dossier.case.unit_name,
            speech.name(kinds[merit.kind]) if merit.kind in kinds else merit.kind,
            merit.bonus,
            merit.text,
            place_words(merit.place, speech),
            merit.place.quote,
        )
        for dossier in dossiers
        for merit in dossier.merits
    )
    return Sheet(speech(N_("亮点清单")), columns, rows)
