"""What a handler's reply still lacks before it can be sent (反馈检查). Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from review.errors import N_, ReviewError
from review.feedback.models import Stance


@dataclass(frozen=True, slots=True)
class Said:
    """What the handler says of one finding."""

    stance: Stance
    reason: str = ""

    @property
    def lacks_reason(self) -> bool:
        """Partly accepting and objecting need a reason."""
        return self.stance is not Stance.ACCEPT and not self.reason.strip()


class RepliesOpen(ReviewError):
    sentence = N_("尚不能提交：未表明意见的问题 %(silent)d 个，缺少理由的 %(bare)d 个。请逐项补充后再提交。")

    def __init__(self, silent: int, bare: int) -> None:
        super().__init__(silent=silent, bare=bare)


def require_complete(findings: Collection[int], said: Mapping[int, Said]) -> None:
    """Refuse to send while a finding has no stance, or a stance no reason.

    Raises:
        RepliesOpen: How many of each.
    """
    silent = sum(finding not in said for finding in findings)
    bare = sum(said[finding].lacks_reason for finding in findings if finding in said)
    if silent or bare:
        raise RepliesOpen(silent, bare)
