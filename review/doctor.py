"""The examination of an installation (体检): what an operator looks at first when something is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from review import migrations
from review.db import create_database_engine, session_factory
from review.jobs.queries import untaken
from review.journal.queries import newest_entry, verify_chain
from review.moments import now
from review.settings import SecretTooOpen, Settings


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing looked at: its name for programs, its words, whether it is well, what was found."""

    name: str
    what: str
    well: bool
    found: str


def examine(settings: Settings, *, clock: Callable[[], datetime] = now) -> list[Symptom]:
    """Look at everything; what cannot be looked at, because something before it is wrong, is left out."""
    symptoms = [folder(settings), secret(settings), zone(settings)]
    if symptoms[1].well:
        symptoms.extend(database(settings, clock()))
    return symptoms


def folder(settings: Settings) -> Symptom:
    """Can files be written where they belong?"""
    probe = settings.var_dir / ".probe"
    try:
        settings.upload_dir.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"0")
        probe.unlink()
    except OSError as error:
        return Symptom("folder", "数据目录", False, f"{settings.var_dir}：{error.strerror}")
    return Symptom("folder", "数据目录", True, str(settings.var_dir.resolve()))


def secret(settings: Settings) -> Symptom:
    """Is the secret there, and for its owner's eyes only?"""
    try:
        long_enough = len(settings.secret) >= 32
    except (SecretTooOpen, OSError) as error:
        return Symptom("secret", "密钥文件", False, str(error))
    return Symptom("secret", "密钥文件", long_enough, "仅所有者可读" if long_enough else "长度不足 32 字节")


def zone(settings: Settings) -> Symptom:
    """Is the time zone known?"""
    try:
        here = now().astimezone(ZoneInfo(settings.timezone))
    except ZoneInfoNotFoundError:
        return Symptom("zone", "时区", False, f"未知时区 {settings.timezone}")
    return Symptom("zone", "时区", True, f"{settings.timezone} {here:%Y-%m-%d %H:%M}")


def database(settings: Settings, at: datetime) -> Iterator[Symptom]:
    """Is the database there and of this version, the journal whole, the clock going forward, the worker awake?"""
    engine = create_database_engine(settings.url)
    try:
        present, newest = migrations.standing(engine)
        kind = engine.dialect.name
        yield Symptom("database", "数据库", present == newest, f"{kind}，版本 {present}，程序需要 {newest}")
        if present == newest:
            with session_factory(engine, secret=settings.secret)() as session:
                yield from _contents(session, at)
    except OperationalError as error:
        yield Symptom("database", "数据库", False, f"无法连接：{type(error.orig).__name__}")
    finally:
        engine.dispose()


def _contents(session: Session, at: datetime) -> Iterator[Symptom]:
    broken = verify_chain(session)
    found = f"第 {broken.seq} 条起不符（{broken.why}）" if broken else "完整"
    yield Symptom("journal", "留痕", broken is None, found)
    newest = newest_entry(session)
    ahead = newest is not None and datetime.fromisoformat(newest.at) > at + timedelta(seconds=5)
    yield Symptom(
        "clock", "时钟", not ahead, "早于最近一条留痕的时间" if ahead else f"{at:%Y-%m-%d %H:%M:%S} UTC"
    )
    left = len(untaken(session, at=at, waiting_since=timedelta(minutes=2)))
    yield Symptom(
        "worker", "后台任务", left == 0, f"{left} 个任务无人办理，请检查任务进程" if left else "正常"
    )
