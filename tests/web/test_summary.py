"""Summing up and handing in: what is open, what is refused, and the receipt."""

from typing import Any

import pytest

from review.grading.models import Stage
from review.scoring.actions import begin_review, save_answer
from review.scoring.queries import Task
from tests.builders.conclusions import Assembly
from tests.builders.reviews import CLEAR, KEY, REVIEWER, planted, problem, task
from tests.reader import Reader, words
from tests.town import NOON, Town

OPINION = "本案事实清楚，证据确实充分，程序合法，适用法律正确，文书规范。"


@pytest.fixture
def assembly(town: Town) -> Assembly:
    """周岚's review of 东湖A with every item answered 未见问题."""
    made = planted(town)
    viewer = town.viewer(REVIEWER)
    begin_review(town.session, now(made), by=viewer, at=NOON)
    for rule in now(made).rules:
        save_answer(town.session, now(made), rule.code, said=CLEAR, seen=0, by=viewer, at=NOON)
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


def filled(assembly: Assembly, grade: str = "excellent", **changes: Any) -> dict[str, Any]:
    scheme = now(assembly).catalogue.scheme("2026").grade(grade)
    assert scheme is not None
    return {
        "version": "1",
        "opinion": OPINION,
        "grade": grade,
        "criteria": [f"{grade}.{criterion.id}" for criterion in scheme.criteria],
        "declared": "y",
        "do": "hand_in",
    } | changes


def test_a_complete_review_is_handed_in_and_its_receipt_shown(desk: Reader, assembly: Assembly) -> None:
    page = desk.send("summary.save", filled(assembly), public_id=id_of(assembly))
    assert words(page, "h1") == "评查意见已提交"
    review = now(assembly).review
    assert review is not None
    assert review.explanation is not None
    receipt = [" ".join(line.get_text().split()) for line in page.select(".receipt dd")]
    assert receipt[0] == assembly.assignments[KEY, 1].alias
    assert receipt[2:5] == ["100.0", "优质", "0 个问题，0 条亮点"]
    assert receipt[6] == review.explanation["hash"]
    assert assembly.conclusion(KEY).stage is Stage.CHECKING


def test_afterwards_everything_is_read_only(desk: Reader, assembly: Assembly) -> None:
    desk.send("summary.save", filled(assembly), public_id=id_of(assembly))
    page = desk.see("summary.show", public_id=id_of(assembly))
    assert page.select("#summary-form") == []
    desk.send(
        "summary.save", filled(assembly, version="2", opinion="改"), status=409, public_id=id_of(assembly)
    )
    bench = desk.see("desk.show", public_id=id_of(assembly))
    assert bench.select(".item input:not([disabled])") == []
    desk.see("desk.recusal", status=409, public_id=id_of(assembly))


def test_open_points_stand_on_top_with_links_and_nothing_is_handed_in(
    desk: Reader, assembly: Assembly, town: Town
) -> None:
    code = now(assembly).rules[0].code
    bare = problem(reason="")
    save_answer(town.session, now(assembly), code, said=bare, seen=1, by=town.viewer(REVIEWER), at=NOON)
    town.session.commit()
    page = desk.send(
        "summary.save", filled(assembly, criteria=[], opinion=""), status=422, public_id=id_of(assembly)
    )
    summary = [" ".join(line.get_text().split()) for line in page.select(".error-summary li")]
    assert summary[0] == f"有问题，未写明理由（1）：{code}"
    assert "请填写总体评查意见。" in summary
    assert "拟定为该等次须逐项勾选全部条件。" in summary
    link = page.select_one(".error-summary li a")
    assert link is not None
    assert str(link["href"]).endswith(f"#item-{code}")
    assert words(page, "#opinion-error") == "请填写总体评查意见。"
    assert now(assembly).review.handed_in_at is None  # type: ignore[union-attr]


def test_a_draft_is_kept_without_being_complete(desk: Reader, assembly: Assembly) -> None:
    page = desk.send(
        "summary.save", {"version": "1", "opinion": "未完", "do": "save"}, public_id=id_of(assembly)
    )
    assert words(page, "#opinion") == "未完"
    assert words(page, ".notice-success") == "草稿已保存。"


def test_the_declaration_must_be_ticked(desk: Reader, assembly: Assembly) -> None:
    form = filled(assembly)
    del form["declared"]
    page = desk.send("summary.save", form, status=422, public_id=id_of(assembly))
    assert words(page, ".error-summary p") == "请先勾选声明，再提交评查意见。"


def test_without_opinion_and_declaration_the_open_points_are_told_first(
    desk: Reader, assembly: Assembly
) -> None:
    form = filled(assembly, opinion="")
    del form["declared"]
    page = desk.send("summary.save", form, status=422, public_id=id_of(assembly))
    assert words(page, ".error-summary p") == "还有 1 处未完成，暂不能提交："


def test_an_opinion_that_names_its_writer_is_sent_back(desk: Reader, assembly: Assembly) -> None:
    form = filled(assembly, opinion=OPINION + "评查员：周 岚，西山市院")
    page = desk.send("summary.save", form, status=422, public_id=id_of(assembly))
    assert (
        words(page, ".error-summary p")
        == "您的意见中出现了“周岚”、“西山市院”，会使对方得知评查员身份。请删去后再提交。"
    )


def test_a_second_window_sees_both_texts(desk: Reader, assembly: Assembly) -> None:
    desk.send(
        "summary.save", {"version": "1", "opinion": "先保存的", "do": "save"}, public_id=id_of(assembly)
    )
    page = desk.send(
        "summary.save",
        {"version": "1", "opinion": "后填写的", "do": "save"},
        status=409,
        public_id=id_of(assembly),
    )
    assert words(page, ".present .quote") == "先保存的"
    assert words(page, "#opinion") == "后填写的"


def test_the_page_shows_how_the_points_came_about(desk: Reader, assembly: Assembly, town: Town) -> None:
    rule = next(rule for rule in now(assembly).rules if rule.category == "system")
    said = problem("系统未填录", severity="minor")
    save_answer(town.session, now(assembly), rule.code, said=said, seen=1, by=town.viewer(REVIEWER), at=NOON)
    town.session.commit()
    page = desk.see("summary.show", public_id=id_of(assembly))
    assert words(page, ".reckoning tfoot") == "得分：100.0 − 1.0 + 0.099.0"
    assert words(page, ".problems tbody td:nth-child(4)") == "系统未填录D01 · 第 1 页 经依法审查查明"


def test_a_review_that_has_not_begun_has_no_summary(reader: Reader, town: Town) -> None:
    made = planted(town)
    reader.as_(REVIEWER).see("summary.show", status=409, public_id=id_of(made))
