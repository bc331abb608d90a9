"""A reviewer's work on a real round of the cast: begin, answer, conflict, highlights, hand in."""

from decimal import Decimal

import pytest

from review.journal.models import JournalEntry
from review.people.viewer import Viewer
from review.rounds.steps import Step
from review.scoring.actions import (
    AnswerChanged,
    ItemUnknown,
    NotBegun,
    NotReadyToHandIn,
    ReviewClosed,
    SummaryChanged,
    begin_review,
    hand_in,
    save_answer,
    save_summary,
)
from review.scoring.actions_highlights import (
    HighlightGone,
    HighlightKindUnknown,
    HighlightWithoutText,
    delete_highlight,
    save_highlight,
)
from review.scoring.answering import Anchor, Said
from review.scoring.completeness import Summary
from review.scoring.models import Answer, Result
from review.scoring.queries import Task, desk_list, sheet_of, task_of
from tests.builders.conclusions import Assembly
from tests.builders.reviews import CLEAR, KEY, REVIEWER, planted, problem, task
from tests.town import NOON, Town


@pytest.fixture
def assembly(town: Town) -> Assembly:
    """The opened round, 周岚's review of 东湖A begun."""
    made = planted(town)
    begin_review(town.session, task(made), by=town.viewer(REVIEWER), at=NOON)
    town.session.commit()
    return made


@pytest.fixture
def reviewer(town: Town) -> Viewer:
    return town.viewer(REVIEWER)


def say(assembly: Assembly, by: Viewer, code: str, said: Said, seen: int = 0) -> Answer:
    return save_answer(assembly.session, task(assembly), code, said=said, seen=seen, by=by, at=NOON)


def complete(assembly: Assembly, by: Viewer, grade: str = "excellent") -> Task:
    """Everything answered 未见问题, summed up."""
    for rule in task(assembly).rules:
        say(assembly, by, rule.code, CLEAR)
    now = task(assembly)
    scheme = now.catalogue.scheme(now.round.grade_scheme).grade(grade)
    assert scheme is not None
    summary = Summary(
        "本案事实清楚，证据确实充分，程序合法，适用法律正确，文书规范。",
        grade,
        "" if grade == "excellent" else "有保留",
        tuple(sorted(criterion.id for criterion in scheme.criteria)),
    )
    save_summary(assembly.session, now, summary=summary, seen=1, by=by, at=NOON)
    return task(assembly)


def test_an_answer_is_kept_with_its_version(assembly: Assembly, reviewer: Viewer) -> None:
    code = task(assembly).rules[0].code
    first = say(assembly, reviewer, code, CLEAR)
    assert (first.version, first.result, first.deduction) == (1, Result.CLEAR, Decimal(0))
    second = say(assembly, reviewer, code, problem(severity="minor"), seen=1)
    assert (second.version, second.severity, second.reason) == (2, "minor", "未见告知书。")
    assert task(assembly).review.last_item == code  # type: ignore[union-attr]


def test_two_windows_on_one_item_do_not_overwrite_each_other(assembly: Assembly, reviewer: Viewer) -> None:
    code = task(assembly).rules[0].code
    say(assembly, reviewer, code, CLEAR)
    with pytest.raises(AnswerChanged) as refusal:
        say(assembly, reviewer, code, Said(Result.NOT_APPLICABLE, reason="未羁押"), seen=0)
    assert (refusal.value.present.result, refusal.value.version) == (Result.CLEAR, 1)
    assert sheet_of(task(assembly)).answers[code].result is Result.CLEAR


def test_a_repeated_save_is_taken_as_done(assembly: Assembly, reviewer: Viewer) -> None:
    code = task(assembly).rules[0].code
    say(assembly, reviewer, code, CLEAR)
    again = say(assembly, reviewer, code, CLEAR, seen=0)  # the first answer was lost on its way back
    assert again.version == 1


def test_an_answer_taken_back_leaves_its_version_standing(assembly: Assembly, reviewer: Viewer) -> None:
    code = task(assembly).rules[0].code
    say(assembly, reviewer, code, CLEAR)
    assert say(assembly, reviewer, code, Said(None), seen=1).version == 2
    with pytest.raises(AnswerChanged):
        say(assembly, reviewer, code, problem(), seen=1)  # what a page from before would send


def test_only_items_of_the_checklist_are_answered(assembly: Assembly, reviewer: Viewer) -> None:
    with pytest.raises(ItemUnknown):
        say(assembly, reviewer, "XX-999", CLEAR)


def test_nothing_is_answered_before_the_review_begins(town: Town, reviewer: Viewer) -> None:
    made = planted(town)
    with pytest.raises(NotBegun):
        say(made, reviewer, task(made).rules[0].code, CLEAR)


def test_beginning_twice_is_beginning_once(assembly: Assembly, reviewer: Viewer) -> None:
    now = task(assembly)
    assert begin_review(assembly.session, now, by=reviewer, at=NOON) is now.review


def test_highlights_come_with_the_catalogue_s_bonus_and_go_again(
    assembly: Assembly, reviewer: Viewer
) -> None:
    session = assembly.session
    where = Anchor("D01", 1, "经依法审查查明")
    praise = save_highlight(
        session, task(assembly), kind="reasoning", text=" 说理充分 ", anchor=where, by=reviewer, at=NOON
    )
    kind = {one.id: one for one in task(assembly).catalogue.scoring.highlights}["reasoning"]
    assert (praise.text, praise.bonus, praise.anchor_document) == ("说理充分", kind.bonus, "D01")
    delete_highlight(session, task(assembly), praise.public_id, by=reviewer, at=NOON)
    assert sheet_of(task(assembly)).highlights == ()
    with pytest.raises(HighlightGone):
        delete_highlight(session, task(assembly), praise.public_id, by=reviewer, at=NOON)


def test_a_highlight_is_of_a_known_kind_and_says_something(assembly: Assembly, reviewer: Viewer) -> None:
    with pytest.raises(HighlightKindUnknown):
        save_highlight(
            assembly.session, task(assembly), kind="x", text="说理", anchor=Anchor(), by=reviewer, at=NOON
        )
    with pytest.raises(HighlightWithoutText):
        save_highlight(
            assembly.session,
            task(assembly),
            kind="reasoning",
            text="  ",
            anchor=Anchor(),
            by=reviewer,
            at=NOON,
        )


def test_a_stale_summary_is_refused_with_the_present_one(assembly: Assembly, reviewer: Viewer) -> None:
    session = assembly.session
    save_summary(session, task(assembly), summary=Summary("一窗口"), seen=1, by=reviewer, at=NOON)
    with pytest.raises(SummaryChanged) as refusal:
        save_summary(session, task(assembly), summary=Summary("另一窗口"), seen=1, by=reviewer, at=NOON)
    assert (refusal.value.present, refusal.value.version) == (Summary("一窗口"), 2)


def test_an_incomplete_review_cannot_be_handed_in(assembly: Assembly, reviewer: Viewer) -> None:
    review = task(assembly).review
    assert review is not None
    with pytest.raises(NotReadyToHandIn) as refusal:
        hand_in(assembly.session, review, by=reviewer, at=NOON)
    items = len(task(assembly).rules)
    assert len(refusal.value.points) == items + 2  # every item, the opinion, the grade
    assert review.handed_in_at is None


def test_handing_in_freezes_points_grade_and_explanation(assembly: Assembly, reviewer: Viewer) -> None:
    done = complete(assembly, reviewer)
    assert done.review is not None
    review = hand_in(assembly.session, done.review, by=reviewer, at=NOON)
    assert (review.points, review.computed_grade, review.handed_in_at) == (Decimal(100), "excellent", NOON)
    assert review.explanation is not None
    assert review.explanation["points"] == "100"
    assert len(review.explanation["hash"]) == 64


def test_a_handed_in_review_never_changes(assembly: Assembly, reviewer: Viewer) -> None:
    done = complete(assembly, reviewer)
    assert done.review is not None
    hand_in(assembly.session, done.review, by=reviewer, at=NOON)
    with pytest.raises(ReviewClosed):
        say(assembly, reviewer, done.rules[0].code, problem(), seen=1)
    with pytest.raises(ReviewClosed):
        save_summary(assembly.session, task(assembly), summary=Summary("改"), seen=2, by=reviewer, at=NOON)
    with pytest.raises(ReviewClosed):
        hand_in(assembly.session, done.review, by=reviewer, at=NOON)


def test_the_journal_tells_of_every_save_without_a_word_of_the_case(
    assembly: Assembly, reviewer: Viewer
) -> None:
    code = task(assembly).rules[0].code
    say(assembly, reviewer, code, problem("林峰未告知权利", severity="minor"))
    entry = assembly.session.query(JournalEntry).order_by(JournalEntry.seq.desc()).first()
    assert entry is not None
    assert (entry.act, entry.facts) == (
        "AnswerSaved",
        {"rule": code, "result": "problem", "severity": "minor", "version": 1},
    )


def test_a_reviewer_reaches_own_active_assignments_of_opened_rounds_alone(town: Town) -> None:
    made = planted(town)
    own = made.assignments[KEY, 1]
    ids = {name: town.people[name].id for name in ("周岚", "顾宁")}
    assert task_of(town.session, own.public_id, reviewer_id=ids["周岚"]) is not None
    assert task_of(town.session, own.public_id, reviewer_id=ids["顾宁"]) is None
    assert [row.alias for row in desk_list(town.session, ids["周岚"])] == [own.alias]
    made.round.step = Step.ASSIGNED  # drawn and dealt, not opened yet
    town.session.flush()
    assert task_of(town.session, own.public_id, reviewer_id=ids["周岚"]) is None
    made.round.step = Step.OPENED
    own.ended_at = NOON
    town.session.flush()
    assert task_of(town.session, own.public_id, reviewer_id=ids["周岚"]) is None
    assert desk_list(town.session, ids["周岚"]) == []
