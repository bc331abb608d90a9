"""One page of a long list (分页), and the address of the others. Pure but for the request's query string."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request, url_for

Row = TypeVar("Row")
SIZES = (20, 50, 100)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page, where it stands, and how many rows there are in all."""

    rows: Sequence[Row]
    total: int
    number: int
    size: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last_row(self) -> int:
        return min(self.number * self.size, self.total)

    def numbers(self) -> list[int | None]:
        """Page numbers to offer; None stands for a gap."""
        near = {1, self.last, *range(max(1, self.number - 2), min(self.last, self.number + 2) + 1)}
        shown: list[int | None] = []
        for number in sorted(near):
            if shown and isinstance(shown[-1], int) and number - shown[-1] > 1:
                shown.append(None)
            shown.append(number)
        return shown


def asked() -> tuple[int, int]:
    """Page number and size asked for in the address; nonsense becomes the first page of 20."""
    number = request.args.get("page", 1, int)
    size = request.args.get("size", 20, int)
    return max(1, min(number, 1_000_000)), size if size in SIZES else 20


def here(**changes: object) -> str:
    """This page's address with some query parameters changed; None takes one out."""
    arguments: dict[str, object] = {
        **(request.view_args or {}),
        **request.args.to_dict(flat=False),
        **changes,
    }
    kept = {name: value for name, value in arguments.items() if value is not None}
    return url_for(request.endpoint or "home.show", **kept)  # type: ignore[arg-type]
