"""The handler is heard, problem by problem."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from review.feedback.actions_hearings import (
    HearingClosed,
    NoteMissing,
    ReplyChanged,
    TermOver,
    accept_all,
    close_forgotten,
    close_overdue,
    record_on_behalf,
    save_reply,
    send_replies,
)
from review.feedback.actions_objections import (
    ObjectionAnswered,
    ObjectionsOpen,
    answer_objection,
    finish_objections,
)
from review.feedback.models import Hearing, HearingEnd, Reply, Stance
from review.feedback.queries import own_hearing, own_hearing_lines
from review.feedback.replies import RepliesOpen, Said
from review.grading.actions_approvals import send_back
from review.grading.actions_checks import ReasonMissing, change_severity
from review.grading.models import Stage
from review.journal.models import JournalEntry
from tests.builders.conclusions import TODAY, Assembly, codes, opened_round
from tests.town import NOON, Town

LATE, UNSIGNED = codes("procedure", 2)
SERIOUS = {LATE: "serious"}


def answer(assembly: Assembly, key: str, *, upheld: bool, why: str = "经核实", severity: str = "") -> None:
    conclusion = assembly.conclusion(key)
    heard = next(finding for finding in conclusion.findings if finding.withdrawn_at is None)
    answer_objection(
        assembly.session,
        conclusion,
        heard,
        upheld=upheld,
        severity=severity,
        answer=why,
        version=conclusion.version,
        by=assembly.town.viewer("沈清"),
        at=NOON,
    )


def test_the_term_counts_working_days_by_the_holiday_table(town: Town) -> None:
    assembly = opened_round(town)
    assembly.review("东湖A", problems=SERIOUS)
    # Thursday 2 April 2026; the Qingming days off are Saturday 4 to Monday 6 April
    hearing = assembly.agree("东湖A", at=NOON + timedelta(days=31))
    assert (hearing.sent_on, hearing.due_on) == (date(2026, 4, 2), date(2026, 4, 10))
    assert hearing.handler_id == town.people["林峰"].id


def test_a_case_without_findings_goes_straight_to_approval(town: Town) -> None:
    assembly = opened_round(town)
    assembly.review("东湖A")
    hearing = assembly.agree("东湖A")
    assert (hearing.end, hearing.closed_at) == (HearingEnd.NOT_NEEDED, NOON)
    assert assembly.conclusion("东湖A").stage is Stage.APPROVAL
    lines, total = own_hearing_lines(town.session, town.viewer("林峰"), which="waiting", limit=20, offset=0)
    assert (lines, total) == ([], 0)
    assert own_hearing(town.session, town.viewer("林峰"), hearing.public_id) is None  # not before publication


def test_drafts_are_kept_by_version_and_the_slower_window_is_told(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.HEARING, problems=SERIOUS)
    hearing, finding = assembly.hearing("东湖A"), assembly.standing("东湖A")[0]
    facts: dict[str, Any] = {"on": TODAY, "at": NOON}
    first = save_reply(
        town.session, hearing, finding, stance=Stance.OBJECT, reason="已告知", version=0, **facts
    )
    assert (first.version, first.sent_at) == (1, None)
    with pytest.raises(ReplyChanged) as refusal:
        save_reply(town.session, hearing, finding, stance=Stance.ACCEPT, reason="", version=0, **facts)
    assert (refusal.value.stance, refusal.value.reason, refusal.value.version) == (Stance.OBJECT, "已告知", 1)
    again = save_reply(town.session, hearing, finding, stance=Stance.ACCEPT, reason="", version=1, **facts)
    assert (again.stance, again.version) == (Stance.ACCEPT, 2)


def test_sending_asks_for_a_stance_on_everything_and_a_reason_for_every_objection(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.HEARING, problems={LATE: "serious", UNSIGNED: "minor"})
    first = assembly.standing("东湖A")[0]
    save_reply(
        town.session,
        assembly.hearing("东湖A"),
        first,
        stance=Stance.PARTLY,
        reason=" ",
        version=0,
        on=TODAY,
        at=NOON,
    )
    with pytest.raises(RepliesOpen) as refusal:
        send_replies(town.session, assembly.hearing("东湖A"), on=TODAY, by=town.viewer("林峰"), at=NOON)
    assert refusal.value.facts == {"silent": 1, "bare": 1}


def test_accepting_all_leaves_what_was_said_already(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.HEARING, problems={LATE: "serious", UNSIGNED: "minor"})
    first = assembly.standing("东湖A")[0]
    save_reply(
        town.session,
        assembly.hearing("东湖A"),
        first,
        stance=Stance.OBJECT,
        reason="已告知",
        version=0,
        on=TODAY,
        at=NOON,
    )
    accept_all(town.session, assembly.hearing("东湖A"), assembly.standing("东湖A"), on=TODAY, at=NOON)
    said = {one.finding_id: one.stance for one in assembly.hearing("东湖A").replies}
    assert said == {first.id: Stance.OBJECT, assembly.standing("东湖A")[1].id: Stance.ACCEPT}


def test_all_accepted_goes_to_approval_and_an_objection_to_the_leader(town: Town) -> None:
    assembly = opened_round(town)
    assert assembly.until("东湖A", Stage.APPROVAL, problems=SERIOUS).stage is Stage.APPROVAL
    assert assembly.until("西山B", Stage.OBJECTION, problems=SERIOUS).stage is Stage.OBJECTION
    assert assembly.hearing("西山B").end is HearingEnd.REPLIED


def test_after_the_term_nothing_can_be_sent_and_silence_is_recorded_as_such(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.HEARING, problems=SERIOUS)
    hearing = assembly.hearing("东湖A")
    assert hearing.due_on == date(2026, 3, 9)
    draft: dict[str, Any] = {"stance": Stance.OBJECT, "reason": "尚未写完", "version": 0, "at": NOON}
    save_reply(town.session, hearing, assembly.standing("东湖A")[0], on=TODAY, **draft)
    officer = town.viewer("何主任")
    assert close_overdue(town.session, on=date(2026, 3, 9), by=officer, at=NOON) == 0
    late = date(2026, 3, 10)
    with pytest.raises(TermOver):
        send_replies(town.session, assembly.hearing("东湖A"), on=late, by=town.viewer("林峰"), at=NOON)
    assert close_overdue(town.session, on=late, by=officer, at=NOON) == 1
    hearing = assembly.hearing("东湖A")
    assert (hearing.end, hearing.replies) == (HearingEnd.DEFAULT, [])
    assert assembly.conclusion("东湖A").stage is Stage.APPROVAL
    assert close_overdue(town.session, on=late, by=officer, at=NOON) == 0


def test_the_machine_waits_three_days_before_it_closes_by_itself(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.HEARING, problems=SERIOUS)  # due on 9 March
    assert close_forgotten(town.session, on=date(2026, 3, 12), at=NOON) == 0
    assert close_forgotten(town.session, on=date(2026, 3, 13), at=NOON) == 1
    entry = town.session.scalars(select(JournalEntry).where(JournalEntry.act == "HearingDefaulted")).one()
    assert (entry.actor, entry.facts) == ("system", {"findings": 1})


def test_an_officer_records_what_was_said_outside_with_its_proof(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.HEARING, problems=SERIOUS)
    said = {assembly.standing("东湖A")[0].id: Said(Stance.OBJECT, "当日已电话告知")}
    facts: dict[str, Any] = {"by": town.viewer("何主任"), "at": NOON}
    with pytest.raises(NoteMissing):
        record_on_behalf(town.session, assembly.hearing("东湖A"), said, note_="", **facts)
    record_on_behalf(
        town.session, assembly.hearing("东湖A"), said, note_="2026年3月3日书面意见，存卷第12页", **facts
    )
    hearing = assembly.hearing("东湖A")
    assert (hearing.on_behalf, hearing.end, hearing.note) == (
        True,
        HearingEnd.REPLIED,
        "2026年3月3日书面意见，存卷第12页",
    )
    assert assembly.conclusion("东湖A").stage is Stage.OBJECTION
    with pytest.raises(HearingClosed):
        record_on_behalf(town.session, hearing, said, note_="再次", **facts)


def test_an_upheld_objection_withdraws_the_finding_and_moves_the_points(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.OBJECTION, problems=SERIOUS)
    assert assembly.conclusion("东湖A").points == 90
    with pytest.raises(ReasonMissing):
        answer(assembly, "东湖A", upheld=True, why=" ")
    answer(assembly, "东湖A", upheld=True, why="回证在补充卷第3页")
    conclusion = assembly.conclusion("东湖A")
    assert conclusion.points == 100
    assert assembly.standing("东湖A") == []
    assert conclusion.findings[0].withdrawn_why == "回证在补充卷第3页"


def test_an_objection_may_be_upheld_in_part_by_a_lighter_severity(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.OBJECTION, problems=SERIOUS)
    answer(assembly, "东湖A", upheld=True, severity="minor", why="仅迟延一日")
    assert [(one.severity, one.withdrawn_why) for one in assembly.conclusion("东湖A").findings] == [
        ("serious", "仅迟延一日"),
        ("minor", ""),
    ]
    # the answer itself tells the handler of the new finding
    assert assembly.hearing("东湖A").heard == [one.id for one in assembly.conclusion("东湖A").findings]


def test_no_case_goes_to_approval_while_an_objection_is_open(town: Town) -> None:
    assembly = opened_round(town)
    conclusion = assembly.until("东湖A", Stage.OBJECTION, problems=SERIOUS)
    facts: dict[str, Any] = {
        "grade": "qualified",
        "criteria": assembly.criteria("qualified"),
        "opinion": "",
        "by": town.viewer("沈清"),
        "at": NOON,
    }
    with pytest.raises(ObjectionsOpen) as refusal:
        finish_objections(town.session, conclusion, version=conclusion.version, **facts)
    assert str(refusal.value) == "尚有 1 项异议未答复。请逐项答复后再报请审批。"
    answer(assembly, "东湖A", upheld=False, why="告知回证未入卷")
    conclusion = assembly.conclusion("东湖A")
    finish_objections(town.session, conclusion, version=conclusion.version, **facts)
    assert assembly.conclusion("东湖A").stage is Stage.APPROVAL
    reply = town.session.scalars(select(Reply)).one()
    assert (reply.upheld, reply.answer) == (False, "告知回证未入卷")


def test_an_objection_is_answered_once(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.OBJECTION, problems=SERIOUS)
    answer(assembly, "东湖A", upheld=False)
    with pytest.raises(ObjectionAnswered):
        answer(assembly, "东湖A", upheld=True)


def test_what_the_leader_changes_after_a_return_is_put_to_the_handler_again(town: Town) -> None:
    assembly = opened_round(town)
    conclusion = assembly.until("东湖A", Stage.APPROVAL, problems={LATE: "serious", UNSIGNED: "minor"})
    facts: dict[str, Any] = {"by": town.viewer("郑国"), "at": NOON}
    send_back(town.session, conclusion, reason="请核对", version=conclusion.version, **facts)
    conclusion = assembly.conclusion("东湖A")
    lighter = change_severity(
        town.session,
        conclusion,
        conclusion.findings[0],
        severity="fatal",
        why="影响公正处理",
        version=conclusion.version,
        by=town.viewer("沈清"),
        at=NOON,
    )
    hearing = assembly.agree("东湖A", grade="unqualified", opinion="出现否决情形")
    assert (assembly.conclusion("东湖A").stage, hearing.closed_at) == (Stage.HEARING, None)
    assert hearing.heard[-1] == lighter.id
    close_overdue(town.session, on=hearing.due_on + timedelta(days=1), by=None, at=NOON)
    kept = [one.stance for one in assembly.hearing("东湖A").replies]
    assert kept == [Stance.ACCEPT, Stance.ACCEPT]  # what was sent before stays


def test_the_journal_tells_counts_and_never_words(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.OBJECTION, problems=SERIOUS)
    hearing = town.session.scalars(select(Hearing)).one()
    entry = town.session.scalars(select(JournalEntry).where(JournalEntry.act == "RepliesSent")).one()
    assert (entry.object, entry.facts) == (
        f"hearing:{hearing.public_id}",
        {"accepted": 0, "objected": 1, "on_behalf": False},
    )
