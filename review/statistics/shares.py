"""Percentages that add up to 100 (构成比). Pure."""

from collections.abc import Sequence


def percentages(counts: Sequence[int], digits: int = 1) -> list[float]:
    """Each count's share in per cent, rounded so that the shares add up to exactly 100.

    Rounded down first; what is missing goes to the largest remainders, among equal ones to the earlier. All zeros
    give zeros.
    """
    total = sum(counts)
    if not total:
        return [0.0] * len(counts)
    units = 100 * 10**digits
    floors = [count * units // total for count in counts]
    remainders = [count * units % total for count in counts]
    order = sorted(range(len(counts)), key=lambda i: (-remainders[i], i))
    for i in order[: units - sum(floors)]:
        floors[i] += 1
    return [floor / 10**digits for floor in floors]
