"""Assignments of towns of every shape, beside OR-tools' exact answers."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import lcm

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from review.assignment.conditions import Condition
from review.assignment.infeasible import AssignmentInfeasible
from review.assignment.plan import Plan, assign
from review.assignment.reassign import Change, NobodyTakesOver, reassign
from review.assignment.roster import CaseToAssign, Conflict, ConflictKind, Reviewer
from review.assignment.violations import violations
from tests.property.assignment_oracle import Town, least_squares_loads, most_matches, shortfall

REGIONS = ["东湖", "西山", "北岭", "南浦"]
TYPES = ["盗窃", "诈骗", "寻衅滋事"]
HANDLERS = ["甲", "乙", "员0", "员1"]


@st.composite
def towns(draw: st.DrawFn, *, most_k: int = 3, least_capacity: int = 0) -> Town:
    """Up to seven cases, up to six reviewers in up to four regions with up to two units each."""
    regions = REGIONS[: draw(st.integers(2, 4))]
    place = st.tuples(st.sampled_from(regions), st.integers(1, 2))
    k = draw(st.integers(1, most_k))
    cases = []
    for n in range(draw(st.integers(1, 7))):
        region, unit = draw(place)
        handler, kind = draw(st.sampled_from(HANDLERS)), draw(st.sampled_from(TYPES))
        cases.append(CaseToAssign(f"案{n}", region, f"{region}{unit}院", handler, kind, Decimal(1), k))
    reviewers = []
    for n in range(draw(st.integers(1, 6))):
        region, unit = draw(place)
        knows = draw(st.frozensets(st.sampled_from(TYPES), max_size=2))
        reviewers.append(
            Reviewer(f"员{n}", region, f"{region}{unit}院", draw(st.integers(least_capacity, 5)), knows)
        )
    targets = st.one_of(
        st.tuples(st.just(ConflictKind.CASE), st.sampled_from([case.case_id for case in cases])),
        st.tuples(st.just(ConflictKind.HANDLER), st.sampled_from(HANDLERS)),
        st.tuples(st.just(ConflictKind.UNIT), st.sampled_from([case.unit for case in cases])),
    )
    ids = st.sampled_from([reviewer.reviewer_id for reviewer in reviewers])
    ledger = draw(st.lists(st.tuples(ids, targets), max_size=3))
    return Town(cases, reviewers, [Conflict(who, kind, target) for who, (kind, target) in ledger])


ROOMY = towns(most_k=2, least_capacity=3)
"""Towns that mostly have a plan."""


def planned(
    town: Town, *, anti_reciprocity: bool = False, cap: Fraction | None = None
) -> Plan | AssignmentInfeasible:
    """The plan, or why there is none."""
    try:
        return assign(
            town.cases,
            town.reviewers,
            town.conflicts,
            seed="31415",
            anti_reciprocity=anti_reciprocity,
            cap=cap,
        )
    except AssignmentInfeasible as refusal:
        return refusal


def shares_of(plan: Plan) -> dict[str, Fraction]:
    """Fair share by reviewer."""
    return {load.reviewer_id: load.fair_share or Fraction(0) for load in plan.certificate.loads}


@settings(max_examples=150, deadline=None)
@given(towns())
def test_a_plan_keeps_every_condition_or_the_shortfall_is_the_oracles_and_mended_as_told(town: Town) -> None:
    result = planned(town)
    if isinstance(result, Plan):
        assert violations(town.cases, town.reviewers, town.conflicts, result.assignments) == []
    elif result.condition is Condition.CAPACITY:
        extra = result.cut.extra or {}
        roomier = [replace(r, capacity=r.capacity + extra.get(r.reviewer_id, 0)) for r in town.reviewers]
        assert result.cut.short == shortfall(town) == sum(extra.values())
        assert isinstance(planned(replace_reviewers(town, roomier)), Plan)
    else:
        unlimited = [replace(r, capacity=town.wanted) for r in town.reviewers]
        assert result.cut.short == shortfall(replace_reviewers(town, unlimited)) > 0


def replace_reviewers(town: Town, reviewers: list[Reviewer]) -> Town:
    """The town with other reviewers."""
    return Town(town.cases, reviewers, town.conflicts)


@settings(max_examples=70, deadline=None)
@given(ROOMY)
def test_matches_are_the_most_that_fair_loads_allow(town: Town) -> None:
    result = planned(town)
    assume(isinstance(result, Plan))
    assert isinstance(result, Plan)
    assert result.certificate.farthest_from_fair is not None
    assert result.certificate.farthest_from_fair < 1
    assert result.certificate.matches == most_matches(town, shares_of(result))


@settings(max_examples=50, deadline=None)
@given(ROOMY)
def test_fair_shares_are_the_least_squares_of_the_oracle(town: Town) -> None:
    result = planned(town)
    assume(isinstance(result, Plan))
    assert isinstance(result, Plan)
    shares = shares_of(result)
    parts = lcm(*(share.denominator for share in shares.values()))
    assume(parts <= 120)
    expected = [Fraction(load, parts) for load in least_squares_loads(town, parts)]
    assert [shares[reviewer.reviewer_id] for reviewer in town.reviewers] == expected


@settings(max_examples=100, deadline=None)
@given(towns())
def test_regions_are_kept_from_reviewing_each_other_exactly_where_that_is_possible(town: Town) -> None:
    result = planned(town, anti_reciprocity=True)
    if isinstance(result, AssignmentInfeasible):
        assert shortfall(town, anti_reciprocity=True) > 0
    else:
        assert result.certificate.violations == 0
        assert result.certificate.reciprocal_regions == ()


@settings(max_examples=60, deadline=None)
@given(towns(), st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(1, 3)]))
def test_under_a_cap_every_condition_and_fair_load_still_holds(town: Town, cap: Fraction) -> None:
    result = planned(town, cap=cap)
    if isinstance(result, AssignmentInfeasible):
        assert result.cut.short > 0
        return
    assert violations(town.cases, town.reviewers, town.conflicts, result.assignments) == []
    assert result.certificate.farthest_from_fair is not None
    assert result.certificate.farthest_from_fair < 1


@settings(max_examples=60, deadline=None)
@given(towns())
def test_the_order_of_lists_decides_nothing(town: Town) -> None:
    turned = Town(town.cases[::-1], town.reviewers[::-1], town.conflicts[::-1])
    first, second = planned(town), planned(turned)
    if isinstance(first, Plan):
        assert first == second
    else:
        assert isinstance(second, AssignmentInfeasible)
        assert first.clash == second.clash


def changed(plan: Plan, town: Town, gone: str, *, movable: bool) -> Change | None:
    """What becomes of the plan when a reviewer drops out."""
    try:
        return reassign(
            plan.assignments,
            town.cases,
            town.reviewers,
            town.conflicts,
            seed="27182",
            dropouts=[gone],
            movable=plan.assignments if movable else (),
        )
    except NobodyTakesOver:
        return None


@settings(max_examples=70, deadline=None)
@given(ROOMY, st.integers(0, 5))
def test_a_dropout_changes_no_more_than_it_must(town: Town, gone: int) -> None:
    result = planned(town)
    assume(isinstance(result, Plan) and gone < len(town.reviewers))
    assert isinstance(result, Plan)
    who = town.reviewers[gone].reviewer_id
    rest = replace_reviewers(town, [r for r in town.reviewers if r.reviewer_id != who])
    stay = {a for a in result.assignments if a.reviewer_id != who}
    still = changed(result, town, who, movable=False)
    if still is not None:
        assert stay <= set(still.assignments)
        assert violations(rest.cases, rest.reviewers, rest.conflicts, still.assignments) == []
    moving = changed(result, town, who, movable=True)
    assert (moving is None) == (shortfall(rest) > 0)
    if moving is not None:
        assert violations(rest.cases, rest.reviewers, rest.conflicts, moving.assignments) == []
        assert len(stay - set(moving.assignments)) == len(moving.moved)
        assert (moving.moved == ()) == (still is not None)
