"""The journal's pages: the auditor reads, verifies and takes it out; nobody is named."""

import json

from flask import Flask
from sqlalchemy import text

from tests.reader import Reader, words
from tests.town import Town
from tests.web.counting import queries_of


def filled(reader: Reader, town: Town, *, times: int = 3) -> None:
    """Some sign-ins ended by the system administrator, each an entry."""
    browser = reader.as_("系统员")
    for _ in range(times):
        browser.send("people.sign_out", {}, public_id=town.people["周岚"].public_id)


def test_the_auditor_reads_aliases_and_no_names(reader: Reader, town: Town) -> None:
    filled(reader, town)
    page = reader.as_("审计员").see("journal.index")
    line = page.select(".panel tbody tr")[0]
    assert [words(line, "th"), words(line, "td.mono")] == ["强制下线", town.viewer("系统员").journal_alias]
    told = page.select_one("main").get_text()  # type: ignore[union-attr]
    assert [person.name for person in town.people.values() if person.name in told] == []


def test_a_whole_chain_is_said_to_be_whole_with_its_checkpoint(reader: Reader, town: Town) -> None:
    filled(reader, town)
    page = reader.as_("审计员").send("journal.verify", {}, status=200)
    assert words(page, ".notice-success strong") == "完整：共 3 条，逐条相符。"
    assert len(words(page, ".notice-success .mono")) == 64


def test_a_changed_entry_is_named(reader: Reader, town: Town) -> None:
    filled(reader, town)
    town.session.rollback()
    town.session.execute(text("DROP TRIGGER journal_entry_no_update"))
    town.session.execute(text("UPDATE journal_entry SET acting_as = 'officer' WHERE seq = 2"))
    town.session.commit()
    page = reader.as_("审计员").send("journal.verify", {}, status=200)
    assert words(page, ".notice-danger strong") == "第 2 条起不符：内容被改动。"


def test_the_journal_is_narrowed_by_object_and_says_why_it_is_empty(reader: Reader, town: Town) -> None:
    filled(reader, town)
    browser = reader.as_("审计员")
    wanted = f"person:{town.people['周岚'].public_id}"
    assert len(browser.see("journal.index", object=wanted).select(".panel tbody tr")) == 3
    page = browser.see("journal.index", object="person:nobody")
    assert words(page, ".empty-state p") == "没有符合条件的记录。请放宽条件。"


def test_one_entry_shows_its_facts_and_an_unknown_one_is_not_found(reader: Reader, town: Town) -> None:
    filled(reader, town)
    browser = reader.as_("审计员")
    assert words(browser.see("journal.show", seq=1), ".lead-line") == "强制下线"
    browser.see("journal.show", status=404, seq=99)


def test_an_export_ends_with_the_checkpoint_and_is_itself_noted(reader: Reader, town: Town) -> None:
    filled(reader, town)
    browser = reader.as_("审计员")
    answer = browser.client.post(browser.address("journal.export"), data={"format": "jsonl"})
    lines = [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]
    assert [line.get("seq") for line in lines] == [1, 2, 3, None]
    assert lines[3] == {"checkpoint": {"count": 3, "hash": lines[2]["hash"]}}
    town.session.rollback()
    newest = words(browser.see("journal.index"), ".panel tbody th")
    assert newest == "导出留痕"
    table = browser.client.post(browser.address("journal.export"), data={"format": "csv"})
    rows = table.get_data().decode("utf-8-sig").splitlines()
    assert (rows[0][:12], len(rows), rows[-1].split(",")[0]) == ("seq,at,actor", 6, "checkpoint")


def test_the_journal_asks_the_database_as_often_for_many_entries_as_for_few(
    app: Flask, reader: Reader, town: Town
) -> None:
    filled(reader, town)
    browser = reader.as_("审计员")
    browser.see("journal.index")
    with queries_of(app) as few:
        browser.see("journal.index")
    filled(reader, town, times=15)
    with queries_of(app) as many:
        browser.see("journal.index")
    assert len(few) == len(many)


def test_the_journals_own_lines_are_no_formula_in_a_spreadsheet(reader: Reader, town: Town) -> None:
    filled(reader, town, times=1)
    browser = reader.as_("审计员")
    table = browser.client.post(browser.address("journal.export"), data={"format": "csv"})
    cells = [cell for row in table.get_data().decode("utf-8-sig").splitlines() for cell in row.split(",")]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))] == []
