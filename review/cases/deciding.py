"""What a set of choices would bring (处理结果预估), before anything is confirmed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from review.cases.preview import Decisions, Preview
from review.cases.problems import CLASSES, Choice


@dataclass(frozen=True)
class Outlook:
    """What confirming now would do, or why it cannot be done yet."""

    taken: int
    """Cases that would be imported."""
    left_out: int
    open: tuple[str, ...]
    """Classes nobody has decided on."""
    units_missing: bool
    """Cases of unknown units would be kept, but the units are not to be registered."""

    @property
    def ready(self) -> bool:
        """Whether it may be confirmed."""
        return not self.open and not self.units_missing


def choices_from(given: Mapping[str, str], preview: Preview) -> dict[str, Choice]:
    """The choices of a form, `choice-<class>` → choice; what is no choice of its class counts as open."""
    chosen: dict[str, Choice] = {}
    for code in preview.to_decide:
        offered = {choice.value: choice for choice in CLASSES[code].choices}
        if (word := given.get(f"choice-{code}", "")) in offered:
            chosen[code] = offered[word]
    return chosen


def first_choices(preview: Preview, every: str = "") -> dict[str, Choice]:
    """What stands chosen when the page opens: where there is only one choice, that; else `every`, if given."""
    chosen: dict[str, Choice] = {}
    for code in preview.to_decide:
        offered = CLASSES[code].choices
        if len(offered) == 1:
            chosen[code] = offered[0]
        elif every in (Choice.KEEP, Choice.QUARANTINE):
            chosen[code] = Choice(every)
    return chosen


def outlook(preview: Preview, decisions: Decisions, *, register_new: bool) -> Outlook:
    """What these choices would bring; classes still open are counted as if kept."""
    left_out = preview.left_out(decisions)
    keeps_unknown = decisions.get("unknown_unit") is Choice.KEEP
    return Outlook(
        taken=preview.cases - left_out,
        left_out=left_out,
        open=tuple(code for code in preview.to_decide if code not in decisions),
        units_missing=keeps_unknown and not register_new,
    )
