"""The steps of a round's life (步骤): the table of contents of the whole product. Pure.

| step      | 中文     | the action that takes it                                              |
|-----------|----------|-----------------------------------------------------------------------|
| DRAFT     | 草稿     | `rounds.actions.start_round`; edited by `rounds.actions.edit_plan`    |
| FROZEN    | 已冻结   | `sampling.actions.freeze_frame`: plan sealed, frame listed and hashed |
| SEEDED    | 已定种子 | `sampling.actions.set_seed`                                           |
| DRAWN     | 已抽样   | `sampling.actions.draw_sample`                                        |
| ASSIGNED  | 已分派   | `assignment.actions.assign_cases`                                     |
| OPENED    | 评查中   | `grading.actions.open_round`: reviewers may begin                     |
| PUBLISHED | 已反馈   | `feedback.actions.publish`: all grades approved, results given out    |
| CLOSED    | 已归档   | `rectification.actions.close_round`: every correction struck off      |
"""

from enum import StrEnum

from review.errors import N_, Kind, ReviewError


class Step(StrEnum):
    DRAFT = "draft"
    FROZEN = "frozen"
    SEEDED = "seeded"
    DRAWN = "drawn"
    ASSIGNED = "assigned"
    OPENED = "opened"
    PUBLISHED = "published"
    CLOSED = "closed"

    @property
    def following(self) -> "Step | None":
        """The step after this one; None after the last."""
        steps = list(Step)
        place = steps.index(self) + 1
        return steps[place] if place < len(steps) else None

    def reached(self, other: "Step") -> bool:
        """Whether a round at this step has taken `other` already."""
        steps = list(Step)
        return steps.index(self) >= steps.index(other)


STEP_NAMES = {
    Step.DRAFT: N_("草稿"),
    Step.FROZEN: N_("已冻结"),
    Step.SEEDED: N_("已定种子"),
    Step.DRAWN: N_("已抽样"),
    Step.ASSIGNED: N_("已分派"),
    Step.OPENED: N_("评查中"),
    Step.PUBLISHED: N_("已反馈"),
    Step.CLOSED: N_("已归档"),
}


class StepOutOfTurn(ReviewError):
    sentence = N_("本轮次当前为“%(now)s”，不能进行到“%(wanted)s”。请刷新页面，按步骤依次办理。")
    kind = Kind.CONFLICT

    def __init__(self, now: Step, wanted: Step) -> None:
        super().__init__(now=STEP_NAMES[now], wanted=STEP_NAMES[wanted])
