"""The seed (种子): how it follows from two hashes and the phrases of the parties, and what is promised before. Pure."""

from collections.abc import Sequence
from hashlib import sha256
from unicodedata import normalize

from review.errors import N_, ReviewError

LONGEST_PHRASE = 200
"""Characters of a phrase at most."""


class PhraseUnfit(ReviewError):
    sentence = N_("请填写 4 至 %(longest)d 个字的种子短语，例如当日报纸头版标题。")

    def __init__(self) -> None:
        super().__init__(longest=LONGEST_PHRASE)


def phrase_as_kept(phrase: str) -> str:
    """The phrase as it enters the seed: in NFC, without blanks around it.

    Raises:
        PhraseUnfit: Too short, too long, or with a character that cannot be written in UTF-8.
    """
    kept = normalize("NFC", phrase).strip()
    lone = any("\ud800" <= mark <= "\udfff" for mark in kept)
    if not 4 <= len(kept) <= LONGEST_PHRASE or lone:
        raise PhraseUnfit
    return kept


def commitment(phrase: str) -> str:
    """What is published of a secret phrase before it is opened (承诺值): its SHA-256 in hex.

    The system's phrase is 256 random bits, so nobody finds it by trying.
    """
    return sha256(phrase.encode()).hexdigest()


def seed_of(plan_hash: str, frame_hash: str, phrases: Sequence[str]) -> str:
    """SHA-256(plan hash ‖ frame hash ‖ phrases in order), in hex.

    The last phrase is the system's, 64 hexadecimal digits, so two different lists never read alike.
    """
    return sha256("".join((plan_hash, frame_hash, *phrases)).encode()).hexdigest()
