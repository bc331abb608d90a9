"""What always holds for a round, and that each breach is named."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select, update

from review.assignment.models import Assignment
from review.grading.models import Approval, Conclusion
from review.rectification.models import Correction
from review.reports.soundness import faults
from review.rounds.models import Round
from review.rounds.steps import Step
from review.sampling.models import FrameLine, SampledCase
from review.scoring.models import Review
from tests.builders.yangzhou import city_database, city_round
from tests.town import NOON, Town


@pytest.fixture(scope="module")
def town_database(town_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cast's database with the city's round in it."""
    return city_database(town_database, tmp_path_factory.mktemp("city") / "city.sqlite")


@pytest.fixture
def round_(town: Town) -> Round:
    return city_round(town)


def key_of(town: Town, sampled: str) -> str:
    return town.session.scalars(
        select(FrameLine.key)
        .join(SampledCase, SampledCase.case_id == FrameLine.case_id)
        .where(SampledCase.public_id == sampled)
    ).one()


def test_a_whole_round_is_sound(town: Town, round_: Round) -> None:
    assert faults(town.session, round_) == []


def test_a_sample_that_the_seed_does_not_give_is_named(town: Town, round_: Round) -> None:
    town.session.execute(update(SampledCase).where(SampledCase.public_id == "sample-00000").values(rank=99))
    key = key_of(town, "sample-00000")
    assert faults(town.session, round_) == [f"样本案件“{key}”与按种子重新抽取的结果不符。"]


def test_a_changed_frame_is_named(town: Town, round_: Round) -> None:
    round_.frame_hash = "0" * 64
    assert faults(town.session, round_) == ["抽样框与冻结时的校验值不符。"]


def test_a_reviewer_at_home_is_named(town: Town, round_: Round) -> None:
    home = town.person("维扬评查员", "维扬市院")
    town.session.execute(
        update(Assignment).where(Assignment.public_id == "assignment-00003").values(reviewer_id=home.id)
    )
    key = key_of(town, "sample-00003")
    assert set(faults(town.session, round_)) >= {
        f"案件“{key}”的第 1 名评查员与承办单位同地区。",
        f"案件“{key}”的第 1 名评查员不在本轮次评查员库中。",
    }


def test_an_empty_place_is_named(town: Town, round_: Round) -> None:
    town.session.execute(
        update(Assignment)
        .where(Assignment.public_id == "assignment-00003")
        .values(ended_at=NOON + timedelta(days=1))
    )
    key = key_of(town, "sample-00003")
    assert faults(town.session, round_) == [f"案件“{key}”有 0 名评查员在办，应当为 1 名。"]


def test_points_that_do_not_follow_from_the_findings_are_named(town: Town, round_: Round) -> None:
    town.session.execute(
        update(Conclusion).where(Conclusion.public_id == "conclusion-00703").values(points=Decimal(99))
    )
    assert faults(town.session, round_) == ["评2026-00703 的得分为 99.00，按问题和亮点重新计算为 76.00。"]


def test_a_grade_against_the_computed_one_needs_its_reason(town: Town, round_: Round) -> None:
    changed = select(Assignment.id).where(Assignment.public_id == "assignment-00000").scalar_subquery()
    town.session.execute(update(Review).where(Review.assignment_id == changed).values(grade_reason=""))
    key = key_of(town, "sample-00000")
    assert faults(town.session, round_) == [f"案件“{key}”的评查员拟定等次与系统建议不一致，没有写明理由。"]


def test_a_grade_that_nobody_approved_is_named(town: Town, round_: Round) -> None:
    chosen = select(Conclusion.id).where(Conclusion.public_id == "conclusion-00001").scalar_subquery()
    town.session.execute(update(Approval).where(Approval.conclusion_id == chosen).values(agreed=False))
    assert faults(town.session, round_) == ["评2026-00001 已定级而没有相应的审批。"]


def test_a_closed_round_has_every_correction_struck_off(town: Town, round_: Round) -> None:
    round_.step = Step.CLOSED
    open_ = town.session.scalars(
        select(Correction.number).where(Correction.state != "struck").order_by(Correction.number)
    ).all()
    assert faults(town.session, round_) == [f"整改 {number} 没有销号，轮次却已归档。" for number in open_]
