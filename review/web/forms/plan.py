"""The sections of the wizard (方案表单). Shape only: bounds are the sections' own (`rounds/sections.py`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from review.errors import ReviewError
from review.people.models import Unit
from review.rounds.models import KIND_NAMES, MODE_NAMES, Mode, RoundKind
from review.rounds.plan import Draft
from review.rounds.sections import (
    STRATA,
    USUAL_RATE,
    Basics,
    DaysOutOfBounds,
    MinimumOutOfBounds,
    NameMissing,
    Part,
    PointsGapOutOfBounds,
    RateOutOfBounds,
    ReviewersPerCaseOutOfBounds,
    Reviewing,
    Rules,
    Sampling,
    Scope,
    Section,
    Terms,
    WindowReversed,
)
from review.sampling.key_cases import ListedKind
from review.web.errors import sentence_of
from review.web.forms.base import PageForm

BESIDE: dict[type[ReviewError], str] = {
    NameMissing: "name",
    WindowReversed: "window_to",
    RateOutOfBounds: "percent",
    MinimumOutOfBounds: "minimum",
    PointsGapOutOfBounds: "points_gap",
    ReviewersPerCaseOutOfBounds: "reviewers_per_case",
    DaysOutOfBounds: "hearing_days",
}
"""The field beside which each refusal of a section is shown."""


def offered(choices: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Values and their words as choices of a field."""
    return [SelectChoice(value, words) for value, words in choices]


def ticks(label: Any, choices: Sequence[tuple[str, Any]] = ()) -> SelectMultipleField:
    """Several choices as check boxes."""
    return SelectMultipleField(
        label,
        choices=offered(choices),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """What the sections offer."""

    units: Sequence[Unit]
    families: Sequence[tuple[str, str]]  # code, words
    versions: Sequence[tuple[str, str]]
    schemes: Sequence[tuple[str, str]]
    kinds: Sequence[ListedKind]

    @property
    def unit_ids(self) -> dict[str, int]:
        return {unit.public_id: unit.id for unit in self.units}


class SectionForm(PageForm):
    """One section; `version` is the draft the officer saw."""

    version = IntegerField(widget=HiddenInput())

    def offer(self, choices: Choices) -> None:
        """Set what may be chosen."""

    def part(self, choices: Choices) -> Part:
        """The section as filled in."""
        raise NotImplementedError

    @staticmethod
    def facts(draft: Draft, choices: Choices) -> dict[str, Any]:
        """What the fields show of a draft."""
        raise NotImplementedError

    def refuse_beside(self, refusal: ReviewError) -> None:
        """Show a refusal beside the field it is about, or on top where it is about none."""
        if type(refusal) in BESIDE:
            self.refuse(BESIDE[type(refusal)], refusal)
        else:
            self.form_errors = [*self.form_errors, sentence_of(refusal)]


class BasicsForm(SectionForm):
    """Step 1: what the round is called and what kind it is."""

    name = StringField(_("轮次名称"), [InputRequired(_("请填写轮次名称。")), Length(max=120)])
    basis = StringField(_("依据文件"), [Length(max=300)])
    kind = RadioField(
        _("评查类型"), choices=offered((kind.value, _(words)) for kind, words in KIND_NAMES.items())
    )

    def part(self, choices: Choices) -> Basics:
        return Basics(self.name.data or "", self.basis.data or "", RoundKind(self.kind.data))

    @staticmethod
    def facts(draft: Draft, choices: Choices) -> dict[str, Any]:
        return {"name": draft.basics.name, "basis": draft.basics.basis, "kind": draft.basics.kind.value}


class ScopeForm(SectionForm):
    """Step 2: which closed cases may be drawn."""

    window_from = DateField(_("办结日期从"), [InputRequired(_("请填写起始日。"))])
    window_to = DateField(_("办结日期至"), [InputRequired(_("请填写截止日。"))])
    families = ticks(_("案件类型"))
    units = ticks(_("承办单位"))
    causes = TextAreaField(_("案由"), [Optional(), Length(max=4000)])

    def offer(self, choices: Choices) -> None:
        self.families.choices = offered(choices.families)
        self.units.choices = offered((unit.public_id, unit.name) for unit in choices.units)

    def part(self, choices: Choices) -> Scope:
        ids = choices.unit_ids
        return Scope(
            self.window_from.data,
            self.window_to.data,
            tuple(self.families.data or ()),
            tuple(line.strip() for line in (self.causes.data or "").splitlines() if line.strip()),
            tuple(ids[name] for name in self.units.data or ()),
        )

    @staticmethod
    def facts(draft: Draft, choices: Choices) -> dict[str, Any]:
        names = {unit.id: unit.public_id for unit in choices.units}
        return {
            "window_from": draft.scope.window_from,
            "window_to": draft.scope.window_to,
            "families": list(draft.scope.families),
            "units": [names[unit_id] for unit_id in draft.scope.unit_ids if unit_id in names],
            "causes": "\n".join(draft.scope.causes),
        }


class SamplingForm(SectionForm):
    """Step 3: share, minimum, strata, key cases."""

    percent = DecimalField(_("抽样比例"), [InputRequired(_("请填写抽样比例，5 至 100 之间。"))], places=None)
    minimum = IntegerField(_("每层最低件数"), [InputRequired(_("请填写每层最低件数。"))])
    strata = ticks(_("分层依据"), choices=[(column, _(words)) for column, words in STRATA.items()])
    must_kinds = ticks(_("必查案件"))

    def offer(self, choices: Choices) -> None:
        self.must_kinds.choices = offered((one.name, one.kind.zh) for one in choices.kinds if one.kind.when)

    def part(self, choices: Choices) -> Sampling:
        chosen = self.strata.data or []
        return Sampling(
            Decimal(self.percent.data) / 100,
            self.minimum.data or 0,
            tuple(column for column in STRATA if column in chosen),
            tuple(self.must_kinds.data or ()),
        )

    @staticmethod
    def facts(draft: Draft, choices: Choices) -> dict[str, Any]:
        rate = USUAL_RATE if draft.sampling.rate is None else draft.sampling.rate
        return {
            "percent": Decimal(f"{(rate * 100).normalize():f}"),
            "minimum": draft.sampling.minimum,
            "strata": list(draft.sampling.strata),
            "must_kinds": list(draft.sampling.must_kinds),
        }


class RulesForm(SectionForm):
    """Step 4: catalogue, grades, and when a third reviewer is called."""

    catalogue_version = SelectField(_("评查规则目录"), [InputRequired(_("请选择评查规则目录。"))])
    grade_scheme = SelectField(_("等次方案"), [InputRequired(_("请选择等次方案。"))])
    points_gap = IntegerField(_("两名评查员得分相差超过（分）"), [InputRequired(_("请填写分差。"))])

    def offer(self, choices: Choices) -> None:
        self.catalogue_version.choices = offered(choices.versions)
        self.grade_scheme.choices = offered(choices.schemes)

    def part(self, choices: Choices) -> Rules:
        return Rules(self.catalogue_version.data, self.grade_scheme.data, self.points_gap.data or 0)

    @staticmethod
    def facts(draft: Draft, choices: Choices) -> dict[str, Any]:
        newest = choices.versions[-1][0] if choices.versions else ""
        return {
            "catalogue_version": draft.rules.catalogue_version or newest,
            "grade_scheme": draft.rules.grade_scheme,
            "points_gap": draft.rules.points_gap,
        }


class ReviewersForm(SectionForm):
    """Step 5: who may review whom; the pool's lines stand beside it in the same page form."""

    mode = RadioField(
        _("评查方式"), choices=offered((mode.value, _(words)) for mode, words in MODE_NAMES.items())
    )
    reviewers_per_case = SelectField(
        _("每案评查人数"), choices=offered([(1, "1"), (2, "2"), (3, "3")]), coerce=int
    )
    anti_reciprocity = BooleanField(_("任何两地不得互评（可行时）"))

    def part(self, choices: Choices) -> Reviewing:
        return Reviewing(Mode(self.mode.data), self.reviewers_per_case.data, bool(self.anti_reciprocity.data))

    @staticmethod
    def facts(draft: Draft, choices: Choices) -> dict[str, Any]:
        return {
            "mode": draft.reviewing.mode.value,
            "reviewers_per_case": draft.reviewing.reviewers_per_case,
            "anti_reciprocity": draft.reviewing.anti_reciprocity,
        }


class TermsForm(SectionForm):
    """Step 6: until when, and who is hidden from whom."""

    review_due_on = DateField(_("评查截止日"), [InputRequired(_("请填写评查截止日。"))])
    hearing_days = IntegerField(_("承办人反馈期限（工作日）"), [InputRequired(_("请填写反馈期限。"))])
    correction_days = IntegerField(_("整改期限（工作日）"), [InputRequired(_("请填写整改期限。"))])
    hide_handler = BooleanField(_("对评查员隐去承办人和承办单位"))
    hide_reviewer = BooleanField(_("对承办人隐去评查员"))

    def part(self, choices: Choices) -> Terms:
        return Terms(
            self.review_due_on.data,
            self.hearing_days.data or 0,
            self.correction_days.data or 0,
            bool(self.hide_handler.data),
            bool(self.hide_reviewer.data),
        )

    @staticmethod
    def facts(draft: Draft, choices: Choices) -> dict[str, Any]:
        return {
            "review_due_on": draft.terms.review_due_on,
            "hearing_days": draft.terms.hearing_days,
            "correction_days": draft.terms.correction_days,
            "hide_handler": draft.terms.hide_handler,
            "hide_reviewer": draft.terms.hide_reviewer,
        }


FORMS: dict[Section, type[SectionForm]] = {
    Section.BASICS: BasicsForm,
    Section.SCOPE: ScopeForm,
    Section.SAMPLING: SamplingForm,
    Section.RULES: RulesForm,
    Section.REVIEWERS: ReviewersForm,
    Section.TERMS: TermsForm,
}
"""The form of each section that is filled in."""


class ExclusionForm(PageForm):
    """A case to leave out, and why."""

    version = IntegerField(widget=HiddenInput())
    key = StringField(
        _("部门受案号"), [InputRequired(_("请填写要排除的案件的部门受案号。")), Length(max=200)]
    )
    reason = StringField(_("排除理由"), [InputRequired(_("请写明排除理由。")), Length(max=300)])


class FreezeForm(PageForm):
    """The draft that was checked."""

    version = IntegerField(widget=HiddenInput())


def capacities(form: Mapping[str, str], ticked: Sequence[str]) -> dict[str, int]:
    """The capacity beside each ticked reviewer, by public id; what is no number counts as 0 and is refused."""
    found = {}
    for name in ticked:
        written = form.get(f"capacity-{name}", "").strip()
        found[name] = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0
    return found
