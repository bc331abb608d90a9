"""Assigning a round, recusing, calling a third: conditions hold, loads are fair, nobody can tell who got what."""

import re
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from sqlalchemy import select

from review.assignment.actions import (
    AssignmentOver,
    CountyMayNotAssign,
    RecusalUnfit,
    assign_cases,
    call_third,
    fill_open_slots,
    recuse,
)
from review.assignment.infeasible import AssignmentInfeasible
from review.assignment.models import Assignment, AssignmentRun, DeclaredConflict, End, Recusal
from review.assignment.queries import gather, open_slots
from review.assignment.roster import Conflict, ConflictKind
from review.cases.models import Case
from review.journal.actions import unseal
from review.journal.models import JournalEntry
from review.journal.queries import verify_chain
from review.people.models import Person, Unit
from review.people.roles import Role
from review.rounds.actions import extend_pool
from review.rounds.models import Mode, Round
from review.rounds.sections import Reviewing, Sampling
from review.rounds.steps import Step, StepOutOfTurn
from review.sampling.models import SampledCase
from tests.builders.rounds import advance, reviewed_by, round_at
from tests.town import NOON, Town

LATER = NOON + timedelta(days=1)


def pairs(town: Town, round_: Round) -> list[tuple[str, str, int]]:
    """(case, reviewer, slot) of every assignment that has not ended."""
    rows = town.session.execute(
        select(Case.key, Person.name, Assignment.slot)
        .join(SampledCase, SampledCase.id == Assignment.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .join(Person, Person.id == Assignment.reviewer_id)
        .where(Assignment.round_id == round_.id, Assignment.ended_at.is_(None))
        .order_by(Case.key, Assignment.slot)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def assignment_of(town: Town, reviewer: str) -> Assignment:
    """One open assignment of a reviewer."""
    found = town.session.scalars(
        select(Assignment)
        .where(Assignment.reviewer_id == town.people[reviewer].id, Assignment.ended_at.is_(None))
        .order_by(Assignment.id)
    ).first()
    assert found is not None
    return found


def region_of_case(town: Town, assignment: Assignment) -> int:
    found = town.session.scalar(
        select(Unit.region_id)
        .join(Case, Case.unit_id == Unit.id)
        .join(SampledCase, SampledCase.case_id == Case.id)
        .where(SampledCase.id == assignment.sampled_case_id)
    )
    assert found is not None
    return found


def test_every_sampled_case_goes_to_another_region_in_fair_loads(town: Town) -> None:
    round_ = round_at(town, Step.ASSIGNED, cases=30)
    got = pairs(town, round_)
    assert len(got) == 9
    loads = {name: sum(1 for _, who, _ in got if who == name) for name in ("陈敏", "周岚", "顾宁")}
    assert loads == {"陈敏": 3, "周岚": 3, "顾宁": 3}
    home = {name: town.people[name].unit.region_id for name in loads}
    rows = town.session.execute(
        select(Person.name, Unit.region_id)
        .select_from(Assignment)
        .join(Person, Person.id == Assignment.reviewer_id)
        .join(SampledCase, SampledCase.id == Assignment.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .join(Unit, Unit.id == Case.unit_id)
    )
    assert [row for row in rows if home[row[0]] == row[1]] == []


def test_two_reviewers_of_a_case_come_from_two_units(town: Town) -> None:
    round_ = round_at(town, Step.ASSIGNED, reviewed_by(2), cases=12)
    got = pairs(town, round_)
    away = {"林峰": {"周岚", "顾宁"}, "吴静": {"陈敏", "顾宁"}, "唐越": {"陈敏", "周岚"}}
    handlers = dict(town.session.execute(select(Case.key, Case.handler_name)).all())
    by_case: dict[str, set[str]] = {}
    for key, who, _ in got:
        by_case.setdefault(key, set()).add(who)
    assert by_case == {key: away[handlers[key]] for key in by_case}


def test_the_seed_is_committed_before_and_sealed(town: Town) -> None:
    round_ = round_at(town, Step.ASSIGNED)
    run = town.session.scalars(select(AssignmentRun)).one()
    seed = unseal(town.session, run.sealed_seed)
    assert run.commitment == sha256(seed.encode()).hexdigest()
    acts = list(town.session.scalars(select(JournalEntry.act).order_by(JournalEntry.seq)))
    assert acts[-2:] == ["AssignmentSeedCommitted", "CasesAssigned"]
    assert verify_chain(town.session) is None
    assert round_.step is Step.ASSIGNED


def test_the_stored_certificate_names_no_reviewer_and_no_way_between_regions(town: Town) -> None:
    round_at(town, Step.ASSIGNED)
    run = town.session.scalars(select(AssignmentRun)).one()
    assert run.certificate["violations"] == 0
    assert "region_ways" not in run.certificate
    told = str(run.certificate)
    assert [name for name in ("陈敏", "周岚", "顾宁") if town.people[name].staff_no in told] == []


def test_aliases_are_readable_different_and_hold_no_ids(town: Town) -> None:
    round_at(town, Step.ASSIGNED, cases=30)
    aliases = list(town.session.scalars(select(Assignment.alias)))
    assert len(set(aliases)) == 9
    shape = re.compile(r"P(-[0-9A-HJKMNP-TV-Z]{4}){5}")
    assert [alias for alias in aliases if not shape.fullmatch(alias)] == []


def test_reviews_are_due_on_the_rounds_day(town: Town) -> None:
    round_at(town, Step.ASSIGNED)
    assert set(town.session.scalars(select(Assignment.due_on))) == {date(2026, 4, 30)}


def test_team_members_handlers_declared_and_earlier_reviews_keep_reviewers_away(town: Town) -> None:
    chen, gu = town.people["陈敏"], town.people["顾宁"]
    first = round_at(town, Step.ASSIGNED, cases=3)
    by_zhou = [key for key, who, _ in pairs(town, first) if who == "周岚"]
    handler = dict(town.session.execute(select(Case.key, Case.handler_no)).all())
    town.case("案0900", "西山区院", "吴静", team=[gu.staff_no], record_hash="9" * 64)
    town.session.add(
        DeclaredConflict(reviewer_id=chen.id, kind="unit", target="330201", source="declared", at=NOON)
    )
    second = round_at(town, Step.DRAWN, Sampling(Decimal(1), 0, ()), cases=0, name="第二轮")
    conflicts = set(gather(town.session, second, at=NOON).conflicts)
    assert Conflict(gu.staff_no, ConflictKind.CASE, "案0900") in conflicts
    assert Conflict(chen.staff_no, ConflictKind.UNIT, "330201") in conflicts
    earlier = {Conflict(town.people["周岚"].staff_no, ConflictKind.HANDLER, handler[key]) for key in by_zhou}
    assert earlier
    assert earlier <= conflicts
    long_after = gather(town.session, second, at=NOON + timedelta(days=366)).conflicts
    assert earlier.isdisjoint(long_after)


def test_vertical_review_keeps_units_of_one_level_apart(town: Town) -> None:
    round_ = round_at(town, Step.DRAWN, Reviewing(Mode.VERTICAL))
    chen = town.people["陈敏"].staff_no
    kept_apart = {
        conflict.target
        for conflict in gather(town.session, round_, at=NOON).conflicts
        if conflict.reviewer_id == chen
    }
    assert kept_apart == {"3301", "3302", "3303"}
    advance(town, round_, Step.ASSIGNED)
    assert len(pairs(town, round_)) == 6


def test_an_infeasible_assignment_names_the_clash_and_assigns_nothing(town: Town) -> None:
    round_ = round_at(town, Step.DRAWN, cases=30)
    for name in ("陈敏", "周岚"):
        town.people[name].active = False
    town.session.flush()
    with pytest.raises(AssignmentInfeasible) as caught:
        assign_cases(town.session, round_, by=town.viewer("何主任"), at=NOON)
    assert caught.value.cut.regions == ("南浦市",)
    assert caught.value.cut.short == 3
    town.session.rollback()
    assert list(town.session.scalars(select(Assignment))) == []


def test_a_county_officer_cannot_assign(town: Town) -> None:
    round_ = round_at(town, Step.DRAWN)
    town.person("县案管", "东湖区院", Role.OFFICER)
    with pytest.raises(CountyMayNotAssign):
        assign_cases(town.session, round_, by=town.viewer("县案管"), at=NOON)


def test_cases_are_assigned_once(town: Town) -> None:
    round_ = round_at(town, Step.ASSIGNED)
    with pytest.raises(StepOutOfTurn):
        assign_cases(town.session, round_, by=town.viewer("何主任"), at=NOON)


def test_a_recusal_deals_the_case_to_somebody_else_at_once(town: Town) -> None:
    round_ = round_at(town, Step.OPENED, cases=30)
    before = pairs(town, round_)
    assignment = assignment_of(town, "陈敏")
    replaced = recuse(
        town.session, assignment, kind="handler", reason="曾为同事", by=town.viewer("陈敏"), at=LATER
    )
    assert replaced is not None
    assert (assignment.end, assignment.ended_at) == (End.RECUSED, LATER)
    assert replaced.reviewer_id != assignment.reviewer_id
    assert replaced.sampled_case_id == assignment.sampled_case_id
    assert replaced.alias != assignment.alias
    changed = set(pairs(town, round_)) ^ set(before)
    assert len(changed) == 2
    conflict = town.session.scalars(select(DeclaredConflict)).one()
    assert (conflict.reviewer_id, conflict.kind, conflict.source) == (
        assignment.reviewer_id,
        "handler",
        "recusal",
    )
    assert town.session.scalars(select(Recusal)).one().reason == "曾为同事"


def test_a_recusal_holds_even_where_nobody_can_take_over_and_the_slot_stays_open(town: Town) -> None:
    round_ = round_at(town, Step.OPENED, reviewed_by(2), cases=3)
    assignment = assignment_of(town, "陈敏")
    left = recuse(town.session, assignment, kind="case", reason="亲属", by=town.viewer("陈敏"), at=LATER)
    assert left is None
    assert assignment.end is End.RECUSED
    assert [(slot.sampled_case_id, slot.missing) for slot in open_slots(town.session, round_)] == [
        (assignment.sampled_case_id, 1)
    ]
    last = town.session.scalars(select(JournalEntry.act).order_by(JournalEntry.seq.desc())).first()
    assert last == "SlotLeftOpen"


def test_an_open_slot_is_filled_once_a_reviewer_is_added(town: Town) -> None:
    round_ = round_at(town, Step.OPENED, reviewed_by(2), cases=3)
    assignment = assignment_of(town, "陈敏")
    recuse(town.session, assignment, kind="case", reason="亲属", by=town.viewer("陈敏"), at=LATER)
    assert fill_open_slots(town.session, round_, at=LATER) == (0, 1)
    town.person("省评", "江东省院", Role.REVIEWER)
    extend_pool(town.session, round_, {town.people["省评"].id: 5}, by=town.viewer("何主任"), at=LATER)
    assert fill_open_slots(town.session, round_, at=LATER) == (1, 0)
    assert open_slots(town.session, round_) == []


def test_an_ended_assignment_cannot_be_recused_again_nor_without_a_reason(town: Town) -> None:
    round_at(town, Step.OPENED, cases=30)
    assignment, chen = assignment_of(town, "陈敏"), town.viewer("陈敏")
    for kind, reason in (("friend", "朋友"), ("case", " ")):
        with pytest.raises(RecusalUnfit):
            recuse(town.session, assignment, kind=kind, reason=reason, by=chen, at=LATER)
    recuse(town.session, assignment, kind="unit", reason="原单位", by=chen, at=LATER)
    with pytest.raises(AssignmentOver):
        recuse(town.session, assignment, kind="unit", reason="原单位", by=chen, at=LATER)


def test_a_third_is_neither_of_the_two_and_of_another_unit(town: Town) -> None:
    town.person("省评", "江东省院", Role.REVIEWER)
    round_ = round_at(town, Step.OPENED, reviewed_by(2), cases=3)
    extend_pool(town.session, round_, {town.people["省评"].id: 5}, by=town.viewer("何主任"), at=NOON)
    town.session.flush()
    case = town.session.scalars(select(SampledCase)).first()
    assert case is not None
    third = call_third(town.session, case, at=LATER)
    assert (third.slot, third.reviewer_id) == (3, town.people["省评"].id)


def test_where_nobody_can_be_the_third_the_refusal_says_so(town: Town) -> None:
    round_at(town, Step.OPENED, reviewed_by(2), cases=3)
    case = town.session.scalars(select(SampledCase)).first()
    assert case is not None
    with pytest.raises(AssignmentInfeasible):
        call_third(town.session, case, at=LATER)


def test_where_regions_must_not_review_each_other_a_successor_keeps_to_it(town: Town) -> None:
    town.person("西二", "西山区院", Role.REVIEWER)
    plan = Reviewing(Mode.CROSS_REGION, anti_reciprocity=True)
    round_ = round_at(town, Step.OPENED, plan, cases=6)
    ways = {
        (
            town.people[who].unit.region_id,
            town.session.scalars(
                select(Unit.region_id).join(Case, Case.unit_id == Unit.id).where(Case.key == key)
            ).one(),
        )
        for key, who, _ in pairs(town, round_)
    }
    assert not any((reviewed, home) in ways for home, reviewed in ways)
    extend_pool(
        town.session,
        round_,
        {town.people["西二"].id: 5},
        by=town.viewer("何主任"),
        at=NOON,
    )
    assignment = town.session.scalars(select(Assignment).order_by(Assignment.id)).first()
    assert assignment is not None
    who = town.session.get_one(Person, assignment.reviewer_id).name
    replaced = recuse(town.session, assignment, kind="case", reason="亲属", by=town.viewer(who), at=LATER)
    if replaced is not None:
        home = town.session.scalars(
            select(Unit.region_id)
            .join(Person, Person.unit_id == Unit.id)
            .where(Person.id == replaced.reviewer_id)
        ).one()
        assert (region_of_case(town, replaced), home) not in ways
