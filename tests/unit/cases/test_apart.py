"""Reading in a process of its own: what it answers, and what is said when it is stopped or falls."""

from pathlib import Path

import pytest

from review.cases.apart import Bounds, ReadingBroke, ReadingTooLong, read_apart
from review.cases.decoding import NotText
from review.cases.reading_orders import PROBLEMS, Order, read_problems
from tests.unit.cases.packages import TODAY, case_lines, csv_text


def an_order(folder: Path, content: bytes) -> Order:
    path = folder / "0f3a"
    path.write_bytes(content)
    return Order("examine", path, "案件.csv", folder, TODAY)


CASES = csv_text(case_lines({}, {"审结日期": "2025-02-01"})).encode()


def test_it_answers_with_columns_a_suggestion_and_the_preview(tmp_path: Path) -> None:
    told = read_apart(an_order(tmp_path, CASES), Bounds())
    assert set(told) == {"columns", "suggestion", "preview"}
    assert told["columns"][0]["columns"][1] == {"name": "部门受案号", "samples": ["BM2025001", "BM2025002"]}
    counts = {one["code"]: one["count"] for one in told["preview"]["problems"]}
    assert counts["order_of_dates"] == 1
    codes = [problem.code for problem in read_problems(tmp_path / PROBLEMS)]
    assert {code: codes.count(code) for code in codes} == counts


def test_what_it_refuses_is_refused_here_in_the_same_words(tmp_path: Path) -> None:
    with pytest.raises(NotText) as refusal:
        read_apart(an_order(tmp_path, b"\0" * 100), Bounds())
    assert str(refusal.value) == (
        "文件「案件.csv」不是可以读取的 CSV 文本。请另存为 CSV UTF-8 格式后重新上传。"
    )


def test_one_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(ReadingTooLong):
        read_apart(an_order(tmp_path, CASES), Bounds(minutes=0))


def test_one_that_runs_out_of_memory_is_told_in_words(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    long = "\n".join(f"{number},{'x' * 900_000}" for number in range(1, 20))
    with pytest.raises(ReadingBroke) as refusal:
        read_apart(an_order(tmp_path, f"a,b\n{long}".encode()), Bounds(megabytes=0))
    assert refusal.value.facts == {"name": "案件.csv"}
    assert "MemoryError" in capfd.readouterr().err
