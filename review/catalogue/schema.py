"""What a rule (评查要点) is: the strict model of one entry of a category's file. Pure.

`tables.py` holds the models of the data files beside the rules. Both are closed: a field that is not named
here is refused, so that a slip of the pen is found when the file is read and not when a round runs.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Record(BaseModel):
    """Ground of every model here: closed, strict and frozen."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
"""A text that says something."""

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
"""A stable ASCII name."""

Texts = tuple[Words, ...]

Points = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]
"""Points of 100."""


class Automation(StrEnum):
    """Who can find the problem."""

    A = "A"  # the machine, from fields and dates
    B = "B"  # the machine, from document text, for a person to confirm
    C = "C"  # a person, guided by the question


class Life(StrEnum):
    """Where a rule stands in its life (生命周期)."""

    TRIAL = "试行"
    IN_USE = "启用"
    RETIRED = "停用"


class Expect(StrEnum):
    """What the machine condition answers for an example."""

    VIOLATED = "violated"  # 有问题
    SATISFIED = "satisfied"  # 未见问题
    NOT_APPLICABLE = "not_applicable"  # 不适用
    CANNOT_TELL = "cannot_tell"  # 数据不足


class Citation(Record):
    """One legal basis (依据): an article that can be looked up, or an internal norm that cannot.

    A law in the catalogue's index is named by its short title, with an `article` and a `subject`, a phrase
    that stands in that article word for word. An internal norm is named in `norm` and stays unverified.
    """

    law: Words | None = None
    article: Words | None = None
    paragraph: Annotated[int, Field(ge=1, le=10)] | None = None
    norm: Words | None = None
    subject: Words
    valid_from: date | None = None
    valid_to: date | None = None
    verified: bool = True

    @model_validator(mode="after")
    def law_or_norm(self) -> "Citation":
        """A basis is either an article or an internal norm."""
        if self.verified and (self.law is None or self.article is None or self.norm is not None):
            raise ValueError("已核对的依据须写明 law 和 article，不写 norm")
        if not self.verified and (self.norm is None or self.law is not None or self.article is not None):
            raise ValueError("未核对的内部规定须写明 norm 并标 verified: false，不写 law 和 article")
        return self


class Evidence(Record):
    """Where to look (查看材料): a kind of document, and what in it."""

    kind: Id
    where: Words


class Repair(Record):
    """How a problem is mended (整改), and within how many working days."""

    step: Words
    term: Annotated[int, Field(ge=1, le=250)]


Row = dict[str, bool | int | float | str | None]
"""A record of an example: column → value; days as ISO text, a column left out is missing."""

Rows = tuple[Row, ...]


class Example(Record):
    """A small case and what the condition answers for it; they are the rule's tests in every engine."""

    expect: Expect
    case: Row
    parties: Rows = ()
    measures: Rows = ()
    events: Rows = ()
    documents: Rows = ()
    notices: Rows = ()
    workflow: Rows = ()
    says: Words | None = None


class Rule(Record):
    """One rule (评查要点): what is asked, on what ground, and what follows."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{2}-[0-9]{3}$")]
    revision: Annotated[int, Field(ge=1)]
    question: Words
    category: Id
    families: Annotated[tuple[Id, ...], Field(min_length=1)]
    case_types: Texts = ()
    causes: Texts = ()
    applies: Words | None = None
    applies_words: Words
    severity: Id
    deduction: Points | None = None
    fatal: bool = False
    basis: Annotated[tuple[Citation, ...], Field(min_length=1)]
    counts: Annotated[Texts, Field(min_length=1)]
    does_not_count: Annotated[Texts, Field(min_length=1)]
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    repair: Repair
    automation: Automation
    violated: Words | None = None
    explain: Words | None = None
    examples: tuple[Example, ...] = ()
    false_alarms: Texts = ()
    life: Life
    phrases: Texts = ()

    @model_validator(mode="after")
    def condition_complete(self) -> "Rule":
        """A machine condition comes with its explanation and its examples, and never for a person's item."""
        if self.automation is Automation.A and self.violated is None:
            raise ValueError("A 类规则须有机器条件 violated")
        if self.automation is Automation.C and self.violated is not None:
            raise ValueError("C 类规则由人判断，不写 violated")
        if self.violated is None:
            return self
        if self.explain is None:
            raise ValueError("有机器条件的规则须有说明模板 explain")
        answers = {example.expect for example in self.examples}
        if not {Expect.VIOLATED, Expect.SATISFIED, Expect.NOT_APPLICABLE} <= answers:
            raise ValueError("示例须至少各有一例 violated、satisfied、not_applicable")
        return self
