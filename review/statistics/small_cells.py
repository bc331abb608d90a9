"""Counts of people that must not be shown (小单元格遮蔽). Pure."""

from collections.abc import Sequence


def hidden_cells(counts: Sequence[int], least: int) -> frozenset[int]:
    """The places in `counts` that are not shown beside their total: those below `least`, and one more if need be.

    A zero tells of nobody and is shown. A single hidden cell could be worked out from the total, and so could cells
    that together hold fewer than `least`: the next smallest ones are hidden with them.
    """
    order = sorted((i for i, count in enumerate(counts) if count), key=lambda i: (counts[i], i))
    hidden = [i for i in order if counts[i] < least]
    for i in order[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and sum(counts[j] for j in hidden) >= least):
            break
        hidden.append(i)
    return frozenset(hidden)
