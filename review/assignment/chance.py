"""Random integers that are the same on every machine: a SHAKE-256 stream of a seed and a label. Pure.

NumPy promises no stable stream of its generators, so every random choice of an assignment comes from here.
"""

from hashlib import shake_256

import numpy as np
from numpy.typing import NDArray

DOMAIN = b"pingcha/assignment/1"
"""Keeps these streams apart from every other use of the same seed; changes with the algorithm's version."""

BLOCK = 1 << 16
"""Bytes squeezed at a time."""


class Chance:
    """A stream of random integers (随机数流); two labels of one seed give independent streams."""

    def __init__(self, seed: str, label: str) -> None:
        self._seed = seed
        self._label = label
        self._blocks = 0
        self._left = np.empty(0, dtype=np.uint64)

    def branch(self, label: str) -> "Chance":
        """An independent stream of the same seed, below this one's label."""
        return Chance(self._seed, f"{self._label}/{label}")

    def words(self, count: int) -> NDArray[np.uint64]:
        """The next `count` words of 64 bits."""
        while len(self._left) < count:
            self._left = np.concatenate([self._left, self._block()])
        taken, self._left = self._left[:count], self._left[count:]
        return taken

    def below(self, bound: int, count: int) -> NDArray[np.int64]:
        """`count` integers, each uniform on 0 … bound - 1; exact, by rejection."""
        if not 0 < bound < 2**63:
            raise ValueError(f"no integer below {bound}")
        limit = 2**64 - 2**64 % bound
        taken = np.empty(0, dtype=np.uint64)
        while len(taken) < count:
            words = self.words(count - len(taken))
            taken = np.concatenate([taken, words[words <= np.uint64(limit - 1)]])
        return (taken % np.uint64(bound)).astype(np.int64)

    def one(self, bound: int) -> int:
        """One integer, uniform on 0 … bound - 1."""
        return int(self.below(bound, 1)[0])

    def permutation(self, size: int) -> NDArray[np.intp]:
        """A random order of 0 … size - 1, by sorting words of 64 bits."""
        return np.argsort(self.words(size), kind="stable")

    def _block(self) -> NDArray[np.uint64]:
        parts = [DOMAIN, self._seed.encode(), self._label.encode()]
        framed = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
        squeezed = shake_256(framed + self._blocks.to_bytes(8, "big")).digest(BLOCK)
        self._blocks += 1
        return np.frombuffer(squeezed, dtype="<u8").astype(np.uint64)
