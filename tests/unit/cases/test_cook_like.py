"""The county's export: every kind of dirt with its exact count, compared with an independent count."""

from pathlib import Path

from review.cases.mapping_file import read_mapping
from review.cases.problems import CLASSES, Choice
from review.cases.reading import open_package
from review.cases.records import select_records
from review.resources import resource_dir
from tests.cook_like import cook_like, count_dirt
from tests.unit.cases.packages import TODAY, counts, preview_of

MAPPING = read_mapping((resource_dir("rules") / "mappings" / "cook.yaml").read_text("utf-8"))


def test_the_preview_counts_what_was_put_in_and_what_plain_counting_finds(tmp_path: Path) -> None:
    text, planted = cook_like(400)
    path = tmp_path / "export.csv"
    path.write_text(text, newline="")
    preview = preview_of(open_package(path), MAPPING)
    assert counts(preview) == dict(planted) == dict(count_dirt(text, TODAY))
    assert set(counts(preview)) == {
        "conflicting_rows",
        "blank_handler",
        "blank_unit",
        "blank_region",
        "impossible_date",
        "order_of_dates",
        "impossible_number",
        "inner_blanks",
        "case_variants",
        "mixed_date_forms",
        "unknown_column",
    }
    assert (preview.cases, preview.rows["parties"]) == (400, 440)


def test_the_export_loads_in_every_encoding_to_the_same_hashes(tmp_path: Path) -> None:
    text, _ = cook_like(60)
    text = text.replace("NORTH PD", "北城警局")
    hashes = []
    for codec in ("utf-8", "utf-8-sig", "gb18030", "gbk"):
        path = tmp_path / f"{codec}.csv"
        path.write_bytes(text.encode(codec))
        package = open_package(path)
        decisions = {code: CLASSES[code].choices[-1] for code in preview_of(package, MAPPING).to_decide}
        records = list(select_records(package, MAPPING, decisions, today=TODAY))
        hashes.append([record.record_hash for record in records])
    assert hashes == [hashes[0]] * 4
    assert len(set(hashes[0])) == 60


def test_the_defendants_of_a_case_come_with_it_and_its_first_row_speaks_for_it(tmp_path: Path) -> None:
    text, _ = cook_like(60)
    path = tmp_path / "export.csv"
    path.write_text(text, newline="")
    package = open_package(path)
    decisions = dict.fromkeys(preview_of(package, MAPPING).to_decide, Choice.QUARANTINE)
    case = next(
        one for one in select_records(package, MAPPING, decisions, today=TODAY) if one.key == "129500000004"
    )
    assert [party.fields["party_no"] for party in case.children["parties"]] == [
        "1079000000004",
        "1079900000004",
    ]
    assert [party.fields["cause"] for party in case.children["parties"]] == [
        "RETAIL THEFT",
        "ATTEMPTED RETAIL THEFT",
    ]
    assert case.fields["cause_decided"] == "RETAIL THEFT"
    assert case.left_out == ("conflicting_rows",)
