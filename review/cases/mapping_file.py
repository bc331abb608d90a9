"""Mapping files (映射文件): YAML read with every fault at its line, and written back. Pure.

The YAML is only parsed into nodes, never into objects: a code such as 0301 stays text, a name given twice
and an alias are refused.
"""

from collections.abc import Callable, Iterator

import yaml

from review.cases.dates import FormatRefused, compiled
from review.cases.fields import CASES, KEY, TABLES, FieldKind, Table
from review.cases.mapping import ColumnRule, RowFilter, SourceMapping, TableMapping
from review.errors import N_, ReviewError

LONGEST = 256 << 10
"""Bytes a mapping file may have."""

PRESENT = "present"
"""The filter word for "not blank"."""


class MappingUnreadable(ReviewError):
    """A mapping file that is no YAML at all."""

    sentence = N_("映射文件第 %(line)d 行不是正确的 YAML。请检查缩进、冒号和引号。")

    def __init__(self, line: int) -> None:
        super().__init__(line=line)


class MappingRefused(ReviewError):
    """A mapping file with a name or value that has no meaning here; the line is named."""

    sentence = N_("映射文件第 %(line)d 行：「%(found)s」不能用在这里，应为：%(due)s。")

    def __init__(self, line: int, found: str, due: str) -> None:
        super().__init__(line=line, found=found, due=due)


class MappingTwice(ReviewError):
    """A name given twice in one place."""

    sentence = N_("映射文件第 %(line)d 行：「%(found)s」出现了两次。请只保留一处。")

    def __init__(self, line: int, found: str) -> None:
        super().__init__(line=line, found=found)


class MappingLacks(ReviewError):
    """A place that lacks what it must have."""

    sentence = N_("映射文件第 %(line)d 行起的部分缺少「%(name)s」。")

    def __init__(self, line: int, name: str) -> None:
        super().__init__(line=line, name=name)


class MappingTooLong(ReviewError):
    """A mapping file above any honest length."""

    sentence = N_("映射文件超过 %(limit)d 字节的上限。请确认上传的是映射文件。")

    def __init__(self) -> None:
        super().__init__(limit=LONGEST)


def read_mapping(text: str) -> SourceMapping:
    """A mapping from its YAML text.

    Raises:
        MappingTooLong, MappingUnreadable, MappingRefused, MappingTwice, MappingLacks: with the line.
    """
    if len(text.encode()) > LONGEST:
        raise MappingTooLong
    root = parse(text)
    parts = entries(root, ("name", "header_row", "tables"))
    for name in ("name", "tables"):
        if name not in parts:
            raise MappingLacks(line_of(root), name)
    tables = entries(parts["tables"], tuple(TABLES))
    if CASES.name not in tables:
        raise MappingLacks(line_of(parts["tables"]), CASES.name)
    return SourceMapping(
        name=scalar(parts["name"]),
        header_row=read_header_row(parts["header_row"]) if "header_row" in parts else 1,
        tables=tuple(read_table(TABLES[name], node) for name, node in tables.items()),
    )


def parse(text: str) -> yaml.Node:
    """The YAML's root node. Aliases are refused: they are how a short file grows without end."""
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise MappingRefused(
                    event.start_mark.line + 1 if event.start_mark else 1, f"*{event.anchor}", "*"
                )
        root: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as fault:
        raise MappingUnreadable(fault.problem_mark.line + 1 if fault.problem_mark else 1) from fault
    except (yaml.YAMLError, RecursionError) as fault:
        raise MappingUnreadable(1) from fault
    if root is None:
        raise MappingLacks(1, "name")
    return root


def line_of(node: yaml.Node) -> int:
    """The line on which a node begins, from 1."""
    return int(node.start_mark.line) + 1


def entries(node: yaml.Node, allowed: tuple[str, ...] | None = None) -> dict[str, yaml.Node]:
    """A mapping node's parts by name, each name known and given once."""
    if not isinstance(node, yaml.MappingNode):
        raise MappingRefused(line_of(node), shown(node), "、".join(allowed or ("…: …",)))
    parts: dict[str, yaml.Node] = {}
    for name_node, value in node.value:
        name = scalar(name_node)
        if allowed is not None and name not in allowed:
            raise MappingRefused(line_of(name_node), name, "、".join(allowed))
        if name in parts:
            raise MappingTwice(line_of(name_node), name)
        parts[name] = value
    return parts


def scalar(node: yaml.Node) -> str:
    """A scalar as written, never turned into a number or date; blank is refused."""
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise MappingRefused(line_of(node), shown(node), "text")
    return str(node.value)


def shown(node: yaml.Node) -> str:
    """What a refusal shows of a node."""
    return str(node.value)[:40] if isinstance(node, yaml.ScalarNode) else "…"


def texts(node: yaml.Node) -> tuple[str, ...]:
    """One scalar, or a list of them."""
    if isinstance(node, yaml.SequenceNode):
        return tuple(scalar(one) for one in node.value)
    return (scalar(node),)


def read_header_row(node: yaml.Node) -> int:
    """The row of the column names, 1 to 100."""
    value = scalar(node)
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 100:
        raise MappingRefused(line_of(node), value, "1–100")
    return int(value)


def read_table(table: Table, node: yaml.Node) -> TableMapping:
    """One table's part."""
    allowed = ("source", "key", "where", "fields")
    parts = entries(node, (*allowed, "rows") if table is CASES else allowed)
    for name in ("key", "fields"):
        if name not in parts:
            raise MappingLacks(line_of(node), name)
    names = tuple(field.name for field in table.fields if field.name != KEY)
    return TableMapping(
        table=table.name,
        key=scalar(parts["key"]),
        fields={
            name: read_rule(table.field(name).kind, part)
            for name, part in entries(parts["fields"], names).items()
        },
        source=scalar(parts["source"]) if "source" in parts else None,
        several_rows=one_of(parts, "rows", ("one_per_case", "several_per_case")) == "several_per_case",
        where=read_filter(parts["where"]) if "where" in parts else None,
    )


def one_of(parts: dict[str, yaml.Node], name: str, words: tuple[str, ...]) -> str:
    """The word at `name`, the first word if there is none."""
    if name not in parts:
        return words[0]
    word = scalar(parts[name])
    if word not in words:
        raise MappingRefused(line_of(parts[name]), word, "、".join(words))
    return word


def read_filter(node: yaml.Node) -> RowFilter:
    """`{column: X, is: present}` or `{column: X, is: [a, b]}`."""
    parts = entries(node, ("column", "is"))
    for name in ("column", "is"):
        if name not in parts:
            raise MappingLacks(line_of(node), name)
    values = texts(parts["is"])
    return RowFilter(scalar(parts["column"]), () if values == (PRESENT,) else values)


def read_rule(kind: FieldKind, node: yaml.Node) -> ColumnRule:
    """A column's name, or `{column: …, map: …, format: …}`, or `{constant: …}`."""
    if isinstance(node, yaml.ScalarNode):
        return ColumnRule(column=scalar(node))
    parts = entries(node, ("column", "constant", "map", "format") if kind is FieldKind.DATE else PLAIN)
    if ("column" in parts) == ("constant" in parts):
        raise MappingLacks(line_of(node), "column / constant")
    if "constant" in parts:
        if len(parts) > 1:
            raise MappingRefused(line_of(node), "constant", "column")
        return ColumnRule(constant=scalar(parts["constant"]))
    return ColumnRule(
        column=scalar(parts["column"]),
        values={name: scalar(value) for name, value in optional(parts, "map", entries)},
        formats=tuple(checked_format(parts["format"])) if "format" in parts else (),
    )


PLAIN = ("column", "constant", "map")
"""What a rule may say of a field that is no date."""


def optional(
    parts: dict[str, yaml.Node], name: str, read: Callable[[yaml.Node], dict[str, yaml.Node]]
) -> list[tuple[str, yaml.Node]]:
    """The entries at `name`; none if it is not there."""
    return list(read(parts[name]).items()) if name in parts else []


def checked_format(node: yaml.Node) -> Iterator[str]:
    """A column's date formats, each tried out."""
    for form in texts(node):
        try:
            compiled(form)
        except FormatRefused as fault:
            raise MappingRefused(line_of(node), form, "%Y %m %d %H %I %M %S %p") from fault
        yield form


def mapping_to_yaml(mapping: SourceMapping) -> str:
    """The mapping as YAML that `read_mapping` reads back to the same."""
    whole: dict[str, object] = {"name": mapping.name}
    if mapping.header_row != 1:
        whole["header_row"] = mapping.header_row
    whole["tables"] = {one.table: table_part(one) for one in mapping.tables}
    return str(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=100))


def table_part(one: TableMapping) -> dict[str, object]:
    """One table's part of the file."""
    part: dict[str, object] = {"source": one.source} if one.source else {}
    part["key"] = one.key
    if one.several_rows:
        part["rows"] = "several_per_case"
    if one.where:
        part["where"] = {"column": one.where.column, "is": list(one.where.values) or PRESENT}
    part["fields"] = {name: rule_part(rule) for name, rule in one.fields.items()}
    return part


def rule_part(rule: ColumnRule) -> object:
    """One field's part: as short as it can be said."""
    if rule.constant is not None:
        return {"constant": rule.constant}
    if not rule.values and not rule.formats:
        return rule.column
    part: dict[str, object] = {"column": rule.column}
    if rule.values:
        part["map"] = dict(rule.values)
    if rule.formats:
        part["format"] = list(rule.formats)
    return part
