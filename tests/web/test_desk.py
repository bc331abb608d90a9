"""The reviewer's desk: what they read, what they never read, and how answers are saved."""

from typing import Any

import pytest
from sqlalchemy import event

from review.assignment.models import Assignment
from review.cases.models import Case
from review.rounds.steps import Step
from review.scoring.actions import begin_review
from review.scoring.queries import Task, sheet_of
from tests.builders.conclusions import Assembly
from tests.builders.reviews import KEY, PLANTED, REVIEWER, planted, task
from tests.reader import Reader, words
from tests.town import NOON, Town


@pytest.fixture
def assembly(town: Town) -> Assembly:
    """The opened round; 周岚's review of 东湖A begun."""
    made = planted(town)
    begin_review(town.session, now(made), by=town.viewer(REVIEWER), at=NOON)
    town.session.commit()
    return made


@pytest.fixture
def desk(reader: Reader, assembly: Assembly) -> Reader:
    return reader.as_(REVIEWER)


def now(assembly: Assembly) -> Task:
    """The task as the pages left it: read in a transaction of its own."""
    assembly.session.commit()
    return task(assembly)


def id_of(assembly: Assembly) -> str:
    return assembly.assignments[KEY, 1].public_id


def first_code(assembly: Assembly) -> str:
    return now(assembly).rules[0].code


def say(desk: Reader, assembly: Assembly, **said: Any) -> Any:
    form = {"version": "0", "result": "clear"} | said
    code = form.pop("code", None) or first_code(assembly)
    return desk.fetch("desk.answer", form, public_id=id_of(assembly), code=code)


def test_the_list_shows_code_kind_progress_and_due_date(desk: Reader, assembly: Assembly) -> None:
    say(desk, assembly, result="problem", reason="未告知")
    page = desk.see("desk.index")
    cells = [" ".join(cell.get_text().split()) for cell in page.select("tbody tr > *")]
    total = len(now(assembly).rules)
    assert cells[:3] == [assembly.assignments[KEY, 1].alias[:11], "一审公诉案件", assembly.round.name]
    assert cells[3:5] == [f"1 / {total}", "1"]
    assert words(page, ".tabs [aria-current]") == "进行中1"


def test_a_reviewer_without_work_reads_why(reader: Reader, town: Town) -> None:
    page = reader.as_(REVIEWER).see("desk.index")
    assert words(page, ".empty-state p") == "暂无待评案件。案管部门开启评查轮次并分派后，案件会出现在这里。"


def test_a_review_begins_after_the_question_of_recusal(reader: Reader, town: Town) -> None:
    made = planted(town)
    desk = reader.as_(REVIEWER)
    page = desk.see("desk.show", public_id=id_of(made))
    assert words(page, "form .btn-primary") == "没有回避情形，开始评查"
    page = desk.send("desk.begin", {}, public_id=id_of(made))
    assert len(page.select(".item")) == len(now(made).rules)


def test_no_planted_mark_reaches_any_page_of_the_reviewer(
    desk: Reader, reader: Reader, assembly: Assembly
) -> None:
    case = assembly.sampled[KEY].case
    officer = reader.as_("何主任").get("cases.show", public_id=case.public_id).get_data(as_text=True)
    could_leak = ("东湖", "林峰", "东湖A", "张无忌", "第一检察部")
    assert [mark for mark in could_leak if mark not in officer] == []
    code = first_code(assembly)
    say(desk, assembly, result="problem", reason="未告知", severity="minor")
    answers = [
        desk.get("desk.index"),
        desk.get("desk.index", tab="todo"),
        desk.get("desk.show", public_id=id_of(assembly)),
        desk.get("summary.show", public_id=id_of(assembly)),
        desk.get("desk.recusal", public_id=id_of(assembly)),
        desk.get("desk.token", public_id=id_of(assembly)),
        say(desk, assembly, result="clear", code=code),
        say(desk, assembly, result="clear", code="XX-999"),
        desk.fetch("desk.add_highlight", {"kind": "reasoning", "text": "说理"}, public_id=id_of(assembly)),
    ]
    leaks = [
        (answer.request.path, mark)
        for answer in answers
        for mark in PLANTED
        if mark in answer.get_data(as_text=True) or mark in str(answer.headers)
    ]
    assert leaks == []


def test_a_stranger_and_a_name_that_does_not_exist_are_answered_alike(
    reader: Reader, assembly: Assembly
) -> None:
    other = reader.as_("顾宁")
    theirs = other.get("desk.show", public_id=id_of(assembly))
    nothing = other.get("desk.show", public_id="x" * 22)
    assert (theirs.status_code, nothing.status_code) == (404, 404)

    def told(answer: Any) -> str:
        return words(other._read(answer, 404), "main")

    assert told(theirs) == told(nothing)
    assert (
        other.fetch(
            "desk.answer",
            {"version": "0", "result": "clear"},
            public_id=id_of(assembly),
            code=first_code(assembly),
        ).status_code
        == 404
    )


@pytest.mark.parametrize("name", ["何主任", "林峰", "沈清", "审计员"])
def test_only_reviewers_have_a_desk(name: str, reader: Reader, assembly: Assembly) -> None:
    reader.as_(name).see("desk.index", status=403)
    reader.as_(name).see("desk.show", status=403, public_id=id_of(assembly))


def test_a_round_that_is_not_opened_shows_nothing(desk: Reader, assembly: Assembly) -> None:
    assembly.round.step = Step.ASSIGNED
    assembly.session.commit()
    desk.see("desk.show", status=404, public_id=id_of(assembly))
    assert desk.see("desk.index").select("tr[data-row]") == []


def test_an_answer_is_saved_by_itself_and_the_figures_follow(desk: Reader, assembly: Assembly) -> None:
    code = first_code(assembly)
    answer = say(
        desk,
        assembly,
        result="problem",
        severity="minor",
        deduction="0.5",
        reason=" 未告知 ",
        document="D01",
        page="1",
        quote="经依法审查查明",
        flagged="true",
    )
    assert answer.status_code == 200
    assert answer.json["answer"] == {
        "version": 1,
        "result": "problem",
        "severity": "minor",
        "deduction": "0.5",
        "reason": "未告知",
        "document": "D01",
        "page": 1,
        "quote": "经依法审查查明",
        "flagged": True,
    }
    figures = {name: answer.json["totals"][name] for name in ("answered", "problems", "flagged", "points")}
    assert figures == {"answered": 1, "problems": 1, "flagged": 1, "points": "99.5"}
    item = desk.see("desk.show", public_id=id_of(assembly)).select_one(f"#item-{code}")
    assert item is not None
    assert (item["data-version"], item["data-result"], item["data-reason"]) == ("1", "problem", "未告知")


def test_a_second_window_is_told_what_is_kept(desk: Reader, assembly: Assembly) -> None:
    say(desk, assembly, result="clear")
    answer = say(desk, assembly, result="not_applicable", reason="未羁押")
    assert answer.status_code == 409
    assert answer.json["sentence"] == "此项已在另一窗口中修改。请选择保留哪一个结果。"
    assert (answer.json["present"]["result"], answer.json["present"]["version"]) == ("clear", 1)
    chosen = say(desk, assembly, result="not_applicable", reason="未羁押", version="1")
    assert (chosen.status_code, chosen.json["answer"]["version"]) == (200, 2)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"result": "perhaps"}, "此项内容格式不正确，没有保存。请检查扣分、页码和字数。"),
        ({"version": ""}, "此项内容格式不正确，没有保存。请检查扣分、页码和字数。"),
        ({"result": "problem", "deduction": "NaN"}, "此项内容格式不正确，没有保存。请检查扣分、页码和字数。"),
        ({"result": "problem", "deduction": "1e3"}, "此项内容格式不正确，没有保存。请检查扣分、页码和字数。"),
        ({"result": "problem", "page": "-1"}, "此项内容格式不正确，没有保存。请检查扣分、页码和字数。"),
        (
            {"result": "problem", "reason": "长" * 2001},
            "此项内容格式不正确，没有保存。请检查扣分、页码和字数。",
        ),
        (
            {"result": "problem", "severity": "minor", "deduction": "7"},
            "此项扣分须在 0 至 1 分之间，您填写的是 7 分。请修改。",
        ),
        ({"result": "problem", "severity": "grave"}, "此项不能选择所填的严重程度。请从列表中选择。"),
    ],
)
def test_bad_input_is_refused_in_a_sentence_and_nothing_is_kept(
    wrong: dict[str, str], sentence: str, desk: Reader, assembly: Assembly
) -> None:
    answer = say(desk, assembly, **wrong)
    assert (answer.status_code, answer.json["sentence"]) == (422, sentence)
    assert sheet_of(now(assembly)).answers == {}


def test_highlights_are_recorded_and_taken_back(desk: Reader, assembly: Assembly) -> None:
    answer = desk.fetch(
        "desk.add_highlight", {"kind": "reasoning", "text": "释法说理充分"}, public_id=id_of(assembly)
    )
    assert "释法说理充分" in answer.get_data(as_text=True)
    praise = sheet_of(now(assembly)).highlights[0]
    answer = desk.fetch("desk.drop_highlight", {}, public_id=id_of(assembly), highlight_id=praise.public_id)
    assert "释法说理充分" not in answer.get_data(as_text=True)


def test_a_recusal_takes_the_case_off_the_list(desk: Reader, assembly: Assembly) -> None:
    page = desk.send("desk.recusal", {"relation": "party"}, status=422, public_id=id_of(assembly))
    assert words(page, ".field-error") == "请写明具体情况。"
    page = desk.send(
        "desk.recusal", {"relation": "handler", "reason": "可能是大学同学"}, public_id=id_of(assembly)
    )
    assert page.select("tr[data-row]") == []
    desk.see("desk.show", status=404, public_id=id_of(assembly))


def test_the_desk_speaks_english(reader: Reader, assembly: Assembly) -> None:
    page = reader.as_(REVIEWER, language="en").see("desk.show", public_id=id_of(assembly))
    tabs = [str(button.contents[0]) for button in page.select(".item-tabs button[data-category]")][1:3]
    assert tabs == ["Evidence admission", "Fact finding"]


def test_few_and_many_rows_ask_the_database_equally_often(desk: Reader, assembly: Assembly) -> None:
    few = count_queries(desk, assembly, "desk.index")
    for number in range(20):
        key = f"多{number}"
        case = assembly.town.case(key, "东湖区院", "林峰")
        add_assignment(assembly, key, case)
    assembly.session.commit()
    assert len(desk.see("desk.index", tab="todo").select("tr[data-row]")) == 20
    assert count_queries(desk, assembly, "desk.index") == few


def add_assignment(assembly: Assembly, key: str, case: Case) -> Assignment:
    pattern = assembly.sampled[KEY]
    sampled = type(pattern)(
        round_id=pattern.round_id,
        case=case,
        stratum=pattern.stratum,
        layer=pattern.layer,
        ticket=key,
        rank=1,
        quota=1,
        stratum_size=1,
    )
    assembly.session.add(sampled)
    assembly.session.flush()
    assembly.sampled[key] = sampled
    return assembly.assign(key, REVIEWER, 1)


def count_queries(desk: Reader, assembly: Assembly, endpoint: str) -> int:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    engine = desk.app.extensions["pingcha_engine"]
    desk.see(endpoint)  # whatever is read once per process is read now
    event.listen(engine, "before_cursor_execute", note)
    desk.see(endpoint)
    event.remove(engine, "before_cursor_execute", note)
    return len(statements)
