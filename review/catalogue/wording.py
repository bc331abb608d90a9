"""What pydantic found wrong, said in Chinese (差错措辞). Pure."""

from collections.abc import Mapping
from typing import Any

from review.errors import N_

SENTENCES: dict[str, str] = {
    "missing": N_("缺少字段“%(field)s”。"),
    "extra_forbidden": N_("不认识的字段“%(field)s”。"),
    "enum": N_("“%(field)s”须为 %(expected)s 之一，现为“%(given)s”。"),
    "string_pattern_mismatch": N_("“%(field)s”的写法不对：“%(given)s”。"),
    "string_too_short": N_("“%(field)s”不能为空。"),
    "string_type": N_("“%(field)s”须为文字，现为“%(given)s”。"),
    "too_short": N_("“%(field)s”至少要有 %(least)s 项。"),
    "int_type": N_("“%(field)s”须为整数，现为“%(given)s”。"),
    "bool_type": N_("“%(field)s”须为 true 或 false，现为“%(given)s”。"),
    "tuple_type": N_("“%(field)s”须为列表。"),
    "greater_than_equal": N_("“%(field)s”不得小于 %(least)s，现为“%(given)s”。"),
    "less_than_equal": N_("“%(field)s”不得大于 %(most)s，现为“%(given)s”。"),
    "date_from_datetime_parsing": N_("“%(field)s”须为日期（年-月-日），现为“%(given)s”。"),
    "date_type": N_("“%(field)s”须为日期（年-月-日），现为“%(given)s”。"),
    "value_error": N_("%(reason)s。"),
}
"""Kind of fault → its sentence."""

OTHERWISE = N_("“%(field)s”的值不合要求（%(kind)s）：“%(given)s”。")

LONGEST = 60
"""Characters of a wrong value that are shown."""


def in_chinese(error: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The sentence for one of pydantic's errors, and its facts."""
    context = error.get("ctx", {})
    names = [str(step) for step in error["loc"] if isinstance(step, str)]
    facts = {
        "field": names[-1] if names else "—",
        "kind": error["type"],
        "given": str(error.get("input"))[:LONGEST],
        "expected": context.get("expected", "").replace(" or ", "、").replace(", ", "、"),
        "least": context.get("ge", context.get("min_length", "")),
        "most": context.get("le", ""),
        "reason": context.get("error", ""),
    }
    return SENTENCES.get(error["type"], OTHERWISE), facts
