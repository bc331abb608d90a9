"""Jobs: taken once, done once, told about, taken again when a worker dies."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review.db import transaction
from review.errors import N_, ReviewError
from review.jobs.actions import ATTEMPTS, LEASE, NothingToRetry, enqueue, finish, report, retry, take
from review.jobs.models import Job, JobState
from review.jobs.queries import job_named, jobs_page, untaken
from review.jobs.queue import queue_of, queue_with_task
from review.jobs.work import Kind, Work
from review.people.models import Region
from review.settings import Settings
from review.worker import Workshop, run_job, run_untaken, workshop
from tests.town import NOON, Town


class TooMany(ReviewError):
    sentence = N_("共 %(n)d 件，超过上限。")


def shop_with(settings: Settings, at: datetime = NOON, **handlers: Any) -> Workshop:
    kinds: Mapping[str, Kind] = {name: Kind(name, handle) for name, handle in handlers.items()}
    made = workshop(settings, kinds)
    return Workshop(made.settings, made.sessions, made.hasty, kinds, clock=lambda: at)


def put_in(town: Town, kind: str = "count", **params: Any) -> str:
    with transaction(town.session):
        return enqueue(town.session, kind, params, by=town.viewer("何主任"), at=NOON).public_id


def read(town: Town, public_id: str) -> Job:
    town.session.rollback()
    job = job_named(town.session, public_id)
    assert job is not None
    return job


def test_a_job_is_done_for_whoever_asked_and_keeps_its_result(town: Town, settings: Settings) -> None:
    def count(work: Work) -> dict[str, Any]:
        work.report(1, 2, "正在计数")
        with work.sessions() as session:
            return {"regions": session.scalar(select(func.count()).select_from(Region)), "by": work.by.name}

    name = put_in(town, up_to=2)
    assert run_untaken(shop_with(settings, count=count)) == 1
    job = read(town, name)
    assert (job.state, job.result) == (JobState.DONE, {"regions": 4, "by": "何主任"})
    assert (job.done, job.total, job.phase, job.attempts) == (1, 2, "", 1)


def test_a_refusal_fails_the_job_with_its_sentence_and_facts(town: Town, settings: Settings) -> None:
    def refuse(_work: Work) -> dict[str, Any]:
        raise TooMany(n=7)

    name = put_in(town, "refuse")
    run_untaken(shop_with(settings, refuse=refuse))
    job = read(town, name)
    assert (job.state, job.error) == (JobState.FAILED, "共 7 件，超过上限。")
    assert job.result == {"sentence": "共 %(n)d 件，超过上限。", "facts": {"n": 7}}


def test_a_programming_error_fails_the_job_with_a_number_and_tells_no_more(
    town: Town, settings: Settings
) -> None:
    def broken(_work: Work) -> dict[str, Any]:
        raise KeyError("secret text")

    name = put_in(town, "broken")
    run_untaken(shop_with(settings, broken=broken))
    job = read(town, name)
    assert job.state is JobState.FAILED
    assert job.result is not None
    assert (
        job.error
        == f"系统发生错误，任务没有完成。请记下错误编号 {job.result['facts']['code']} 并告知系统管理员。"
    )
    assert "secret" not in str(job.result)


def test_a_report_inside_the_handlers_own_writing_is_passed_over(town: Town, settings: Settings) -> None:
    def write(work: Work) -> dict[str, Any]:
        with work.sessions() as session, transaction(session):
            session.add(Region(code="99", name="新区"))
            session.flush()
            work.report(1, 1, "正在写入")
        return {}

    name = put_in(town, "write")
    run_untaken(shop_with(settings, write=write))
    assert (read(town, name).state, read(town, name).done) == (JobState.DONE, 0)


def test_a_job_is_taken_by_one_worker_until_its_lease_runs_out(town: Town) -> None:
    name = put_in(town)
    first = take(town.session, name, at=NOON)
    assert first is not None
    assert (first.state, first.lease_until) == (JobState.RUNNING, NOON + LEASE)
    assert take(town.session, name, at=NOON + LEASE) is None
    assert untaken(town.session, at=NOON + LEASE, waiting_since=timedelta(0)) == []
    assert untaken(town.session, at=NOON + LEASE * 2, waiting_since=timedelta(0)) == [name]
    second = take(town.session, name, at=NOON + LEASE * 2)
    assert second is not None
    assert second.attempts == 2


def test_a_report_keeps_the_lease(town: Town) -> None:
    name = put_in(town)
    job = take(town.session, name, at=NOON)
    assert job is not None
    later = NOON + timedelta(minutes=1)
    assert report(town.session, job, done=5, total=9, phase="正在读取", at=later)
    kept = job_named(town.session, name)
    assert kept is not None
    assert (kept.done, kept.total, kept.phase, kept.lease_until) == (5, 9, "正在读取", later + LEASE)


def test_what_an_overtaken_worker_says_is_passed_over(town: Town) -> None:
    name = put_in(town)
    taken = take(town.session, name, at=NOON)
    assert taken is not None
    town.session.expunge(taken)
    assert take(town.session, name, at=NOON + LEASE * 2) is not None
    assert not finish(town.session, taken, {"from": "the first"}, at=NOON + LEASE * 2)
    assert not report(town.session, taken, done=1, total=1, phase="", at=NOON + LEASE * 2)


def test_a_job_that_kills_its_worker_again_and_again_is_given_up(town: Town) -> None:
    name = put_in(town)
    for attempt in range(ATTEMPTS):
        assert take(town.session, name, at=NOON + LEASE * 2 * attempt) is not None
    assert take(town.session, name, at=NOON + LEASE * 2 * ATTEMPTS) is None
    town.session.commit()
    job = read(town, name)
    assert (job.state, job.error) == (
        JobState.FAILED,
        "任务已中断 3 次，不再自动重做。请重试；仍不成功请告知系统管理员。",
    )


def test_a_failed_job_can_be_tried_again_and_only_that(town: Town, settings: Settings) -> None:
    name = put_in(town, "refuse")
    with pytest.raises(NothingToRetry):
        retry(town.session, read(town, name))

    def refuse(_work: Work) -> dict[str, Any]:
        raise TooMany(n=7)

    run_untaken(shop_with(settings, refuse=refuse))
    with transaction(town.session):
        retry(town.session, read(town, name))
    run_untaken(shop_with(settings, refuse=lambda work: {"ok": 1}))
    assert (read(town, name).state, read(town, name).result) == (JobState.DONE, {"ok": 1})


def test_a_worker_is_woken_after_the_commit_and_not_after_a_rollback(town: Town, session: Session) -> None:
    woken: list[str] = []
    town.session.info["wake"] = woken.append
    enqueue(town.session, "count", {}, by=town.viewer("何主任"), at=NOON)
    town.session.rollback()
    assert woken == []
    name = put_in(town)
    assert woken[-1] == name


def test_the_queue_carries_the_public_id_and_nothing_else(town: Town, settings: Settings) -> None:
    done: list[str] = []
    _queue, put = queue_with_task(settings, done.append)
    put("abc")
    other, _ = queue_with_task(settings, done.append)  # as another process would open it
    task = other.dequeue()
    assert (task.args, task.kwargs) == (("abc",), {})
    other.execute(task)
    assert done == ["abc"]


def test_a_message_signed_with_another_secret_is_not_opened(town: Town, settings: Settings) -> None:
    message = queue_of(settings).serializer.serialize("abc")
    with pytest.raises(ValueError, match="mismatch"):
        queue_of(settings).serializer.deserialize(message[:-1] + (b"0" if message[-1:] != b"0" else b"1"))


def test_one_sees_the_own_jobs_latest_first(town: Town) -> None:
    first, second = put_in(town), put_in(town)
    with transaction(town.session):
        enqueue(town.session, "count", {}, by=town.viewer("沈清"), at=NOON)
    lines, total = jobs_page(town.session, person_id=town.people["何主任"].id, state=None, limit=20, offset=0)
    assert ([line.job.public_id for line in lines], total) == ([second, first], 2)
    assert jobs_page(town.session, person_id=None, state=JobState.WAITING, limit=20, offset=0)[1] == 3


def test_a_job_nobody_knows_is_nothing_to_do(town: Town, settings: Settings) -> None:
    run_job(shop_with(settings), "unknown")
    assert jobs_page(town.session, person_id=None, state=None, limit=20, offset=0) == ([], 0)
