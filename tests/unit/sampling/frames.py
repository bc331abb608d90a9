"""Small frames to draw from."""

from review.sampling.strata import FrameCase

HASH = "0" * 64


def case(key: str, stratum: str = "东湖|何某", *, must: bool = False, record_hash: str = HASH) -> FrameCase:
    """One case of a frame."""
    return FrameCase(key, stratum, record_hash, must)


def frame_of(must: tuple[str, ...] = (), **sizes: int) -> list[FrameCase]:
    """A frame with so many cases per stratum, keyed 甲1, 甲2, …"""
    return [
        case(f"{stratum}{n}", stratum, must=f"{stratum}{n}" in must)
        for stratum, size in sizes.items()
        for n in range(1, size + 1)
    ]
