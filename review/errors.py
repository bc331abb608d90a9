"""Refusals meant for a person (拒绝): a sentence with its facts, never a code. Pure.

A room declares its own refusals beside the code that raises them:

    class SampleOutOfReach(ReviewError):
        sentence = N_("抽样件数须在 %(low)d 至 %(high)d 件之间，您填写的是 %(total)d 件。请修改后重新抽取。")

        def __init__(self, total: int, low: int, high: int) -> None:
            super().__init__(total=total, low=low, high=high)

`N_` only marks the sentence for translation; `web/errors.py` translates it and fills in the facts.
"""

from enum import StrEnum
from typing import Any, ClassVar


def N_(sentence: str) -> str:
    """Mark `sentence` for the translators and give it back unchanged."""
    return sentence


class Kind(StrEnum):
    """What sort of refusal it is; `web/errors.py` alone maps it to an HTTP status."""

    MISSING = "missing"  # 404: not there, or not for these eyes; the two never differ
    FORBIDDEN = "forbidden"  # 403
    CONFLICT = "conflict"  # 409: somebody was faster, or the step is not due
    INVALID = "invalid"  # 422: the input cannot be taken
    INFEASIBLE = "infeasible"  # 422: no plan meets every condition; the clash is named


class ReviewError(Exception):
    """A refusal with the sentence a person reads: what is wrong, the bound, what to do next."""

    sentence: ClassVar[str]
    kind: ClassVar[Kind] = Kind.INVALID

    def __init__(self, **facts: Any) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return self.sentence % self.facts
