"""What a plan would draw, worked out before anything is drawn."""

from decimal import Decimal

from review.sampling.allocation import Quota
from review.sampling.preview import Frameable, Funnel, Per, Removed, StratumLine, preview

FUNNEL = Funnel(20, (Removed("window", 6), Removed("split", 2)))


def cases(*strata: tuple[str, str, int, int]) -> list[Frameable]:
    """(unit, handler, random cases, key cases) of each stratum."""
    made: list[Frameable] = []
    for unit, handler, random, must in strata:
        for number in range(random + must):
            made.append(
                Frameable(
                    case_id=len(made),
                    key=f"{handler}{number}",
                    record_hash="",
                    unit_code=unit,
                    unit_name=f"{unit}院",
                    region_id=1,
                    handler_no=handler,
                    handler_name=handler,
                    stratum=f"{unit}|{handler}",
                    must_kind="city/acquitted" if number >= random else "",
                )
            )
    return made


def test_quotas_minimums_and_key_cases_are_told_per_stratum() -> None:
    made = preview(
        cases(("甲", "a", 10, 1), ("乙", "b", 1, 0)),
        FUNNEL,
        rate=Decimal("0.1"),
        minimum=2,
        reviewers_per_case=2,
        reviewers=3,
    )
    # 10 % of 11 is 2 cases: both go to a. The floor wants 2 of a and all (1) of b: 3 in all, one of them added.
    assert made.lines == (
        StratumLine("乙院", "b", Quota("乙|b", 1, 1, 0, 1), 0),
        StratumLine("甲院", "a", Quota("甲|a", 10, 2, 2, 2), 1),
    )
    assert (made.frame, made.random, made.added, made.must, made.total) == (12, 2, 1, 1, 4)
    assert made.over_rate == (made.lines[0],)
    assert (made.slots, made.per_reviewer) == (8, 8 / 3)
    assert made.units == (Per("乙", "乙院", 1, 1), Per("甲", "甲院", 11, 3))


def test_without_a_rate_there_is_a_frame_but_no_quota() -> None:
    made = preview(cases(("甲", "a", 3, 0)), FUNNEL, rate=None, minimum=2, reviewers_per_case=1, reviewers=0)
    assert (made.frame, made.total, made.per_reviewer) == (3, 0, None)


def test_a_stratum_of_key_cases_only_gives_no_random_case() -> None:
    made = preview(
        cases(("甲", "a", 0, 2)), FUNNEL, rate=Decimal("0.3"), minimum=2, reviewers_per_case=1, reviewers=1
    )
    assert made.lines == (StratumLine("甲院", "a", Quota("甲|a", 0, 0, 0, 0), 2),)
    assert made.total == 2


def test_an_empty_frame_names_the_filter_that_removed_most() -> None:
    funnel = Funnel(8, (Removed("window", 1), Removed("causes", 7), Removed("split", 0)))
    assert funnel.left == 0
    assert funnel.most == Removed("causes", 7)
    assert Funnel(0, (Removed("window", 0),)).most is None
