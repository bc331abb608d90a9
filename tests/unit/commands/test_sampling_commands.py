"""`review sample` and `review verify` as another program meets them: files in, JSON and exit code out."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from review.commands.sampling import sample, verify
from tests.unit.sampling.rivest import first_ticket, in_order

COMMANDS = {"sample": sample, "verify": verify}


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    facts: dict[str, Any]
    told: str


@dataclass(frozen=True)
class Desk:
    """A folder in which a person calls the commands."""

    folder: Path

    def write(self, name: str, *lines: str) -> Path:
        """Put a file there."""
        path = self.folder / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    def rows(self, name: str = "sample.csv") -> list[list[str]]:
        """The rows of a CSV file, header included."""
        return [line.split(",") for line in (self.folder / name).read_text(encoding="utf-8").splitlines()]

    def call(self, command: str, **options: str) -> Answer:
        """Call a command; a file's name stands for the file in the folder."""
        arguments = []
        for name, value in options.items():
            file = value.endswith((".csv", ".json"))
            arguments += [f"--{name}", str(self.folder / value) if file else value]
        result = CliRunner().invoke(COMMANDS[command], arguments)
        return Answer(result.exit_code, json.loads(result.stdout), result.stderr)

    def sample(self, **options: str) -> Answer:
        """Draw with the usual files."""
        usual = {"frame": "frame.csv", "seed": "31415", "out": "sample.csv", "protocol": "protocol.json"}
        return self.call("sample", **{**usual, **options})

    def verify(self) -> Answer:
        """Check the usual files."""
        return self.call("verify", frame="frame.csv", protocol="protocol.json", sample="sample.csv")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """东湖 has 何某 with 10 cases and 陈某 with 5, 西山 has 周某 with 1."""
    desk = Desk(tmp_path)
    handlers = [("东湖", "何某")] * 10 + [("东湖", "陈某")] * 5 + [("西山", "周某")]
    desk.write(
        "frame.csv",
        "key,unit,handler",
        *(f"案{n},{unit},{handler}" for n, (unit, handler) in enumerate(handlers, 1)),
    )
    return desk


def test_a_sample_is_drawn_by_handler_within_unit_with_two_of_each(desk: Desk) -> None:
    answer = desk.sample(rate="0.30")
    assert answer.code == 0
    # 30 % of 16 is 5 = 2 + 2 + 1, the floors' sum; alone 何某 has 3, 陈某 2 (claims 1/10, 1/5, 3/10, 1/2, 3/5)
    he = in_order([f"案{n}" for n in range(1, 11)], "31415")[:2]
    chen = in_order([f"案{n}" for n in range(11, 16)], "31415")[:2]
    assert desk.rows() == [
        ["key", "stratum", "layer", "ticket", "rank", "quota", "stratum_size"],
        [he[0], "东湖|何某", "random", first_ticket(he[0], "31415"), "1", "2", "10"],
        [he[1], "东湖|何某", "random", first_ticket(he[1], "31415"), "2", "2", "10"],
        [chen[0], "东湖|陈某", "random", first_ticket(chen[0], "31415"), "1", "2", "5"],
        [chen[1], "东湖|陈某", "random", first_ticket(chen[1], "31415"), "2", "2", "5"],
        ["案16", "西山|周某", "minimum", first_ticket("案16", "31415"), "1", "1", "1"],
    ]
    counts = {
        name: answer.facts["sample"][name] for name in ("cases", "random", "minimum", "must", "reserve")
    }
    assert counts == {"cases": 5, "random": 4, "minimum": 1, "must": 0, "reserve": 11}
    assert answer.told == "已抽取 5 件：随机 4 件，下限补足 1 件，必查 0 件；共 3 个层。\n"


def test_what_was_drawn_verifies_and_tells_the_same_hashes(desk: Desk) -> None:
    desk.write("must.csv", "key", "案3", "案16")
    drawn = desk.sample(size="6", must="must.csv", strata="unit")
    checked = desk.verify()
    assert (checked.code, checked.facts["status"], checked.facts["differences"]) == (0, "equal", [])
    assert checked.facts["frame"]["hash"] == drawn.facts["frame"]["hash"]
    assert checked.facts["sample"] == {"cases": 8, "hash": drawn.facts["sample"]["hash"]}
    assert [row[0] for row in desk.rows() if row[2] == "must"] == ["案3", "案16"]
    assert checked.told == "复核一致：8 件样本与抽样框和记录完全相符。\n"


def test_the_five_per_cent_lie_inside_the_thirty(desk: Desk) -> None:
    desk.write("frame.csv", "key,unit", *(f"案{n},{'东湖' if n % 3 else '西山'}" for n in range(400)))
    desk.sample(rate="5%", out="small.csv")
    desk.sample(rate="30%", out="large.csv")
    small, large = ({row[0] for row in desk.rows(name)[1:]} for name in ("small.csv", "large.csv"))
    assert (len(small), len(large), small <= large) == (20, 120, True)


def test_without_strata_the_whole_frame_is_one(desk: Desk) -> None:
    assert desk.sample(size="4", strata="").facts["columns"] == []
    keys = [f"案{n}" for n in range(1, 17)]
    assert [row[:2] for row in desk.rows()[1:]] == [[key, ""] for key in in_order(keys, "31415")[:4]]


def test_columns_that_the_frame_lacks_are_not_strata_by_default(desk: Desk) -> None:
    desk.write("frame.csv", "key,unit", "案1,东湖", "案2,东湖", "案3,西山")
    assert desk.sample(rate="0.5").facts["columns"] == ["unit"]


def test_a_changed_sample_fails_the_check_and_the_change_is_named(desk: Desk) -> None:
    desk.sample(rate="0.30")
    rows = [",".join(row) for row in desk.rows()]
    key = desk.rows()[1][0]
    desk.write("sample.csv", rows[0], rows[1].replace("random", "must"), *rows[2:])
    answer = desk.verify()
    assert answer.code == 1
    assert answer.facts["differences"] == [
        {
            "what": "cell_differs",
            "where": key,
            "expected": "random",
            "found": "must",
            "column": "layer",
            "sentence": f"样本中案件“{key}”的“layer”应为“random”，实为“must”。",
        }
    ]
    assert answer.told == (f"复核不一致，共 1 处：\n样本中案件“{key}”的“layer”应为“random”，实为“must”。\n")


def test_a_changed_frame_fails_the_check(desk: Desk) -> None:
    desk.sample(rate="0.30")
    frame = [",".join(row) for row in desk.rows("frame.csv")]
    desk.write("frame.csv", *frame[:-1])
    answer = desk.verify()
    assert (answer.code, answer.facts["status"]) == (1, "differs")
    assert {"what": "stratum_gone", "where": "西山|周某"}.items() <= next(
        line for line in answer.facts["differences"] if line["what"] == "stratum_gone"
    ).items()


def test_many_differences_are_told_in_part_and_written_in_full(desk: Desk) -> None:
    desk.write("frame.csv", "key", *(f"案{n}" for n in range(100)))
    desk.sample(rate="0.30")
    desk.write("sample.csv", ",".join(desk.rows()[0]))
    answer = desk.verify()
    assert (answer.code, answer.facts["count"], len(answer.facts["differences"])) == (1, 30, 30)
    assert answer.told.splitlines()[0] == "复核不一致，共 30 处："
    assert answer.told.splitlines()[21] == "……其余 10 处见输出的 JSON。"


def test_a_size_below_the_floors_is_infeasible_and_writes_nothing(desk: Desk) -> None:
    answer = desk.sample(size="3")
    assert answer.code == 3
    assert answer.facts["clash"] == {
        "conditions": ["size", "minimum"],
        "size": 3,
        "minimum": 2,
        "strata": ["东湖|何某", "东湖|陈某"],
        "need": 4,
        "short": 1,
        "least_size": 5,
    }
    assert answer.facts["status"] == "infeasible"
    assert answer.told == answer.facts["sentence"] + "\n"
    assert sorted(path.name for path in desk.folder.iterdir()) == ["frame.csv"]


def test_a_size_above_the_frame_is_infeasible(desk: Desk) -> None:
    answer = desk.sample(size="17")
    assert (answer.code, answer.facts["clash"]) == (
        3,
        {"conditions": ["size", "cases"], "size": 17, "cases": 16},
    )


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({}, "RateOrSize"),
        ({"rate": "0.3", "size": "3"}, "RateOrSize"),
        ({"rate": "三成"}, "RateOutOfRange"),
        ({"rate": "1.5"}, "RateOutOfRange"),
        ({"size": "0"}, "CountOutOfRange"),
        ({"rate": "0.3", "minimum": "-1"}, "CountOutOfRange"),
        ({"rate": "0.3", "seed": " "}, "SeedMissing"),
        ({"rate": "0.3", "strata": "unit,charge"}, "ColumnMissing"),
        ({"rate": "0.3", "frame": "none.csv"}, "FileUnreadable"),
        ({"rate": "0.3", "out": "frame.csv"}, "OutputOverInput"),
        ({"rate": "0.3", "protocol": "sample.csv"}, "OutputOverInput"),
    ],
)
def test_bad_input_is_refused_and_writes_nothing(desk: Desk, options: dict[str, str], reason: str) -> None:
    before = desk.rows("frame.csv")
    answer = desk.sample(**options)
    assert (answer.code, answer.facts["status"], answer.facts["reason"]) == (2, "bad_input", reason)
    assert answer.told == answer.facts["sentence"] + "\n"
    assert [path.name for path in desk.folder.iterdir()] == ["frame.csv"]
    assert desk.rows("frame.csv") == before


def test_bad_input_names_file_row_and_column(desk: Desk) -> None:
    desk.write("frame.csv", "key,unit", "案1,东湖", "案1,西山")
    answer = desk.sample(rate="0.3")
    assert answer.facts == {
        "command": "sample",
        "status": "bad_input",
        "reason": "KeyTwice",
        "sentence": "文件“frame.csv”第 3 行“key”列的“案1”与第 2 行重复。请删除重复行。",
        "file": "frame.csv",
        "row": 3,
        "column": "key",
        "key": "案1",
        "earlier": 2,
    }


def test_thirty_per_cent_of_nothing_is_refused(desk: Desk) -> None:
    desk.write("frame.csv", "key,unit,handler")
    answer = desk.sample(rate="0.30")
    assert (answer.code, answer.told) == (2, "抽样框中没有案件，无法抽样。请检查时间范围和筛选条件。\n")


def test_a_protocol_that_cannot_be_read_is_bad_input_not_a_failed_check(desk: Desk) -> None:
    desk.sample(rate="0.30")
    desk.write("protocol.json", "{}")
    answer = desk.verify()
    assert (answer.code, answer.facts["reason"], answer.facts["field"]) == (
        2,
        "ProtocolUnreadable",
        "algorithm",
    )
