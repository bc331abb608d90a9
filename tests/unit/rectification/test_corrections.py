"""Every finding that stood is mended, until somebody else strikes it off."""

from datetime import date

import pytest
from sqlalchemy import select

from review.journal.models import JournalEntry
from review.people.roles import Role
from review.rectification.actions import (
    CorrectionChanged,
    CorrectionsOpen,
    OwnWorkVerified,
    ProofMissing,
    ReturnReasonMissing,
    close_round,
    give_back,
    strike_off,
    submit,
)
from review.rectification.models import Correction, CorrectionMove, CorrectionState
from review.rectification.queries import (
    Filter,
    Ledger,
    correction_for,
    correction_lines,
    in_reach,
    ledger_figures,
    narrowed,
)
from review.rounds.steps import Step
from tests.builders.conclusions import TODAY, Assembly, catalogue, codes, opened_round
from tests.town import NOON, Town

LATE, UNSIGNED = codes("procedure", 2)


def published(town: Town) -> Assembly:
    assembly = opened_round(town)
    assembly.publish(problems={LATE: "minor"})
    return assembly


def of(assembly: Assembly, key: str) -> Correction:
    finding = assembly.standing(key)[0]
    return assembly.session.scalars(select(Correction).where(Correction.finding_id == finding.id)).one()


def act(assembly: Assembly, verb: object, key: str, by: str, **facts: object) -> None:
    correction = of(assembly, key)
    verb(  # type: ignore[operator]
        assembly.session,
        correction,
        version=correction.version,
        by=assembly.town.viewer(by),
        at=NOON,
        **facts,
    )


def test_publication_opens_a_correction_per_standing_finding(town: Town) -> None:
    assembly = published(town)
    correction, conclusion = of(assembly, "东湖A"), assembly.conclusion("东湖A")
    assert correction.number == f"整{conclusion.number.removeprefix('评')}-01"
    assert correction.task == catalogue().by_code[LATE].repair.step
    assert correction.due_on == date(2026, 3, 16)  # ten working days after Monday 2 March
    assert (correction.owner_id, correction.unit_id) == (town.people["林峰"].id, town.units["东湖区院"].id)
    assert town.session.query(Correction).count() == 3


def test_submitted_work_is_struck_off_by_somebody_else(town: Town) -> None:
    assembly = published(town)
    act(assembly, submit, "东湖A", "林峰", text="已补充告知并入卷")
    with pytest.raises(OwnWorkVerified):
        act(assembly, strike_off, "东湖A", "林峰")
    act(assembly, strike_off, "东湖A", "于洋", text="已核对")
    assert of(assembly, "东湖A").state is CorrectionState.STRUCK
    moves = town.session.scalars(select(CorrectionMove).order_by(CorrectionMove.id)).all()
    assert [(move.to, move.text, move.by_id) for move in moves] == [
        (CorrectionState.SUBMITTED, "已补充告知并入卷", town.people["林峰"].id),
        (CorrectionState.STRUCK, "已核对", town.people["于洋"].id),
    ]


def test_whoever_submits_for_another_does_not_verify_it(town: Town) -> None:
    assembly = published(town)
    act(assembly, submit, "东湖A", "于洋", text="已组织补正")
    with pytest.raises(OwnWorkVerified):
        act(assembly, strike_off, "东湖A", "于洋")
    act(assembly, strike_off, "东湖A", "何主任")


def test_work_is_given_back_with_a_reason_and_submitted_again(town: Town) -> None:
    assembly = published(town)
    act(assembly, submit, "东湖A", "林峰", text="已整改")
    with pytest.raises(ReturnReasonMissing):
        act(assembly, give_back, "东湖A", "何主任", reason="")
    act(assembly, give_back, "东湖A", "何主任", reason="没有附回证")
    assert of(assembly, "东湖A").state is CorrectionState.RETURNED
    act(assembly, submit, "东湖A", "林峰", text="回证已入卷第8页")
    assert of(assembly, "东湖A").state is CorrectionState.SUBMITTED


def test_nothing_is_struck_off_before_it_was_submitted_or_without_proof(town: Town) -> None:
    assembly = published(town)
    with pytest.raises(CorrectionChanged) as refusal:
        act(assembly, strike_off, "东湖A", "何主任")
    assert (
        str(refusal.value) == "该项整改当前为“待整改”，可能已由他人办理，本次操作没有执行。请刷新页面查看。"
    )
    with pytest.raises(ProofMissing):
        act(assembly, submit, "东湖A", "林峰", text=" ")


def test_a_round_closes_when_everything_is_struck_off(town: Town) -> None:
    assembly = published(town)
    for key, handler in (("东湖A", "林峰"), ("西山B", "吴静")):
        act(assembly, submit, key, handler, text="已整改")
        act(assembly, strike_off, key, "何主任")
    with pytest.raises(CorrectionsOpen) as refusal:
        close_round(town.session, assembly.round, by=town.viewer("何主任"), at=NOON)
    assert refusal.value.facts == {"open": 1, "examples": [of(assembly, "南浦C").number]}
    act(assembly, submit, "南浦C", "唐越", text="已整改")
    act(assembly, strike_off, "南浦C", "何主任")
    close_round(town.session, assembly.round, by=town.viewer("何主任"), at=NOON)
    assert assembly.round.step is Step.CLOSED
    last = town.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    assert (last.act, last.facts) == ("RoundClosed", {"corrections": 3})


def test_everybody_sees_the_own_part_of_the_ledger(town: Town) -> None:
    assembly = published(town)
    town.person("县管", "西山区院", Role.OFFICER)
    town.person("蒋副", "东湖区院", Role.HEAD, department=None)

    def seen(name: str) -> set[str]:
        lines, total = correction_lines(town.session, in_reach(town.viewer(name)), limit=50, offset=0)
        assert total == len(lines)
        return {line.case_number for line in lines}

    assert {name: seen(name) for name in ("何主任", "县管", "林峰", "于洋", "蒋副", "周岚", "沈清")} == {
        "何主任": {"东湖A", "西山B", "南浦C"},
        "县管": {"西山B"},
        "林峰": {"东湖A"},
        "于洋": {"东湖A"},
        "蒋副": {"东湖A"},
        "周岚": set(),
        "沈清": set(),
    }
    other = of(assembly, "西山B").public_id
    assert correction_for(town.session, town.viewer("林峰"), other) is None


def test_the_ledger_is_narrowed_by_state_unit_words_and_term(town: Town) -> None:
    assembly = published(town)
    act(assembly, submit, "东湖A", "林峰", text="已整改")
    reach = in_reach(town.viewer("何主任"))

    def cases(wanted: Filter, today: date = TODAY) -> list[str]:
        lines, _ = correction_lines(
            town.session, narrowed(reach, wanted, today=today), sort="unit", limit=50, offset=0
        )
        return [line.case_number for line in lines]

    assert cases(Filter(state="submitted")) == ["东湖A"]
    assert cases(Filter(unit=town.units["西山区院"].public_id)) == ["西山B"]
    assert cases(Filter(words="唐越")) == ["南浦C"]
    assert cases(Filter(overdue=True)) == []
    assert len(cases(Filter(overdue=True), date(2026, 3, 17))) == 3
    assert ledger_figures(town.session, reach, today=date(2026, 3, 17)) == Ledger(3, 2, 1, 0, 0, 3)
