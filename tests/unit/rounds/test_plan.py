"""The plan as a document: what it says, its canonical text, and its hash."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from review.assignment.certificate import METHOD
from review.rounds.blindness import ALIAS, SEEN, STAGES, visibility
from review.rounds.models import Mode
from review.rounds.plan import (
    ASSIGNMENT_METHOD,
    Catalogued,
    Draft,
    Excluded,
    Organiser,
    Pool,
    document,
    seal,
)
from review.rounds.sections import Basics, Reviewing, Rules, Sampling, Scope, Terms

DRAFT = Draft(
    organiser=Organiser("33", "江东省院"),
    basics=Basics("下半年评查", "年度方案"),
    scope=Scope(date(2025, 7, 1), date(2025, 12, 31), families=("prosecution", "arrest")),
    unit_codes=("3302", "3301"),
    sampling=Sampling(Decimal("0.300000"), 2, ("unit", "handler"), ("hubei-20/acquitted",)),
    rules=Rules("2026.1", "2026", 10),
    reviewing=Reviewing(Mode.CROSS_REGION, 2),
    terms=Terms(date(2026, 4, 30)),
    pool=Pool(3, 3, 90),
    excluded=(Excluded("案2", "正在申诉"), Excluded("案1", "已移送纪检")),
)
CATALOGUE = Catalogued("2026.1", "c" * 64, "1", Decimal("100"), Decimal("10"))


def test_the_plan_says_all_that_decides_the_round() -> None:
    plan = document(DRAFT, CATALOGUE, {"name": "pingcha-draw", "version": 1})
    assert plan["scope"]["window"] == ["2025-07-01", "2025-12-31"]
    assert plan["scope"]["families"] == ["arrest", "prosecution"]
    assert plan["scope"]["units"] == ["3301", "3302"]
    assert plan["scope"]["excluded"] == [
        {"key": "案1", "reason": "已移送纪检"},
        {"key": "案2", "reason": "正在申诉"},
    ]
    assert plan["sampling"]["rate"] == "0.3"
    assert plan["sampling"]["must"] == ["hubei-20/acquitted"]
    assert plan["reviewing"]["pool"] == {"reviewers": 3, "units": 3, "capacity": 90}
    assert plan["third_review_when"]["points_differ_by_more_than"] == 10
    assert plan["catalogue"] == {"version": "2026.1", "hash": "c" * 64}
    assert plan["terms"] == {
        "review_due_on": "2026-04-30",
        "hearing_working_days": 5,
        "correction_working_days": 10,
    }


def test_the_plan_hash_is_the_sha256_of_its_canonical_text() -> None:
    sealed = seal({"b": "评", "a": [1, 2]})
    assert sealed.text == '{"a":[1,2],"b":"评"}'
    assert sealed.hash == hashlib.sha256(sealed.text.encode()).hexdigest()


def test_any_change_of_the_plan_changes_its_hash() -> None:
    algorithm = {"name": "pingcha-draw"}
    changed = (
        replace(DRAFT, sampling=replace(DRAFT.sampling, minimum=3)),
        replace(DRAFT, terms=replace(DRAFT.terms, hide_reviewer=False)),
        replace(DRAFT, excluded=DRAFT.excluded[:1]),
        replace(DRAFT, rules=replace(DRAFT.rules, points_gap=11)),
    )
    hashes = {seal(document(one, CATALOGUE, algorithm)).hash for one in (DRAFT, *changed)}
    assert len(hashes) == 5


def test_the_order_in_which_filters_were_ticked_does_not_change_the_hash() -> None:
    turned = replace(
        DRAFT, unit_codes=("3301", "3302"), scope=replace(DRAFT.scope, families=("arrest", "prosecution"))
    )
    assert seal(document(turned, CATALOGUE, {})) == seal(document(DRAFT, CATALOGUE, {}))


def test_the_sealed_text_reads_back() -> None:
    plan = document(DRAFT, CATALOGUE, {})
    assert json.loads(seal(plan).text) == plan


def test_the_plan_promises_the_method_that_assigns() -> None:
    assert ASSIGNMENT_METHOD == METHOD


def test_the_visibility_table_follows_the_two_switches() -> None:
    blind = {
        (line.viewer, line.subject): line.cells for line in visibility(hide_handler=True, hide_reviewer=True)
    }
    open_ = {
        (line.viewer, line.subject): line.cells
        for line in visibility(hide_handler=False, hide_reviewer=False)
    }
    handler, reviewer = ("评查员", "承办人、承办单位、案号"), ("承办检察官", "评查员")
    assert blind[handler] == (ALIAS,) * len(STAGES)
    assert open_[handler] == (SEEN,) * len(STAGES)
    assert blind[reviewer][1:] == (ALIAS,) * 3
    assert open_[reviewer][1:] == (SEEN,) * 3
    assert (
        blind["案管人员", "评查员与案件的对应关系"][0]
        == open_["案管人员", "评查员与案件的对应关系"][0]
        == "不可见"
    )
