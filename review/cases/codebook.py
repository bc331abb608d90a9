"""What the import must know of the catalogue's codes (代码), handed in from outside. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from review.cases.checking import CodeTables

GENERAL = "general"
"""The family (业务) of a case whose type no code table knows."""


@dataclass(frozen=True)
class Codebook:
    """Code tables as the import uses them; without any, nothing is compared and every case is general."""

    families: Mapping[str, str] = field(default_factory=dict)
    """Case type, by code and by name → family."""
    document_kinds: Mapping[str, str] = field(default_factory=dict)
    """Document kind, by code and by name → code."""
    tables: CodeTables = field(default_factory=dict)

    def family_of(self, type_code: str, type_name: str) -> str:
        """The family of a type: by its code, else by its name, else the general one."""
        return self.families.get(type_code) or self.families.get(type_name) or GENERAL
