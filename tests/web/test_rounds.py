"""The list of rounds, a new one, and the life of one."""

from sqlalchemy import select

from review.people.roles import Role
from review.rounds.models import Round
from review.rounds.steps import Step
from tests.builders.rounds import close_cases, draft, round_at
from tests.queries_counted import queries_counted
from tests.reader import Reader, one, words
from tests.town import Town


def test_an_empty_list_says_why_and_what_to_do(reader: Reader) -> None:
    page = reader.as_("何主任").see("rounds.index")
    assert words(page, ".empty-state p") == "还没有评查轮次。导入办结案件后，即可新建轮次、抽样并分派。"


def test_the_list_shows_rounds_with_step_frame_and_sample(reader: Reader, town: Town) -> None:
    round_at(town, Step.DRAWN, cases=30)
    page = reader.as_("何主任").see("rounds.index")
    cells = [" ".join(cell.get_text().split()) for cell in page.select(".panel tbody tr > *")]
    assert cells == [
        "2025年下半年评查",
        "常规抽查",
        "江东省院",
        "2025-07-01 – 2025-12-31",
        "已抽样",
        "30",
        "9",
        "2026-04-30",
        "2026-03-02 12:00",
    ]


def test_the_list_is_narrowed_by_words_and_step(reader: Reader, town: Town) -> None:
    draft(town, name="盗窃专项")
    draft(town, cases=0, name="年度评查")
    officer = reader.as_("何主任")
    found = officer.see("rounds.index", q="专项")
    assert [link.get_text() for link in found.select("tbody th a")] == ["盗窃专项"]
    nothing = officer.see("rounds.index", step="closed")
    assert words(nothing, ".empty-state p") == "没有符合条件的轮次。可以清除查找条件再看。"


def test_the_list_asks_the_database_equally_often_for_few_and_many(reader: Reader, town: Town) -> None:
    close_cases(town, 3)
    draft(town, cases=0)
    officer = reader.as_("何主任")
    officer.see("rounds.index")
    engine = reader.app.extensions["pingcha_engine"]
    with queries_counted(engine) as few:
        officer.see("rounds.index")
    for number in range(15):
        draft(town, cases=0, name=f"轮次{number}")
    with queries_counted(engine) as many:
        officer.see("rounds.index")
    assert few.count == many.count


def test_a_new_round_leads_to_its_scope(reader: Reader, town: Town) -> None:
    officer = reader.as_("何主任")
    form = {
        "name": "下半年评查",
        "basis": "年度方案",
        "kind": "thematic",
        "unit": town.units["江东省院"].public_id,
    }
    page = officer.send("rounds.new", form)
    assert words(page, "h1") == "案件范围"
    made = town.session.scalars(select(Round)).one()
    assert (made.name, made.kind) == ("下半年评查", "thematic")


def test_a_round_without_a_name_is_explained_beside_the_field(reader: Reader, town: Town) -> None:
    form = {"name": "", "kind": "routine", "unit": town.units["江东省院"].public_id}
    page = reader.as_("何主任").send("rounds.new", form, status=422)
    assert words(page, "#name-error") == "请填写轮次名称。"
    assert str(page.title).startswith("<title>有误：")


def test_only_offices_within_reach_are_offered(reader: Reader, town: Town) -> None:
    town.person("姚科长", "东湖市院", Role.OFFICER)
    town.session.commit()
    page = reader.as_("姚科长").see("rounds.new")
    assert [option.get_text() for option in page.select("#unit option")] == ["东湖市院", "东湖区院"]


def test_the_life_of_a_round_tells_each_step_with_its_journal_entry(reader: Reader, town: Town) -> None:
    round_ = round_at(town, Step.DRAWN, cases=30)
    page = reader.as_("何主任").see("rounds.show", public_id=round_.public_id)
    told = [line.get_text() for line in page.select(".timeline .told-head strong")]
    assert told == ["已抽样", "已定种子", "已冻结", "草稿"]
    assert words(page, ".told-head .quiet").startswith("2026-03-02 12:00 · 何主任 · 留痕第 ")
    assert words(page, ".timeline .told-did").startswith("抽取 9 件：随机 9 件，下限补足 0 件，必查 0 件。")
    assert words(page, "#next-title") == "下一步：分派评查员"
    assert words(page, ".steps .now") == "已抽样"
    assert round_.frame_hash is not None
    assert round_.frame_hash in page.get_text()


def test_a_round_out_of_reach_looks_like_none(reader: Reader, town: Town) -> None:
    town.person("姚科长", "东湖市院", Role.OFFICER)
    round_ = round_at(town, Step.DRAWN)
    other = reader.as_("姚科长")
    hidden = other.get("rounds.show", public_id=round_.public_id)
    absent = other.get("rounds.show", public_id="x" * 22)
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert one(other.see("rounds.show", 404, public_id=round_.public_id), ".refusal p") == one(
        other.see("rounds.show", 404, public_id="x" * 22), ".refusal p"
    )


def test_reviewers_and_handlers_have_no_way_in(reader: Reader, town: Town) -> None:
    round_ = round_at(town, Step.OPENED)
    for name in ("周岚", "林峰", "审计员"):
        for page in ("rounds.show", "plan.show", "sampling.show", "assignment.show", "sampling.frame_csv"):
            assert reader.as_(name).get(page, public_id=round_.public_id).status_code == 403
