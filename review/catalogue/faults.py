"""What is wrong in a catalogue's files, and where (差错). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from review.errors import N_, ReviewError


@dataclass(frozen=True)
class Fault:
    """One fault: file, line from 1 (0: the file as a whole), and a sentence with its facts."""

    file: str
    line: int
    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence % self.facts}"


class CatalogueUnreadable(ReviewError):
    """The folder holds no catalogue that can be used."""

    sentence = N_("规则目录 %(folder)s 有 %(count)d 处差错，首处：%(first)s请修改后重新载入。")

    def __init__(self, folder: str, faults: tuple[Fault, ...]) -> None:
        super().__init__(folder=folder, count=len(faults), first=str(faults[0]))
        self.faults = faults


class CatalogueUnknown(ReviewError):
    """There is no folder for this version."""

    sentence = N_("没有版本为 %(version)s 的规则目录，现有版本：%(known)s。请选择其中之一。")

    def __init__(self, version: str, known: tuple[str, ...]) -> None:
        super().__init__(version=version, known="、".join(known) or "—")
