"""The task centre and the piece of a page that tells how far a job is."""

from datetime import timedelta

from flask import Flask

from review.db import transaction
from review.errors import N_, ReviewError
from review.jobs.actions import enqueue, fail, finish, report, take
from review.jobs.models import Job
from tests.reader import Reader, one, words
from tests.town import NOON, Town
from tests.web.counting import queries_of


class TooMany(ReviewError):
    sentence = N_("共 %(n)d 件，超过上限。")


def a_job(town: Town, name: str = "何主任", *, taken: bool = True) -> Job:
    with transaction(town.session):
        job = enqueue(town.session, "count", {}, by=town.viewer(name), at=NOON)
    if not taken:
        return job
    with transaction(town.session):
        running = take(town.session, job.public_id, at=NOON)
    assert running is not None
    return running


def test_a_running_job_asks_again_every_two_seconds_and_shows_its_share(reader: Reader, town: Town) -> None:
    job = a_job(town)
    with transaction(town.session):
        report(town.session, job, done=300, total=1200, phase="正在读取", at=NOON)
    page = reader.as_("何主任").see("jobs.show", public_id=job.public_id)
    piece = one(page, ".job-progress")
    assert piece["hx-get"] == f"/jobs/{job.public_id}/progress"
    assert piece["hx-trigger"] == "every 2s"
    assert words(piece, ".bar-words") == "25 %"
    assert words(piece, ".small").startswith("已处理 300 / 1,200 · 用时 ")


def test_a_finished_job_asks_no_more_and_reloads_the_page_that_holds_it(reader: Reader, town: Town) -> None:
    job = a_job(town)
    browser = reader.as_("何主任")
    assert "HX-Refresh" not in browser.get("jobs.progress", public_id=job.public_id, reload=1).headers
    with transaction(town.session):
        finish(town.session, job, {}, at=NOON + timedelta(seconds=75))
    answer = browser.get("jobs.progress", public_id=job.public_id, reload=1)
    assert answer.headers["HX-Refresh"] == "true"
    text = answer.get_data(as_text=True)
    assert "hx-get" not in text
    assert "用时 1 分 15 秒" in text


def test_a_result_is_offered_to_whoever_may_open_its_page(reader: Reader, town: Town) -> None:
    with transaction(town.session):
        params = {"import": "x" * 22}
        name = enqueue(town.session, "load_import", params, by=town.viewer("何主任"), at=NOON).public_id
    with transaction(town.session):
        job = take(town.session, name, at=NOON)
    assert job is not None
    with transaction(town.session):
        finish(town.session, job, {}, at=NOON)
    page = reader.as_("何主任").see("jobs.show", public_id=name)
    assert [words(page, "h1"), one(page, ".job-progress a")["href"]] == ["导入案件", f"/imports/{'x' * 22}"]
    assert reader.as_("系统员").see("jobs.show", public_id=name).select(".job-progress a") == []


def test_a_failed_job_says_why_and_can_be_tried_again(reader: Reader, town: Town) -> None:
    job = a_job(town)
    with transaction(town.session):
        fail(town.session, job, TooMany(n=7), at=NOON)
    browser = reader.as_("何主任")
    page = browser.see("jobs.show", public_id=job.public_id)
    assert words(page, ".notice-danger") == "共 7 件，超过上限。"
    page = browser.send("jobs.retry", {}, public_id=job.public_id)
    assert words(page, ".job-progress .badge-state") == "等待中"
    browser.send("jobs.retry", {}, status=409, public_id=job.public_id)


def test_another_persons_job_is_not_found_but_the_system_administrator_sees_it(
    reader: Reader, town: Town
) -> None:
    job = a_job(town)
    reader.as_("陈敏").see("jobs.show", status=404, public_id=job.public_id)
    reader.as_("系统员").see("jobs.show", public_id=job.public_id)
    assert len(reader.as_("系统员").see("jobs.index").select(".panel tbody tr")) == 1


def test_the_task_centre_says_why_it_is_empty(reader: Reader) -> None:
    page = reader.as_("何主任").see("jobs.index")
    assert words(page, ".empty-state") == "还没有任务。导入案件、生成报告等较长的工作会在这里显示进度。"
    page = reader.as_("何主任").see("jobs.index", state="failed")
    assert words(page, ".empty-state") == "没有“未完成”的任务。"


def test_the_task_centre_asks_the_database_as_often_for_many_jobs_as_for_one(
    app: Flask, reader: Reader, town: Town
) -> None:
    browser = reader.as_("何主任")
    a_job(town, taken=False)
    browser.see("jobs.index")
    with queries_of(app) as few:
        browser.see("jobs.index")
    for _ in range(30):
        a_job(town, taken=False)
    with queries_of(app) as many:
        assert words(browser.see("jobs.index"), ".pager").startswith("共 31 条")
    assert len(few) == len(many)
