"""A folder of YAML becomes one frozen catalogue, or every fault with its file and line."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from review.catalogue.catalogue import from_canonical_json, to_canonical_json
from review.catalogue.faults import CatalogueUnknown, CatalogueUnreadable
from review.catalogue.loader import load, read_folder
from tests.unit.catalogue.shipped import FOLDER, copy_with, shipped


def sentences(folder: Path) -> list[str]:
    """The faults of a folder as they are printed."""
    return [str(fault) for fault in read_folder(folder).faults]


def test_canonical_json_brings_back_the_same_catalogue_with_the_same_hash() -> None:
    text = to_canonical_json(shipped())
    again = from_canonical_json(text)
    assert again == shipped()
    assert again.hash == shipped().hash
    assert to_canonical_json(again) == text


def test_the_hash_is_of_the_content_and_not_of_how_it_is_written(tmp_path: Path) -> None:
    copy_with(tmp_path, "severity.yaml", "# 问题严重程度阶梯", "# 阶梯\n\n#")
    assert load(tmp_path).hash == load(FOLDER).hash == shipped().hash


def test_one_changed_point_changes_the_hash(tmp_path: Path) -> None:
    copy_with(tmp_path, "severity.yaml", "deduction: 10", "deduction: 11")
    assert load(tmp_path).hash != shipped().hash


def test_the_hash_has_sixty_four_hex_signs() -> None:
    assert len(shipped().hash) == 64
    assert int(shipped().hash, 16) > 0


def test_a_catalogue_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        shipped().rules[0].question = "别的"


def test_a_missing_field_is_named_with_file_and_line(tmp_path: Path) -> None:
    line = copy_with(
        tmp_path, "facts.yaml", "  question: 是否遗漏罪行或者遗漏应当追究刑事责任的同案犯罪嫌疑人？\n", ""
    )
    assert sentences(tmp_path) == [f"facts.yaml:{line - 2}: 缺少字段“question”。"]


def test_an_unknown_field_is_named_with_file_and_line(tmp_path: Path) -> None:
    line = copy_with(tmp_path, "law.yaml", "  severity: serious", "  seriousness: 3\n  severity: serious")
    assert sentences(tmp_path) == [f"law.yaml:{line}: 不认识的字段“seriousness”。"]


def test_a_word_outside_the_closed_list_is_refused(tmp_path: Path) -> None:
    line = copy_with(tmp_path, "effect.yaml", "automation: A", "automation: Z")
    assert sentences(tmp_path)[0] == f"effect.yaml:{line}: “automation”须为 'A'、'B'、'C' 之一，现为“Z”。"


def test_a_number_written_as_text_is_refused(tmp_path: Path) -> None:
    line = copy_with(tmp_path, "evidence.yaml", "revision: 1", "revision: '1'")
    assert sentences(tmp_path) == [f"evidence.yaml:{line}: “revision”须为整数，现为“1”。"]


def test_a_machine_rule_without_condition_is_refused(tmp_path: Path) -> None:
    line = copy_with(tmp_path, "facts.yaml", "  violated: is_blank(amount)\n", "")
    text = (tmp_path / "facts.yaml").read_text(encoding="utf-8").splitlines()
    begins = max(number for number, said in enumerate(text[:line], 1) if said.startswith("- code"))
    assert sentences(tmp_path) == [f"facts.yaml:{begins}: A 类规则须有机器条件 violated。"]


def test_an_internal_norm_must_say_that_it_is_not_verified(tmp_path: Path) -> None:
    line = copy_with(tmp_path, "effect.yaml", "verified: false, ", "")
    assert sentences(tmp_path) == [
        f"effect.yaml:{line}: 已核对的依据须写明 law 和 article，不写 norm。",
    ]


def test_broken_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    copy_with(tmp_path, "severity.yaml", "levels:\n", "levels: [\n")
    (fault,) = read_folder(tmp_path).faults
    assert (fault.file, fault.line) == ("severity.yaml", 7)


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    line = copy_with(tmp_path, "scoring.yaml", "bonus_cap: 10", "bonus_cap: 10\nbonus_cap: 20")
    assert sentences(tmp_path) == [f"scoring.yaml:{line + 1}: “bonus_cap”写了两次。"]


def test_anchors_are_refused(tmp_path: Path) -> None:
    line = copy_with(tmp_path, "scoring.yaml", "bonus_cap: 10", "bonus_cap: &most 10")
    assert sentences(tmp_path) == [f"scoring.yaml:{line}: 规则目录不使用锚点和引用（& *）。"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    copy_with(tmp_path, "scoring.yaml", "bonus_cap: 10", "bonus_cap: 10")
    (tmp_path / "holidays.yaml").unlink()
    assert sentences(tmp_path) == ["holidays.yaml:0: 缺少这个文件。"]


def test_faults_in_several_files_are_all_told(tmp_path: Path) -> None:
    copy_with(tmp_path, "law.yaml", "life: 启用", "life: 生效")
    (tmp_path / "scoring.yaml").write_text("version: '2026.1'\n", encoding="utf-8")
    assert {fault.file for fault in read_folder(tmp_path).faults} == {"law.yaml", "scoring.yaml"}


def test_loading_a_faulty_folder_is_refused_with_the_count(tmp_path: Path) -> None:
    line = copy_with(tmp_path, "law.yaml", "life: 启用", "life: 生效")
    with pytest.raises(CatalogueUnreadable) as refusal:
        load(tmp_path)
    assert str(refusal.value) == (
        f"规则目录 {tmp_path.name} 有 1 处差错，首处：law.yaml:{line}: "
        "“life”须为 '试行'、'启用'、'停用' 之一，现为“生效”。请修改后重新载入。"
    )


def test_an_unknown_version_is_refused_with_those_known() -> None:
    with pytest.raises(CatalogueUnknown) as refusal:
        load("1999.1")
    assert str(refusal.value) == "没有版本为 1999.1 的规则目录，现有版本：2026.1。请选择其中之一。"


def test_a_column_may_be_written_by_its_type_alone(tmp_path: Path) -> None:
    written = "due_date: {zh: 办理到期日期, en: Due on, type: date}"
    copy_with(tmp_path, "dictionary.yaml", written, "due_date: date")
    column = load(tmp_path).dictionary.tables["cases"].columns["due_date"]
    assert (column.type.value, column.zh) == ("date", None)


def test_canonical_json_has_its_keys_sorted_and_no_blanks() -> None:
    text = to_canonical_json(shipped())
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
