"""Reading an officer's file in a process of its own (隔离读取), bounded in time and memory (R17).

Whatever is in the file, the worst that happens is that this process ends; the officer then reads a sentence.
It answers in a JSON file, so that nothing it leaves behind can be run by the one that waits for it.
"""

import json
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from review.cases.examination import Progress
from review.cases.reading_orders import ORDERS, Order
from review.errors import N_, ReviewError

WATCHED_EVERY = 0.1
"""Seconds between two looks at how far the reading is."""


class ReadingTooLong(ReviewError):
    """Reading took longer than this installation allows."""

    sentence = N_(
        "读取文件「%(name)s」超过 %(minutes)d 分钟，已停止，没有导入任何内容。请拆分文件后分批导入。"
    )

    def __init__(self, name: str, minutes: int) -> None:
        super().__init__(name=name, minutes=minutes)


class ReadingBroke(ReviewError):
    """The process that read the file ended without an answer: out of memory, or a parser that fell."""

    sentence = N_(
        "读取文件「%(name)s」时内存不足或意外中断，没有导入任何内容。请拆分文件，或另存为 CSV UTF-8 格式后重新上传。"
    )

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


@dataclass(frozen=True)
class Bounds:
    """What one reading may take."""

    minutes: int = 10
    megabytes: int = 1024
    """Of memory, beyond what a process has when it begins."""


def read_apart(order: Order, bounds: Bounds, progress: Progress | None = None) -> dict[str, Any]:
    """Carry out an order in a process of its own, and give its answer.

    Raises:
        ReviewError: what the reading refused.
        ReadingTooLong, ReadingBroke: it was stopped, or fell.
    """
    context = multiprocessing.get_context("spawn")
    done = context.Array("q", [0, -1], lock=False)
    answer = order.folder / "answer.json"
    process = context.Process(target=carry_out, args=(order, bounds, done, answer), daemon=True)
    process.start()
    try:
        wait(process.is_alive, bounds, order.name, lambda: progress and progress(*seen(done)))
    finally:
        process.kill()
        process.join()
    if not answer.exists():
        raise ReadingBroke(order.name)
    told = json.loads(answer.read_text("utf-8"))
    answer.unlink()
    if "refused" in told:
        raise refusal_named(told["refused"], told["facts"])
    return dict(told["done"])


def wait(lives: Callable[[], bool], bounds: Bounds, name: str, look: Callable[[], object]) -> None:
    """Wait for the end, looking now and then; not for ever."""
    until = time.monotonic() + 60 * bounds.minutes
    while lives():
        if time.monotonic() > until:
            raise ReadingTooLong(name, bounds.minutes)
        look()
        time.sleep(WATCHED_EVERY)


def seen(done: Any) -> tuple[int, int | None]:
    """Rows done, and the rows there are if that is known."""
    return int(done[0]), int(done[1]) if done[1] >= 0 else None


def carry_out(order: Order, bounds: Bounds, done: Any, answer: Path) -> None:
    """In the other process: bound the memory, carry out the order, write the answer down."""
    bound_memory(bounds.megabytes << 20)

    def progress(rows: int, total: int | None) -> None:
        done[0], done[1] = rows, -1 if total is None else total

    try:
        told: Mapping[str, Any] = {"done": ORDERS[order.kind](order, progress)}
    except ReviewError as refusal:
        told = {"refused": type(refusal).__name__, "facts": refusal.facts}
    text = json.dumps(told, ensure_ascii=False, default=str)
    part = answer.with_suffix(".part")
    part.write_text(text, "utf-8")
    part.rename(answer)


def bound_memory(size: int) -> None:
    """Let this process take so many bytes more than it has, and leave no picture of itself when it falls."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + size
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def refusal_named(name: str, facts: Mapping[str, Any]) -> ReviewError:
    """The refusal the other process met, made again from its class's name and its facts."""
    kind = next((one for one in every_refusal(ReviewError) if one.__name__ == name), ReviewError)
    refusal = kind.__new__(kind)
    ReviewError.__init__(refusal, **facts)
    return refusal


def every_refusal(kind: type[ReviewError]) -> Iterator[type[ReviewError]]:
    """Every class of refusals that is loaded."""
    for one in kind.__subclasses__():
        yield one
        yield from every_refusal(one)
