"""The flaw report of a round (问题案件报告): cases of a failing grade or with a serious problem, told in full. Pure."""

from collections.abc import Iterable, Sequence

from review.catalogue.catalogue import Catalogue
from review.errors import N_
from review.reports.cases_told import basics, conclusion_sentences, hearing_sentences, problem_blocks
from review.reports.dossiers import Dossier
from review.reports.facts import CaseFact, RoundHead
from review.reports.paper import Block, Grid, Heading, Paper, Para
from review.reports.speech import Speech

TITLE = N_("问题（瑕疵）案件报告")


def flawed(cases: Iterable[CaseFact], catalogue: Catalogue, scheme: str) -> list[CaseFact]:
    """The cases it tells of, the worst grade first.

    A grade fails where not every criterion has to be met (基本合格、瑕疵、不合格); a problem is serious where the
    ladder asks for its place in the dossier (严重、否决).
    """
    grades = catalogue.scheme(scheme).grades
    failing = {grade.id for grade in grades if not grade.every_criterion}
    serious = {level.id for level in catalogue.severities.levels if level.anchor or level.fatal}
    order = {grade.id: place for place, grade in enumerate(grades)}
    chosen = [
        case
        for case in cases
        if case.grade
        and (case.grade in failing or any(finding.severity in serious for finding in case.findings))
    ]
    return sorted(chosen, key=lambda case: (-order[case.grade], case.unit_code, case.key))


def flaw_paper(dossiers: Sequence[Dossier], head: RoundHead, catalogue: Catalogue, speech: Speech) -> Paper:
    """An overview, then each case with its problems, law, places, reply and answer, correction."""
    counted = speech(
        N_(
            "本轮次列入本报告的案件 %(cases)d 件（等次为基本合格、瑕疵或者不合格，或者存在严重以上问题），问题 %(n)d 个。"
        ),
        cases=len(dossiers),
        n=sum(len(dossier.findings) for dossier in dossiers),
    )
    blocks: list[Block] = [Heading(speech(N_("一、总体情况"))), Para(counted)]
    if dossiers:
        blocks.append(_list(dossiers, head, catalogue, speech))
        blocks.append(Heading(speech(N_("二、逐案情况"))))
    for number, dossier in enumerate(dossiers, start=1):
        grade = speech.grade(catalogue, head.scheme, dossier.case.grade)
        blocks.append(Heading(f"（{number}）{dossier.case.number} · {dossier.case.unit_name} · {grade}", 2))
        blocks.append(basics(dossier, catalogue, head.scheme, speech))
        blocks.extend(problem_blocks(dossier.findings, catalogue, speech))
        told = (
            *hearing_sentences(dossier, speech),
            *conclusion_sentences(dossier, catalogue, head.scheme, speech),
        )
        blocks.extend(Para(words) for words in told)
    return Paper(speech(TITLE), (head.name, head.unit_name), tuple(blocks))


def _list(dossiers: Sequence[Dossier], head: RoundHead, catalogue: Catalogue, speech: Speech) -> Grid:
    names = (N_("文书号"), N_("部门受案号"), N_("单位"), N_("等次"), N_("得分"), N_("问题数"))
    rows = tuple(
        (
            dossier.case.number,
            dossier.case.key,
            dossier.case.unit_name,
            speech.grade(catalogue, head.scheme, dossier.case.grade),
            f"{dossier.case.points:.1f}" if dossier.case.points is not None else "—",
            str(len(dossier.findings)),
        )
        for dossier in dossiers
    )
    return Grid(speech(N_("问题案件一览")), tuple(map(speech, names)), rows, frozenset({4, 5}))
