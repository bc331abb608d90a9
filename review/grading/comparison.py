"""The reviews of one case side by side (评查意见对照), the differing items first. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from review.grading.models import Finding
from review.scoring.models import Answer, Result, Review

SIGNS = ("甲", "乙", "丙")
"""How reviewers are called before the leader: by slot, never by name."""


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: what each review says of it (None: nothing), and what the conclusion holds."""

    rule_code: str
    answers: tuple[Answer | None, ...]
    finding: Finding | None
    withdrawn: tuple[Finding, ...]
    differs: bool

    @property
    def adoptable(self) -> bool:
        """Whether a reviewer found a problem that the conclusion does not hold."""
        return self.finding is None and any(
            answer is not None and answer.result is Result.PROBLEM for answer in self.answers
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """All lines worth a look, and how many items every review found in order alike."""

    differing: tuple[Line, ...]
    agreed: tuple[Line, ...]
    alike: int


def compare(reviews: Sequence[Review], findings: Sequence[Finding], order: Mapping[str, int]) -> Comparison:
    """Set the reviews side by side.

    Args:
        reviews: In the order of their slots, with answers.
        findings: Of the conclusion, withdrawn ones too.
        order: Place of every rule code in the catalogue.

    Returns:
        A line for every item on which reviews differ in result or severity, and for every problem they agree
        on; each part in the catalogue's order, differing problems before other differences.
    """
    said = [{answer.rule_code: answer for answer in review.answers} for review in reviews]
    codes = {code for answers in said for code in answers} | {finding.rule_code for finding in findings}
    lines = [_line(code, [answers.get(code) for answers in said], findings) for code in codes]
    lines.sort(key=lambda line: (order.get(line.rule_code, len(order)), line.rule_code))
    differing = [line for line in lines if line.differs]
    agreed = [
        line for line in lines if not line.differs and (line.finding or line.withdrawn or _problem(line))
    ]
    return Comparison(
        differing=tuple(sorted(differing, key=lambda line: not _problem(line))),
        agreed=tuple(agreed),
        alike=len(lines) - len(differing) - len(agreed),
    )


def _line(code: str, answers: list[Answer | None], findings: Sequence[Finding]) -> Line:
    own = [finding for finding in findings if finding.rule_code == code]
    verdicts = {(answer.result, answer.severity) if answer else None for answer in answers}
    return Line(
        rule_code=code,
        answers=tuple(answers),
        finding=next((finding for finding in own if finding.withdrawn_at is None), None),
        withdrawn=tuple(finding for finding in own if finding.withdrawn_at is not None),
        differs=len(verdicts) > 1,
    )


def _problem(line: Line) -> bool:
    return any(answer is not None and answer.result is Result.PROBLEM for answer in line.answers)
