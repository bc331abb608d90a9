"""The journal: chained, append-only, sealed, and every break named."""

import json
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from review.cli import main
from review.db import transaction
from review.journal.actions import Event, note, unseal
from review.journal.chain import BEGINNING, Break, first_break
from review.journal.queries import chain_of, checkpoint, count_since, entries_of, entries_page, verify_chain
from review.web.journal_words import ACT_NAMES, OBJECT_NAMES
from tests.town import NOON, Town


@dataclass(frozen=True, slots=True)
class LampLit(Event):
    object_kind = "lamp"
    watts: int


def light(town: Town, *watts: int) -> None:
    with transaction(town.session):
        for number in watts:
            note(town.session, LampLit(f"lamp{number}", number), by=town.viewer("何主任"), at=NOON)


def test_an_entry_tells_what_happened_and_seals_who_acted(town: Town) -> None:
    light(town, 40)
    entry = next(chain_of(town.session))
    viewer = town.viewer("何主任")
    sealed = entry.pop("sealed")
    assert entry.pop("hash") == checkpoint(town.session)[1]
    assert entry == {
        "seq": 1,
        "at": "2026-03-02T04:00:00.000000+00:00",
        "actor": viewer.journal_alias,
        "acting_as": "officer",
        "act": "LampLit",
        "object": "lamp:lamp40",
        "facts": {"watts": 40},
        "previous": BEGINNING,
    }
    assert unseal(town.session, sealed) == viewer.public_id
    assert viewer.public_id not in sealed


def test_each_entry_follows_the_one_before(town: Town) -> None:
    light(town, 1, 2, 3)
    entries = list(chain_of(town.session))
    assert [entry["seq"] for entry in entries] == [1, 2, 3]
    assert [entry["previous"] for entry in entries] == [BEGINNING, *(entry["hash"] for entry in entries[:2])]
    assert verify_chain(town.session) is None
    assert checkpoint(town.session) == (3, entries[2]["hash"])


def test_an_act_that_is_undone_leaves_no_entry(town: Town) -> None:
    def light_and_fail() -> None:
        with transaction(town.session):
            note(town.session, LampLit("x", 1), by=None, at=NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        light_and_fail()
    assert checkpoint(town.session) == (0, BEGINNING)


@pytest.mark.parametrize(
    "statement", ["UPDATE journal_entry SET actor = 'nobody' WHERE seq = 1", "DELETE FROM journal_entry"]
)
def test_the_database_refuses_to_change_or_delete_an_entry(town: Town, statement: str) -> None:
    light(town, 1)
    with pytest.raises(DBAPIError, match="journal is append-only"):
        town.session.execute(text(statement))


def forced(session: Session, statement: str) -> Break | None:
    """What is found after somebody with the database's keys took the guard away and changed it."""
    for trigger in ("journal_entry_no_update", "journal_entry_no_delete"):
        session.execute(text(f"DROP TRIGGER {trigger}"))
    session.execute(text(statement))
    session.commit()
    session.expire_all()
    return verify_chain(session)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE journal_entry SET facts = '{\"watts\": 99}' WHERE seq = 2", Break(2, "changed")),
        ("UPDATE journal_entry SET actor = 'nobody' WHERE seq = 3", Break(3, "changed")),
        ("DELETE FROM journal_entry WHERE seq = 2", Break(2, "missing")),
        ("DELETE FROM journal_entry WHERE seq = 1", Break(1, "missing")),
        ("UPDATE journal_entry SET previous = hash WHERE seq = 3", Break(3, "moved")),
    ],
)
def test_a_forced_change_is_named_at_its_first_place(town: Town, statement: str, found: Break) -> None:
    light(town, 1, 2, 3, 4)
    assert forced(town.session, statement) == found


def test_a_cut_off_end_holds_in_itself_but_not_against_a_kept_checkpoint(town: Town) -> None:
    light(town, 1, 2, 3)
    kept = checkpoint(town.session)
    assert forced(town.session, "DELETE FROM journal_entry WHERE seq = 3") is None
    assert checkpoint(town.session) != kept


def test_entries_are_found_by_act_object_and_actor_newest_first(town: Town) -> None:
    light(town, 1, 2, 3)
    rows, total = entries_page(town.session, act="LampLit", limit=2)
    assert ([entry.seq for entry in rows], total) == ([3, 2], 3)
    assert [entry.seq for entry in entries_page(town.session, object_="lamp:lamp2")[0]] == [2]
    assert entries_page(town.session, actor="nobody") == ([], 0)
    assert [entry.seq for entry in entries_of(town.session, "lamp:lamp3")] == [3]
    assert count_since(town.session, "2026-03-02T04", "LampLit") == 3
    assert count_since(town.session, "2026-03-02T05") == 0


def exported(town: Town, file: Path) -> list[dict[str, object]]:
    entries = list(chain_of(town.session))
    file.write_text("\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries), encoding="utf-8")
    return entries


def run(*arguments: str) -> tuple[int, dict[str, object]]:
    result = CliRunner().invoke(main, ["journal", "verify", *arguments])
    return result.exit_code, json.loads(result.stdout)


def test_an_export_is_verified_without_the_system_and_against_a_kept_checkpoint(
    town: Town, tmp_path: Path
) -> None:
    light(town, 1, 2, 3)
    file = tmp_path / "journal.jsonl"
    last = exported(town, file)[-1]["hash"]
    assert run(str(file), "--count", "3", "--hash", str(last)) == (
        0,
        {
            "command": "journal verify",
            "entries": 3,
            "hash": last,
            "broken_at": None,
            "why": None,
            "checkpoint_holds": True,
        },
    )
    assert run(str(file), "--count", "2", "--hash", str(last))[0] == 1


def test_an_export_with_a_changed_line_is_named(town: Town, tmp_path: Path) -> None:
    light(town, 1, 2, 3)
    file = tmp_path / "journal.jsonl"
    exported(town, file)
    file.write_text(file.read_text(encoding="utf-8").replace('"watts": 2', '"watts": 9'), encoding="utf-8")
    code, told = run(str(file))
    assert (code, told["broken_at"], told["why"]) == (1, 2, "changed")


def test_a_file_that_is_no_export_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "other.jsonl"
    file.write_text("not json\n", encoding="utf-8")
    code, told = run(str(file))
    assert (code, told["sentence"]) == (2, "文件第 1 行不是留痕记录。请使用“导出 JSONL”得到的文件。")


def test_a_chain_that_begins_in_the_middle_is_not_whole(town: Town) -> None:
    light(town, 1, 2)
    assert first_break(list(chain_of(town.session))[1:]) == Break(1, "missing")


def iter_modules_of(package: str) -> list[str]:
    """Every module of ours, so that no event stays unknown; migrations run only where alembic runs them."""
    found = walk_packages(import_module(package).__path__, f"{package}.")
    return [module.name for module in found if "migrations" not in module.name]


def events(kind: type[Event] = Event) -> list[type[Event]]:
    below = kind.__subclasses__()
    return [*below, *(deeper for one in below for deeper in events(one))]


def test_every_act_and_object_has_a_name_that_the_auditor_can_read() -> None:
    for module in iter_modules_of("review"):
        import_module(module)
    ours = [event for event in events() if event.__module__.startswith("review.")]
    assert {event.__name__ for event in ours} - set(ACT_NAMES) == set()
    kinds = {event.object_kind for event in ours if hasattr(event, "object_kind")}
    assert kinds - set(OBJECT_NAMES) == set()
