"""Freeze, seed, draw on the page; the drawn list, each case's certificate, and the files to check it with."""

from datetime import date
from pathlib import Path

from review.rounds.models import Round
from review.rounds.sections import Terms
from review.rounds.steps import Step
from review.sampling.files import read_frame, read_protocol, read_sample
from review.sampling.models import Layer
from review.sampling.strata import frame_hash, mark_must
from review.sampling.verification import verify
from tests.builders.rounds import PHRASE, draft, round_at
from tests.queries_counted import queries_counted
from tests.reader import Reader, one, words
from tests.town import Town


def test_before_the_freeze_the_page_leads_back_to_the_plan(reader: Reader, town: Town) -> None:
    round_ = draft(town)
    page = reader.as_("何主任").see("sampling.show", public_id=round_.public_id)
    assert words(page, ".empty-state p") == "方案还没有冻结，抽样框未定，不能抽样。请先核对并冻结方案。"


def test_freeze_seed_and_draw_follow_one_another(reader: Reader, town: Town) -> None:
    round_ = draft(town, Terms(date(2099, 12, 31)), cases=30)
    officer = reader.as_("何主任")
    officer.send("sampling.freeze", {"version": round_.version}, public_id=round_.public_id)
    page = officer.send("sampling.seed", {"phrase": PHRASE}, public_id=round_.public_id)
    assert words(page, ".notice") == "种子已确定，可以抽样。"
    page = officer.send("sampling.draw", {}, public_id=round_.public_id)
    assert words(page, ".notice") == "已抽取样本 9 件。"
    assert [value.get_text() for value in page.select(".figure-value")] == ["9", "9", "0", "0", "30"]


def test_a_phrase_too_short_is_explained_beside_the_field(reader: Reader, town: Town) -> None:
    round_ = round_at(town, Step.FROZEN)
    officer = reader.as_("何主任")
    page = officer.send("sampling.seed", {"phrase": "短"}, status=422, public_id=round_.public_id)
    assert words(page, "#phrase-error") == "请填写 4 至 200 个字的种子短语，例如当日报纸头版标题。"
    empty = officer.send("sampling.seed", {"phrase": ""}, status=422, public_id=round_.public_id)
    assert words(empty, "#phrase-error") == "请填写种子短语。"


def test_a_second_draw_is_refused(reader: Reader, town: Town) -> None:
    round_ = round_at(town, Step.DRAWN)
    page = reader.as_("何主任").send("sampling.draw", {}, status=409, public_id=round_.public_id)
    assert words(page, ".refusal p") == (
        "本轮次当前为“已抽样”，不能进行到“已抽样”。请刷新页面，按步骤依次办理。"
    )


def test_the_systems_phrase_is_not_on_the_page_before_the_seed_is_set(reader: Reader, town: Town) -> None:
    round_ = round_at(town, Step.FROZEN)
    page = reader.as_("何主任").see("sampling.show", public_id=round_.public_id)
    assert "sealed_phrase" not in str(page)
    assert "系统种子承诺值" in page.get_text()


def test_the_drawn_list_is_searched_narrowed_and_sorted(reader: Reader, town: Town) -> None:
    round_ = round_at(town, Step.DRAWN, cases=30)
    officer = reader.as_("何主任")
    found = officer.see("sampling.show", public_id=round_.public_id, q="林峰")
    assert len(found.select(".table tbody .case-no")) == 3
    nothing = officer.see("sampling.show", public_id=round_.public_id, layer=Layer.MUST.value)
    assert words(nothing, ".empty-state p") == "没有符合条件的入样案件。可以清除查找条件再看。"
    up = officer.see("sampling.show", public_id=round_.public_id, sort="key")
    down = officer.see("sampling.show", public_id=round_.public_id, sort="-key")
    keys = [cell.get_text() for cell in up.select(".table tbody .case-no")]
    assert keys == sorted(keys)
    assert [cell.get_text() for cell in down.select(".table tbody .case-no")] == keys[::-1]


def test_why_a_case_was_drawn(reader: Reader, town: Town) -> None:
    round_ = round_at(town, Step.DRAWN, cases=30)
    officer = reader.as_("何主任")
    page = officer.see("sampling.show", public_id=round_.public_id, q="林峰")
    case_id = str(one(page, ".table tbody a")["href"]).rsplit("/", 1)[1]
    why = officer.see("sampling.case", public_id=round_.public_id, case_id=case_id)
    assert words(why, ".panel-body p") == (
        "本案所在层有 10 件案件、3 个名额。按种子计算的签号由小到大排列，本案排第 1 位，"
        "在按比例应抽的名额之内，因此入样。"
    )
    assert officer.get("sampling.case", public_id=round_.public_id, case_id="x" * 22).status_code == 404


def test_the_three_files_let_anybody_draw_again(reader: Reader, town: Town, tmp_path: Path) -> None:
    town.case('号,带"引号', "东湖区院", "林峰", trial_result="宣告无罪")
    round_ = round_at(town, Step.DRAWN, cases=30)
    officer = reader.as_("何主任")
    for name in ("frame_csv", "sample_csv", "protocol_json"):
        answer = officer.get(f"sampling.{name}", public_id=round_.public_id)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name.replace("_", ".")}"'
        (tmp_path / name).write_bytes(answer.get_data())
    protocol = read_protocol(tmp_path / "protocol_json")
    frame = read_frame(tmp_path / "frame_csv", protocol["columns"])
    assert verify(frame, protocol, read_sample(tmp_path / "sample_csv")) == []
    assert frame_hash(mark_must(frame, protocol["must"])) == round_.frame_hash


def test_files_that_do_not_exist_yet_are_not_there(reader: Reader, town: Town) -> None:
    round_ = draft(town)
    officer = reader.as_("何主任")
    for name in ("frame_csv", "sample_csv", "protocol_json", "plan_json"):
        assert officer.get(f"sampling.{name}", public_id=round_.public_id).status_code == 404


def counted(reader: Reader, round_: Round, endpoint: str) -> int:
    """How often the page asks the database, once everything is warm."""
    officer = reader.as_("何主任")
    officer.see(endpoint, public_id=round_.public_id)
    with queries_counted(reader.app.extensions["pingcha_engine"]) as asked:
        officer.see(endpoint, public_id=round_.public_id)
    return asked.count


def test_the_lists_ask_the_database_equally_often_for_few_and_many(reader: Reader, town: Town) -> None:
    few = round_at(town, Step.DRAWN, cases=3)
    for number in range(60):
        town.case(f"后{number:03d}", "西山区院", "吴静", record_hash=f"{number + 900:064x}")
    many = round_at(town, Step.DRAWN, cases=0, name="大轮次")
    for endpoint in ("sampling.show", "sampling.strata"):
        assert counted(reader, few, endpoint) == counted(reader, many, endpoint)
