"""Cases as documents tell them (个案叙述): basics, problems with law and place, reply and answer, highlights. Pure."""

from collections.abc import Sequence

from review.catalogue.catalogue import Catalogue
from review.errors import N_
from review.feedback.models import STANCE_NAMES, HearingEnd
from review.grading.models import APPROVAL_NAMES
from review.reports.dossiers import Dossier, FindingDetail, MeritDetail
from review.reports.lists import correction_words, place_words
from review.reports.paper import Block, Facts, Para, Quote
from review.reports.sheets import plain
from review.reports.speech import Speech, basis_words

HEARING_WORDS = {
    HearingEnd.REPLIED: N_("承办人已反馈意见。"),
    HearingEnd.DEFAULT: N_("承办人逾期未反馈，记为未反馈，不视为同意。"),
    HearingEnd.NOT_NEEDED: N_("未发现问题，无需征求承办人意见。"),
}
NOTHING_FOUND = N_("未发现问题。")


def basics(dossier: Dossier, catalogue: Catalogue, scheme: str, speech: Speech) -> Facts:
    """What the case is: numbers, unit, handler where these eyes may read it, course, points and grade."""
    case = dossier.case
    pairs = [
        (N_("评查文书号"), case.number),
        (N_("部门受案号"), case.key),
        (N_("案件名称"), dossier.name if case.named else ""),
        (N_("承办单位"), case.unit_name),
        (N_("承办部门"), dossier.department),
        (N_("承办检察官"), case.handler_name),
        (N_("案件类别"), case.type_name),
        (N_("案由"), case.cause),
        (N_("受理日期"), plain(dossier.accept_date)),
        (N_("办结日期"), plain(case.finish_date)),
        (N_("处理结果"), dossier.decision),
        (N_("评查得分"), f"{case.points:.1f}" if case.points is not None else ""),
        (N_("评查等次"), speech.grade(catalogue, scheme, case.grade)),
    ]
    return Facts(tuple((speech(words), value) for words, value in pairs if value))


def problem_blocks(findings: Sequence[FindingDetail], catalogue: Catalogue, speech: Speech) -> list[Block]:
    """Each problem in full: what, where, on what ground, what the handler said, what was answered, how it is mended."""
    blocks: list[Block] = []
    for number, detail in enumerate(findings, start=1):
        rule = catalogue.by_code[detail.fact.rule]
        blocks.append(
            Para(
                speech(
                    N_("%(n)d. [%(severity)s] %(question)s（%(code)s，扣 %(points)s 分）：%(reason)s"),
                    n=number,
                    severity=speech.severity(catalogue, detail.fact.severity),
                    question=rule.question,
                    code=rule.code,
                    points=f"{detail.fact.deduction:.1f}",
                    reason=detail.reason,
                )
            )
        )
        if detail.place.quote:
            blocks.append(Quote(detail.place.quote, place_words(detail.place, speech)))
        bases = "；".join(basis_words(catalogue, citation) for citation in rule.basis)
        blocks.append(Para(speech(N_("依据：%(bases)s。"), bases=bases)))
        blocks.extend(Para(words) for words in _afterwards(detail, speech))
    return blocks


def _afterwards(detail: FindingDetail, speech: Speech) -> list[str]:
    words = []
    if detail.stance:
        stance = speech(STANCE_NAMES[detail.stance])
        words.append(speech(N_("承办人意见：%(stance)s。%(said)s"), stance=stance, said=detail.said))
    if detail.answer:
        words.append(speech(N_("异议答复：%(answer)s"), answer=detail.answer))
    if detail.state:
        words.append(
            speech(
                N_("整改：%(task)s；期限 %(due)s，%(state)s。"),
                task=detail.task,
                due=plain(detail.due_on),
                state=correction_words(detail, speech),
            )
        )
    return words


def merit_blocks(merits: Sequence[MeritDetail], catalogue: Catalogue, speech: Speech) -> list[Block]:
    """Each highlight with the words it quotes."""
    kinds = {kind.id: kind for kind in catalogue.scoring.highlights}
    blocks: list[Block] = []
    for number, merit in enumerate(merits, start=1):
        kind = speech.name(kinds[merit.kind]) if merit.kind in kinds else merit.kind
        blocks.append(
            Para(
                speech(
                    N_("%(n)d. %(kind)s（加 %(points)s 分）：%(text)s"),
                    n=number,
                    kind=kind,
                    points=f"{merit.bonus:.1f}",
                    text=merit.text,
                )
            )
        )
        if merit.place.quote:
            blocks.append(Quote(merit.place.quote, place_words(merit.place, speech)))
    return blocks


def hearing_sentences(dossier: Dossier, speech: Speech) -> list[str]:
    """Whether the handler was heard, and what that changed."""
    words = [speech(HEARING_WORDS[dossier.hearing])] if dossier.hearing else []
    if dossier.withdrawn:
        words.append(speech(N_("经异议处理，撤销问题 %(n)d 个。"), n=dossier.withdrawn))
    return words or [speech(HEARING_WORDS[HearingEnd.NOT_NEEDED])]


def conclusion_sentences(dossier: Dossier, catalogue: Catalogue, scheme: str, speech: Speech) -> list[str]:
    """Opinion, grade, who decided it by office, and the reason where one was given."""
    words = [dossier.opinion] if dossier.opinion else []
    grade = speech.grade(catalogue, scheme, dossier.case.grade)
    if dossier.approved_by:
        level = speech(APPROVAL_NAMES[dossier.approved_by])
        words.append(
            speech(
                N_("经%(level)s于 %(day)s 审批，评定为%(grade)s。"),
                level=level,
                day=plain(dossier.graded_on),
                grade=grade,
            )
        )
    else:
        words.append(speech(N_("评定为%(grade)s。"), grade=grade))
    if dossier.approval_reason:
        words.append(speech(N_("审批理由：%(reason)s"), reason=dossier.approval_reason))
    return words
