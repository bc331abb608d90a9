"""What a review and a conclusion rest on (定级依据): rows as the merge and the points look at them. Pure."""

from review.catalogue.catalogue import Catalogue
from review.grading.merge import Opinion, Praise, Problem
from review.grading.models import Conclusion, Finding
from review.scoring.answering import Anchor
from review.scoring.models import Answer, Highlight, Result, Review
from review.scoring.points import Reckoning, reckon


def opinion_of(review: Review, catalogue: Catalogue) -> Opinion:
    """A handed-in review; its answers and highlights must be loaded."""
    return Opinion(
        points=review.points or catalogue.scoring.full_points * 0,
        grade=review.grade or "",
        words=review.opinion,
        problems=tuple(
            problem_of(answer, catalogue) for answer in review.answers if answer.result is Result.PROBLEM
        ),
        praises=tuple(praise_of(highlight) for highlight in review.highlights),
    )


def problem_of(answer: Answer, catalogue: Catalogue) -> Problem:
    """A problem as its reviewer answered it."""
    rule = catalogue.by_code[answer.rule_code]
    severity = answer.severity or rule.severity
    return Problem(
        rule_code=answer.rule_code,
        rule_revision=answer.rule_revision,
        category=rule.category,
        severity=severity,
        fatal=catalogue.severity(severity).fatal,
        deduction=answer.deduction,
        reason=answer.reason,
        anchor=Anchor(answer.anchor_document, answer.anchor_page, answer.anchor_quote),
        answer_id=answer.id,
    )


def praise_of(highlight: Highlight) -> Praise:
    """A highlight as its reviewer recorded it."""
    anchor = Anchor(highlight.anchor_document, highlight.anchor_page, highlight.anchor_quote)
    return Praise(highlight.kind, highlight.bonus, highlight.text, anchor)


def finding_of(problem: Problem, conclusion_id: int, position: int) -> Finding:
    """A problem as the conclusion holds it."""
    return Finding(
        conclusion_id=conclusion_id,
        position=position,
        rule_code=problem.rule_code,
        rule_revision=problem.rule_revision,
        category=problem.category,
        severity=problem.severity,
        deduction=problem.deduction,
        reason=problem.reason,
        anchor_document=problem.anchor.document,
        anchor_page=problem.anchor.page,
        anchor_quote=problem.anchor.quote,
        answer_id=problem.answer_id,
    )


def standing(conclusion: Conclusion) -> list[Finding]:
    """The findings that have not been withdrawn; they must be loaded."""
    return [finding for finding in conclusion.findings if finding.withdrawn_at is None]


def reckoning_of(conclusion: Conclusion, catalogue: Catalogue, scheme_id: str) -> Reckoning:
    """What the standing findings and the merits are worth, with the tree that explains it."""
    return reckon(catalogue, scheme_id, standing(conclusion), conclusion.merits)
