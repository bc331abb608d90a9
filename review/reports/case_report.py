"""The report of one case (个案评查报告): nine sections, one per category, 未发现问题 where nothing was found. Pure."""

from review.catalogue.catalogue import Catalogue
from review.errors import N_
from review.reports.cases_told import (
    NOTHING_FOUND,
    basics,
    conclusion_sentences,
    hearing_sentences,
    merit_blocks,
    problem_blocks,
)
from review.reports.dossiers import Dossier
from review.reports.facts import RoundHead
from review.reports.paper import ORDINALS, Block, Heading, Paper, Para
from review.reports.speech import Speech

TITLE = N_("个案评查报告")


def case_paper(dossier: Dossier, head: RoundHead, catalogue: Catalogue, speech: Speech) -> Paper:
    """One case in full: basics, the nine categories, highlights, hearing, conclusion."""
    blocks: list[Block] = [
        Heading(speech(N_("一、案件基本情况"))),
        basics(dossier, catalogue, head.scheme, speech),
        Heading(speech(N_("二、分类评查意见"))),
    ]
    for ordinal, category in zip(ORDINALS, catalogue.categories, strict=False):
        own = [detail for detail in dossier.findings if detail.fact.category == category.id]
        blocks.append(Heading(f"（{ordinal}）{speech.name(category)}", 2))
        blocks.extend(problem_blocks(own, catalogue, speech) or [Para(speech(NOTHING_FOUND))])
    blocks.append(Heading(speech(N_("三、工作亮点"))))
    blocks.extend(merit_blocks(dossier.merits, catalogue, speech) or [Para(speech(N_("未记录亮点。")))])
    blocks.append(Heading(speech(N_("四、征求意见与异议处理"))))
    blocks.extend(Para(words) for words in hearing_sentences(dossier, speech))
    blocks.append(Heading(speech(N_("五、评查结论"))))
    blocks.extend(Para(words) for words in conclusion_sentences(dossier, catalogue, head.scheme, speech))
    return Paper(speech(TITLE), (head.name, dossier.case.number), tuple(blocks))
