"""Random integers that are the same on every machine."""

import subprocess
import sys
from hashlib import shake_256

from review.assignment.chance import Chance


def test_the_stream_is_shake_256_of_framed_domain_seed_label_and_block() -> None:
    parts = [b"pingcha/assignment/1", "种子".encode(), b"assign"]
    framed = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    first = shake_256(framed + (0).to_bytes(8, "big")).digest(24)
    expected = [int.from_bytes(first[at : at + 8], "little") for at in (0, 8, 16)]
    assert Chance("种子", "assign").words(3).tolist() == expected


def test_another_process_draws_the_same() -> None:
    code = "from review.assignment.chance import Chance; print(Chance('31415', 'a').permutation(50).tolist())"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == str(Chance("31415", "a").permutation(50).tolist())


def test_labels_and_seeds_are_never_run_together() -> None:
    streams = [Chance("ab", "c"), Chance("a", "bc"), Chance("ab", "d"), Chance("ab", "c").branch("x")]
    assert len({tuple(stream.words(2).tolist()) for stream in streams}) == 4


def test_words_do_not_depend_on_how_many_are_asked_for_at_a_time() -> None:
    at_once, one_by_one = Chance("s", "l"), Chance("s", "l")
    assert at_once.words(10_000).tolist() == [int(one_by_one.words(1)[0]) for _ in range(10_000)]


def test_integers_below_a_bound_are_uniform() -> None:
    drawn = Chance("31415", "dice").below(6, 60_000).tolist()
    counts = [drawn.count(face) for face in range(6)]
    assert sum(counts) == 60_000
    assert sum((count - 10_000) ** 2 / 10_000 for count in counts) < 20.5  # chi² with 5 degrees, 0.1 %


def test_a_bound_of_one_leaves_no_choice() -> None:
    assert Chance("s", "l").below(1, 3).tolist() == [0, 0, 0]
