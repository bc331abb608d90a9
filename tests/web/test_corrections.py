"""The ledger and its pages."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from review.people.roles import Role
from review.rectification.models import Correction, CorrectionState
from tests.builders.conclusions import Assembly, codes, opened_round
from tests.reader import Reader, words
from tests.town import Town
from tests.web.counting import queries_of

LATE, UNSIGNED, THIRD = codes("procedure", 3)


def published(town: Town) -> Assembly:
    assembly = opened_round(town)
    assembly.publish(problems={LATE: "minor"})
    town.session.commit()
    return assembly


def of(assembly: Assembly, key: str) -> Correction:
    finding = assembly.standing(key)[0]
    found = assembly.session.scalars(
        select(Correction)
        .where(Correction.finding_id == finding.id)
        .execution_options(populate_existing=True)
    ).one()
    assembly.session.commit()
    return found


def form(assembly: Assembly, key: str, text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "version": of(assembly, key).version} | more


def rows(reader: Reader, name: str, **narrowed: Any) -> list[str]:
    page = reader.as_(name).see("corrections.index", **narrowed)
    return [row.get_text(strip=True) for row in page.select("main tbody th .quiet")]


def test_everybody_sees_the_own_part_and_can_narrow_it(reader: Reader, town: Town) -> None:
    published(town)
    assert sorted(rows(reader, "何主任")) == ["东湖A", "南浦C", "西山B"]
    assert (rows(reader, "林峰"), rows(reader, "于洋")) == (["东湖A"], ["东湖A"])
    assert rows(reader, "何主任", words="吴静") == ["西山B"]
    assert rows(reader, "何主任", unit=town.units["南浦区院"].public_id, state="open") == ["南浦C"]


def test_a_filter_that_finds_nothing_says_so_and_offers_to_clear_it(reader: Reader, town: Town) -> None:
    published(town)
    page = reader.as_("何主任").see("corrections.index", state="struck")
    assert words(page, ".empty-state p") == "没有符合条件的整改事项。请放宽条件后再查。"
    assert words(page, ".empty-state a") == "清除条件"


def test_an_empty_ledger_says_what_will_come(reader: Reader, town: Town) -> None:
    opened_round(town)
    page = reader.as_("林峰").see("corrections.index")
    assert words(page, ".empty-state p") == "无整改事项。评查结果公布后，需要整改的问题会出现在这里。"


def test_the_owner_submits_and_the_head_strikes_off(reader: Reader, town: Town) -> None:
    assembly = published(town)
    where: dict[str, Any] = {"public_id": of(assembly, "东湖A").public_id}
    owner = reader.as_("林峰")
    page = owner.send("corrections.submission", form(assembly, "东湖A", " "), 422, **where)
    assert words(page, "#text-error") == "请写明已采取的整改措施、完成时间和相应的材料。"
    page = owner.send("corrections.submission", form(assembly, "东湖A", "回证已入卷第8页"), **where)
    assert words(page, ".page-head .badge-state") == "待验收"
    head = reader.as_("于洋")
    page = head.send("corrections.verification", form(assembly, "东湖A", "", do="return"), 422, **where)
    assert words(page, "#text-error") == "退回整改须写明理由，以便责任人知道还需要做什么。"
    page = head.send("corrections.verification", form(assembly, "东湖A", "已核对", do="strike"), **where)
    assert words(page, ".page-head .badge-state") == "已销号"
    moves = [move.get_text(" ", strip=True).split(" ", 1)[1] for move in page.select(".timeline li")]
    assert [move.split(" ")[-1] for move in moves] == ["下发整改", "回证已入卷第8页", "已核对"]


def test_the_page_offers_each_only_what_is_theirs(reader: Reader, town: Town) -> None:
    assembly = published(town)
    where: dict[str, Any] = {"public_id": of(assembly, "东湖A").public_id}
    offered = {
        name: [
            button.get_text(strip=True)
            for button in reader.as_(name).see("corrections.show", **where).select("main form button")
        ]
        for name in ("林峰", "于洋", "何主任")
    }
    assert offered == {"林峰": ["提交验收"], "于洋": [], "何主任": []}
    reader.as_("林峰").send("corrections.submission", form(assembly, "东湖A", "已整改"), **where)
    page = reader.as_("何主任").see("corrections.show", **where)
    assert [button.get_text(strip=True) for button in page.select("main form button")] == [
        "验收通过，销号",
        "退回整改",
    ]


def test_the_owner_cannot_verify_even_as_officer(reader: Reader, town: Town) -> None:
    assembly = published(town)
    town.person("兼任", "东湖区院", Role.HANDLER, Role.OFFICER)
    correction = of(assembly, "东湖A")
    correction.owner_id = town.people["兼任"].id
    town.session.commit()
    where: dict[str, Any] = {"public_id": correction.public_id}
    both = reader.as_("兼任")
    both.send("corrections.submission", form(assembly, "东湖A", "已整改"), **where)
    refused = both.fetch("corrections.verification", form(assembly, "东湖A", "好", do="strike"), **where)
    assert refused.status_code == 404
    assert of(assembly, "东湖A").state is CorrectionState.SUBMITTED


def test_another_departments_correction_is_not_there(reader: Reader, town: Town) -> None:
    assembly = published(town)
    where: dict[str, Any] = {"public_id": of(assembly, "西山B").public_id}
    for name in ("林峰", "于洋"):
        assert reader.as_(name).get("corrections.show", **where).status_code == 404


def test_many_corrections_ask_the_database_as_often_as_few(app: Flask, reader: Reader, town: Town) -> None:
    assembly = opened_round(town)
    assembly.publish(problems={LATE: "minor", UNSIGNED: "minor", THIRD: "minor"})
    town.session.commit()

    def asked(name: str) -> int:
        own = reader.as_(name)
        own.see("corrections.index")
        with queries_of(app) as statements:
            own.see("corrections.index")
        return len(statements)

    assert asked("何主任") == asked("林峰")
