"""What may be said of one rule (评查结果), and what follows from saying it. Pure."""

from dataclasses import dataclass, replace
from decimal import Decimal

from review.catalogue.catalogue import Catalogue
from review.catalogue.schema import Rule
from review.catalogue.tables import Severity
from review.errors import N_, ReviewError
from review.scoring.models import Result

LONGEST_REASON = 2000
LONGEST_QUOTE = 500
"""Characters of a reason and of a quoted passage."""


class SeverityUnknown(ReviewError):
    sentence = N_("此项不能选择所填的严重程度。请从列表中选择。")


class DeductionOutOfReach(ReviewError):
    sentence = N_("此项扣分须在 0 至 %(most)s 分之间，您填写的是 %(given)s 分。请修改。")

    def __init__(self, given: Decimal, most: Decimal) -> None:
        super().__init__(given=f"{given.normalize():f}", most=f"{most.normalize():f}")


class TextTooLong(ReviewError):
    sentence = N_("说明最多 %(reason)d 字，引文最多 %(quote)d 字。请删减后保存。")

    def __init__(self) -> None:
        super().__init__(reason=LONGEST_REASON, quote=LONGEST_QUOTE)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where in the masked dossier (定位): document, page, quoted words; empty where nothing is pointed at."""

    document: str = ""
    page: int | None = None
    quote: str = ""

    def __bool__(self) -> bool:
        return bool(self.document or self.quote)


@dataclass(frozen=True, slots=True)
class Said:
    """What a reviewer says of one rule. No result: only flagged for another look, or taken back.

    Without a `deduction` or `severity` of their own the rule's stand.
    """

    result: Result | None
    severity: str | None = None
    deduction: Decimal | None = None
    reason: str = ""
    anchor: Anchor = Anchor()
    flagged: bool = False


def rungs(catalogue: Catalogue, rule: Rule) -> tuple[Severity, ...]:
    """The severities a problem under `rule` may have: a veto only where the rule knows one."""
    vetoes = rule.fatal or catalogue.severity(rule.severity).fatal
    return tuple(level for level in catalogue.severities.levels if vetoes or not level.fatal)


def usual_deduction(catalogue: Catalogue, rule: Rule, severity: str) -> Decimal:
    """What a problem of that severity costs unless the reviewer says otherwise, in points of 100."""
    return catalogue.deduction(rule) if severity == rule.severity else catalogue.severity(severity).deduction


def settle(said: Said, rule: Rule, catalogue: Catalogue) -> Said:
    """The answer as it is kept: severity and deduction filled in for a problem, absent for anything else.

    Raises:
        SeverityUnknown: Not a rung that this rule offers.
        DeductionOutOfReach: Below 0, or above what the severity costs.
        TextTooLong: Reason or quote.
    """
    if len(said.reason) > LONGEST_REASON or len(said.anchor.quote) > LONGEST_QUOTE:
        raise TextTooLong
    if said.result is not Result.PROBLEM:
        return replace(said, severity=None, deduction=Decimal(0))
    severity = said.severity or rule.severity
    if severity not in {level.id for level in rungs(catalogue, rule)}:
        raise SeverityUnknown
    most = usual_deduction(catalogue, rule, severity)
    deduction = most if said.deduction is None else said.deduction
    if not 0 <= deduction <= most:
        raise DeductionOutOfReach(deduction, most)
    return replace(said, severity=severity, deduction=deduction)
