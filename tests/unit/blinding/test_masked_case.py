"""What a reviewer gets of a case: everything needed to review it, and none of the planted marks."""

import dataclasses
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from review.blinding.masks import MaskedCase, Revealed, place_in_dossier
from review.blinding.queries import document_behind, masked_case
from review.cases.models import Case, Document
from review.catalogue.queries import shipped
from tests.builders.conclusions import Assembly
from tests.builders.reviews import KEY, PLANTED, planted
from tests.town import Town


def seen(assembly: Assembly) -> MaskedCase:
    assembly.session.expire_all()
    return masked_case(assembly.session, assembly.assignments[KEY, 1], shipped("2026.1"))


def words_of(value: Any) -> str:
    return str(dataclasses.asdict(value))


def test_no_planted_mark_reaches_the_masked_case(town: Town) -> None:
    assembly = planted(town)
    case = assembly.sampled[KEY].case
    marked = " ".join(str(getattr(case, column.name)) for column in Case.__table__.columns)
    assert "东湖" in marked  # there is something that could leak
    assert [mark for mark in PLANTED if mark in words_of(seen(assembly))] == []


def test_people_keep_one_pseudonym_in_card_and_documents(town: Town) -> None:
    case = seen(planted(town))
    parties = next(table for table in case.tables if table.heading.name == "parties")
    assert [row[:2] for row in parties.rows] == [("某甲", "犯罪嫌疑人"), ("某乙", "被害人")]
    assert case.summary == "某甲在某区盗窃，由承办检察官办理。"
    indictment = case.document("D01")
    assert indictment is not None
    assert (indictment.title, indictment.kind) == ("某区人民检察院起诉书（某甲）", "起诉书")
    assert indictment.leaves[1].split("\n") == [
        "此致",
        "某区人民法院",
        "检察官：承办检察官",
        "检察官助理　检察人员甲",
        "书记员  检察人员乙",
        "2025年9月25日",
        "〔案号〕案卷共2册",
    ]


def test_what_is_needed_to_review_is_there(town: Town) -> None:
    case = seen(planted(town))
    facts = {fact.heading.name: fact.value for fact in case.facts}
    assert (case.case_type, case.cause, case.family) == ("一审公诉案件", "盗窃罪", "prosecution")
    assert (facts["accept_date"].isoformat(), facts["plea"]) == ("2025-09-01", True)  # type: ignore[union-attr]
    assert [table.heading.name for table in case.tables] == [
        "parties",
        "measures",
        "events",
        "documents",
        "notices",
        "workflow",
    ]


def test_a_column_that_nobody_listed_is_hidden(town: Town) -> None:
    names = {fact.heading.name for fact in seen(planted(town)).facts}
    hidden = {
        "unified_no",
        "case_name",
        "office_name",
        "dept_name",
        "handler_name",
        "team",
        "transferring_unit",
    }
    assert names.isdisjoint(hidden)


def test_the_type_itself_has_no_place_for_what_is_hidden() -> None:
    names = {field.name for field in dataclasses.fields(MaskedCase)}
    assert names.isdisjoint({"number", "key", "unit", "region", "handler", "name"})


def test_a_round_that_shows_the_handler_reveals_number_unit_and_handler(town: Town) -> None:
    case = seen(planted(town, hide_handler=False))
    assert case.revealed == Revealed("东湖A", "东湖区院", "林峰")
    assert "张无忌" not in words_of(case)  # private people stay masked


def test_any_case_takes_the_same_few_queries(town: Town) -> None:
    assembly = planted(town)
    case_id = assembly.sampled[KEY].case_id
    few = count_queries(assembly)
    assembly.session.add_all(
        Document(case_id=case_id, kind="indictment", title=f"第{n}份", text="张无忌") for n in range(30)
    )
    assembly.session.commit()
    assert count_queries(assembly) == few


def count_queries(assembly: Assembly) -> int:
    assembly.session.expire_all()
    assignment = assembly.assignments[KEY, 1]
    assembly.session.refresh(assignment)
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    engine = _engine(assembly.session)
    event.listen(engine, "before_cursor_execute", note)
    masked_case(assembly.session, assignment, shipped("2026.1"))
    event.remove(engine, "before_cursor_execute", note)
    return len(statements)


def _engine(session: Session) -> Any:
    return session.get_bind()


def test_a_masked_document_is_found_again_by_those_who_may(town: Town) -> None:
    documents = [Document(title="起诉意见书"), Document(title="起诉书")]
    assert document_behind(documents, place_in_dossier(2)) is documents[1]
    assert document_behind(documents, "D09") is None
