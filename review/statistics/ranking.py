"""Places in a ranking, as far as the intervals allow them (排名). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from review.statistics.intervals import Interval


@dataclass(frozen=True, slots=True)
class Place:
    """The best and the worst place that a rate may hold, from 1; they are one where the place is certain."""

    best: int
    worst: int

    @property
    def certain(self) -> bool:
        """Whether no other interval overlaps."""
        return self.best == self.worst


def places(intervals: Sequence[Interval | None]) -> list[Place | None]:
    """The place of each, lowest rate first. Where intervals overlap the order is chance and no place is certain."""
    known = [interval for interval in intervals if interval is not None]
    return [None if interval is None else _place(interval, known) for interval in intervals]


def _place(interval: Interval, known: Sequence[Interval]) -> Place:
    below = sum(other.high < interval.low for other in known)
    above = sum(other.low > interval.high for other in known)
    return Place(1 + below, len(known) - above)
