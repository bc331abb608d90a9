"""Tickets and draw of a million cases against the bare hash calls, in CPU time of one run (DESIGN §16).

python -m scripts.bench.sampling [CASES]
"""

import os
import platform
import sys
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from time import process_time

import numpy as np

from review.sampling.allocation import allocate
from review.sampling.draw import Plan, draw
from review.sampling.strata import FrameCase
from review.sampling.tickets import leading_digits, tickets

BAR = 1.5
"""Times the bare hash calls that the tickets of a million cases may cost."""

ROUNDS = 5
"""Every line is measured so often, in turn; the best time counts."""

SEED = "31415926535897932384"


def bare(keys: list[str]) -> None:
    """One SHA-256 per case and nothing else."""
    seed_hash = sha256(SEED.encode()).hexdigest()
    for key in keys:
        sha256((seed_hash + key).encode()).hexdigest()


def measure(lines: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The best CPU seconds of each line."""
    best = dict.fromkeys(lines, float("inf"))
    for _ in range(ROUNDS):
        for name, run in lines.items():
            start = process_time()
            run()
            best[name] = min(best[name], process_time() - start)
    return best


def main() -> int:
    """Measure and print; 1 if the tickets are above the bar."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    keys = [f"A{n:09d}" for n in range(cases)]
    frame = [FrameCase(key, "", "") for key in keys]
    strata = [FrameCase(key, f"{n % 5000:04d}", "") for n, key in enumerate(keys)]
    sizes = np.random.default_rng(1).integers(1, 119, 5000)
    best = measure(
        {
            "bare hash calls": lambda: bare(keys),
            "tickets": lambda: tickets(SEED, keys),
            "leading digits, which order the draw": lambda: leading_digits(SEED, keys),
            "draw of 5 %, one stratum": lambda: draw(frame, Plan(SEED, Decimal("0.05"))),
            "draw of 5 %, 5,000 strata": lambda: draw(strata, Plan(SEED, Decimal("0.05"))),
            "draw of 30 %, 5,000 strata": lambda: draw(strata, Plan(SEED, Decimal("0.30"))),
            f"quotas, 5,000 strata, {int(sizes.sum())} cases": lambda: allocate(
                sizes, int(sizes.sum()) * 3 // 10, minimum=2
            ),
        }
    )
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs, {platform.machine()}, {cases:,} cases")
    for name, seconds in best.items():
        print(f"{name:45} {seconds:8.3f} s   {seconds / best['bare hash calls']:6.2f} ×")
    ratio = best["tickets"] / best["bare hash calls"]
    print(f"tickets / bare hash calls: {ratio:.2f} (bar {BAR})")
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
