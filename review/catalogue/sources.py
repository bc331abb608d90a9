"""YAML read with the line of every value (行号), so that a fault can be shown where it stands. Pure.

Anchors and aliases are refused: a catalogue is read by people, and a few nested aliases fill any memory.
"""

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from review.catalogue.faults import Fault
from review.errors import N_

MOST_BYTES = 5_000_000
"""Bytes one file of a catalogue may have."""

Path = Sequence[int | str]


class NotYaml(Exception):
    """The text is no YAML, or uses what a catalogue must not; carries the fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True)
class Source:
    """One file's data, and the node tree that knows where everything stands."""

    file: str
    data: Any
    root: yaml.Node | None

    def line(self, path: Path = ()) -> int:
        """The line, from 1, of the value at `path`, or of the nearest value around it."""
        node, mark = self.root, 1
        for step in ("", *path):
            node = node if step == "" else child(node, step)
            if node is None:
                break
            mark = node.start_mark.line + 1
        return mark

    def json(self) -> str:
        """The data as JSON, days as ISO text."""
        return json.dumps(self.data, ensure_ascii=False, default=as_iso)


def as_iso(value: object) -> str:
    """A day as JSON writes it; YAML knows no other type beyond JSON's that a catalogue uses."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def child(node: yaml.Node | None, step: int | str) -> yaml.Node | None:
    """The node one step down: by key of a mapping or number of a sequence."""
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    return None


def read_source(file: str, text: str) -> Source:
    """Read one file.

    Raises:
        NotYaml: it is too large, no YAML, gives a key twice, or uses an anchor or a type JSON lacks.
    """
    if len(text.encode()) > MOST_BYTES:
        raise NotYaml(Fault(file, 0, N_("文件超过 %(most)d 字节。"), {"most": MOST_BYTES}))
    loader = yaml.CSafeLoader(text)
    try:
        refuse_aliases(file, text)
        root = loader.get_single_node()
        for key in repeated_keys(root):
            raise NotYaml(Fault(file, key.start_mark.line + 1, N_("“%(key)s”写了两次。"), {"key": key.value}))
        data = loader.construct_document(root) if root is not None else None
        json.dumps(data, default=as_iso)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = mark.line + 1 if mark else 0
        raise NotYaml(
            Fault(file, line, N_("YAML 写法有误：%(problem)s"), {"problem": problem.problem})
        ) from None
    except (TypeError, ValueError) as problem:
        raise NotYaml(Fault(file, 0, N_("YAML 写法有误：%(problem)s"), {"problem": problem})) from None
    finally:
        loader.dispose()
    return Source(file, data, root)


def refuse_aliases(file: str, text: str) -> None:
    """Refuse anchors and aliases, before anything is built from them."""
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
            raise NotYaml(Fault(file, token.start_mark.line + 1, N_("规则目录不使用锚点和引用（& *）。")))


def repeated_keys(node: yaml.Node | None) -> list[yaml.Node]:
    """Keys given twice in one mapping, in order."""
    found: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            if key.value in seen:
                found.append(key)
            seen.add(key.value)
            found += repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            found += repeated_keys(value)
    return found
