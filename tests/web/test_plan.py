"""The wizard: every section by itself, what is open, and the sealed document."""

from datetime import date
from typing import Any

from sqlalchemy import select

from review.rounds.actions import edit_plan
from review.rounds.models import Exclusion, Round
from review.rounds.queries import pool_of
from review.rounds.sections import Basics, Terms
from review.rounds.steps import Step
from tests.builders.rounds import close_cases, draft, round_at
from tests.queries_counted import queries_counted
from tests.reader import Reader, one, words
from tests.town import NOON, Town

FAR = Terms(date(2099, 12, 31))
"""Due on a day that is not past whenever these tests run."""

SECTIONS = ("basics", "scope", "sampling", "rules", "reviewers", "terms")


def begin(reader: Reader, town: Town) -> tuple[Reader, Round]:
    """何主任's browser and a round that only has a name."""
    officer = reader.as_("何主任")
    form = {"name": "下半年评查", "kind": "routine", "unit": town.units["江东省院"].public_id}
    officer.send("rounds.new", form)
    return officer, town.session.scalars(select(Round)).one()


def save(officer: Reader, round_: Round, section: str, form: dict[str, Any], status: int = 303) -> Any:
    return officer.send(
        "plan.edit", {"version": round_.version, **form}, status, public_id=round_.public_id, section=section
    )


def test_the_whole_plan_is_filled_in_section_by_section_and_frozen(reader: Reader, town: Town) -> None:
    close_cases(town, 30)
    town.session.commit()
    officer, round_ = begin(reader, town)
    forms: dict[str, dict[str, Any]] = {
        "terms": {"review_due_on": "2099-12-31", "hearing_days": "5", "correction_days": "10"},
        "scope": {"window_from": "2025-07-01", "window_to": "2025-12-31"},
        "sampling": {"percent": "30", "minimum": "2", "strata": ["unit", "handler"]},
        "rules": {"catalogue_version": "2026.1", "grade_scheme": "2026", "points_gap": "10"},
        "reviewers": {
            "mode": "cross_region",
            "reviewers_per_case": "1",
            "pool": "1",
            "reviewer": [town.people[name].public_id for name in ("陈敏", "周岚", "顾宁")],
            **{f"capacity-{town.people[name].public_id}": "12" for name in ("陈敏", "周岚", "顾宁")},
        },
    }
    for section, form in forms.items():
        save(officer, round_, section, form)
        town.session.rollback()
    assert [line.capacity for line in pool_of(town.session, round_.id)] == [12, 12, 12]
    check = officer.see("plan.check", public_id=round_.public_id)
    assert check.select(".open-points li") == []
    states = [word.get_text(strip=True) for word in check.select(".wizard-tasks .badge-state")]
    assert states == ["已完成"] * 6
    page = officer.send("sampling.freeze", {"version": round_.version}, public_id=round_.public_id)
    assert words(page, ".notice") == "方案已封存，抽样框共 30 件案件。请填写种子短语。"


def test_an_empty_plan_cannot_be_frozen_and_lists_what_is_open(reader: Reader, town: Town) -> None:
    officer, round_ = begin(reader, town)
    page = officer.see("plan.check", public_id=round_.public_id)
    assert [line.get_text(strip=True) for line in page.select(".open-points li")] == [
        "案件范围：请填写办结日期的起止日。",
        "抽样方案：请填写抽样比例。",
        "评查规则与等次：请选择评查规则目录。",
        "评查人员：评查员库为空，没有符合条件的评查员。请至少选择一名评查员。",
        "时限与盲评：请填写评查截止日。",
    ]
    assert page.select("form[action$=freeze] button[disabled]")
    refused = officer.send(
        "sampling.freeze", {"version": round_.version}, status=409, public_id=round_.public_id
    )
    assert words(refused, ".refusal p") == "方案还有 5 处未完成，不能冻结。请先办理核对页列出的事项。"


def test_a_rate_out_of_bounds_is_explained_beside_the_field_and_kept(reader: Reader, town: Town) -> None:
    round_ = draft(town)
    page = save(
        reader.as_("何主任"), round_, "sampling", {"percent": "4", "minimum": "2", "strata": "unit"}, 422
    )
    assert words(page, "#percent-error") == "抽样比例须在 5% 至 100% 之间，您填写的是 4%。请修改。"
    assert str(one(page, "#percent")["value"]) == "4"
    assert (
        words(page, ".error-summary li") == "抽样比例：抽样比例须在 5% 至 100% 之间，您填写的是 4%。请修改。"
    )


def test_a_reversed_window_is_explained_beside_the_field(reader: Reader, town: Town) -> None:
    round_ = draft(town)
    form = {"window_from": "2025-12-31", "window_to": "2025-07-01"}
    page = save(reader.as_("何主任"), round_, "scope", form, 422)
    assert words(page, "#window_to-error") == (
        "办结日期的起始日 2025-12-31 晚于截止日 2025-07-01。请把较早的日期填在前面。"
    )


def test_somebody_elses_change_is_named_and_the_own_words_are_kept(reader: Reader, town: Town) -> None:
    round_ = draft(town)
    seen = round_.version
    edit_plan(town.session, round_, Basics("别人改的名"), version=seen, by=town.viewer("何主任"), at=NOON)
    town.session.commit()
    officer = reader.as_("何主任")
    form = {"version": seen, "name": "我改的名", "kind": "routine"}
    page = officer.send("plan.edit", form, 409, public_id=round_.public_id, section="basics")
    assert words(page, ".error-summary li") == (
        f"方案在您填写期间已由他人修改（您打开的是第 {seen} 版，现为第 {seen + 1} 版），您的修改没有保存。"
        "请核对当前内容后重新保存。"
    )
    assert str(one(page, "#name")["value"]) == "我改的名"
    again = {
        "version": str(one(page, "#plan-form input[name=version]")["value"]),
        "name": "我改的名",
        "kind": "routine",
    }
    officer.send("plan.edit", again, public_id=round_.public_id, section="basics")
    town.session.expire_all()
    assert town.session.scalars(select(Round.name)).one() == "我改的名"


def test_an_empty_scope_names_the_filter_that_removed_most(reader: Reader, town: Town) -> None:
    round_ = draft(town, FAR)
    form = {"window_from": "2025-07-01", "window_to": "2025-12-31", "causes": "诈骗罪", "stay": "1"}
    page = save(reader.as_("何主任"), round_, "scope", form)
    assert words(page, "#preview .near") == "没有可抽取的案件；“案由”排除得最多（12 件）。"
    assert words(page, ".wizard-tasks [aria-current] .badge-state") == "有误"


def test_the_preview_follows_the_form_without_saving_it(reader: Reader, town: Town) -> None:
    round_ = draft(town, FAR, cases=30)
    officer = reader.as_("何主任")
    asked: dict[str, Any] = {"section": "sampling", "percent": "50", "minimum": "0", "strata": "unit"}
    piece = officer.get("plan.preview", public_id=round_.public_id, **asked).get_data(as_text=True)
    assert "<dt>样本合计</dt><dd>15</dd>" in piece
    assert "人均约 5.0 件" in piece
    asked["percent"] = "三成"
    broken = officer.get("plan.preview", public_id=round_.public_id, **asked).get_data(as_text=True)
    assert "<dt>样本合计</dt><dd>9</dd>" in broken
    assert "填写内容尚不完整" in broken


def test_strata_that_exceed_the_rate_because_of_the_minimum_are_named(reader: Reader, town: Town) -> None:
    round_ = draft(town, FAR, cases=3)
    page = reader.as_("何主任").see("plan.edit", public_id=round_.public_id, section="sampling")
    # 30 % of 3 is one case; the floor takes all three.
    assert "2 层因每层最低件数而多抽，共多抽 2 件。" in words(page, "#preview")


def test_a_reviewers_capacity_that_is_no_number_is_refused(reader: Reader, town: Town) -> None:
    round_ = draft(town)
    chen = town.people["陈敏"].public_id
    form = {
        "mode": "cross",
        "reviewers_per_case": "1",
        "pool": "1",
        "reviewer": chen,
        f"capacity-{chen}": "很多",
    }
    page = save(reader.as_("何主任"), round_, "reviewers", form, 422)
    assert words(page, ".error-summary li") == ("评查员承办上限须为 1 至 500 件，您填写的是 0 件。请修改。")
    town.session.expire_all()
    assert len(pool_of(town.session, round_.id)) == 3


def test_a_case_is_excluded_with_a_reason_and_taken_back(reader: Reader, town: Town) -> None:
    round_ = draft(town, FAR)
    officer = reader.as_("何主任")
    form = {"version": round_.version, "key": "案0001", "reason": "正在申诉"}
    page = officer.send("plan.exclude", form, public_id=round_.public_id)
    assert words(page, "#exclusions tbody tr").startswith("案0001东湖区院正在申诉何主任")
    assert "书面排除−1" in words(page, "#preview").replace(" ", "")
    case_id = str(one(page, "#exclusions tbody form")["action"]).split("/")[-2]
    version = str(one(page, "#exclusions tbody input[name=version]")["value"])
    officer.send("plan.include", {"version": version}, public_id=round_.public_id, case_id=case_id)
    assert list(town.session.scalars(select(Exclusion))) == []


def test_an_unknown_case_cannot_be_excluded(reader: Reader, town: Town) -> None:
    round_ = draft(town, FAR)
    form = {"version": round_.version, "key": "没有此案", "reason": "正在申诉"}
    page = reader.as_("何主任").send("plan.exclude", form, public_id=round_.public_id)
    assert words(page, ".notice") == "管辖范围内没有部门受案号为“没有此案”的案件。请核对后重新填写。"


def test_every_section_shows_summary_preview_and_states(reader: Reader, town: Town) -> None:
    round_ = draft(town, FAR)
    officer = reader.as_("何主任")
    for section in SECTIONS:
        page = officer.see("plan.edit", public_id=round_.public_id, section=section)
        assert len(page.select(".wizard-tasks li")) == 7
        assert "30.0 %，每层至少 2 件" in words(page, ".wizard-aside")
    assert officer.get("plan.edit", public_id=round_.public_id, section="other").status_code == 404


def test_the_wizard_asks_equally_often_for_few_and_many_cases(reader: Reader, town: Town) -> None:
    round_ = draft(town, FAR, cases=3)
    officer = reader.as_("何主任")
    engine = reader.app.extensions["pingcha_engine"]
    officer.see("plan.edit", public_id=round_.public_id, section="sampling")
    with queries_counted(engine) as few:
        officer.see("plan.edit", public_id=round_.public_id, section="sampling")
    for number in range(60):
        town.case(f"多{number}", "东湖区院", "林峰")
    town.session.commit()
    with queries_counted(engine) as many:
        officer.see("plan.edit", public_id=round_.public_id, section="sampling")
    assert few.count == many.count


def test_the_sealed_plan_prints_hashes_and_the_visibility_table(reader: Reader, town: Town) -> None:
    round_ = round_at(town, Step.FROZEN)
    officer = reader.as_("何主任")
    page = officer.see("plan.show", public_id=round_.public_id)
    text = page.get_text()
    assert round_.plan_hash is not None
    assert round_.plan_hash in text
    assert "评查员与案件的对应关系" in text
    assert officer.get("sampling.plan_json", public_id=round_.public_id).get_data(as_text=True) == round_.plan
    assert officer.get("plan.edit", public_id=round_.public_id, section="basics").status_code == 302
