"""What is refused is said in a sentence, beside what it is about, and the keyboard is led there.

One served office for the whole file: nothing that is refused changes it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from review.rounds.models import Round
from tests.browser.conftest import Office, opened, sign_in
from tests.browser.officer import Officer
from tests.builders.rounds import draft
from tests.town import PASSWORD, build_town

DRAFT = "2025年下半年评查"


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    """The cast's office with the draft of one round."""
    with opened(tmp_path_factory.mktemp("refusals"), browser, build_town) as office:
        draft(office.town, name=DRAFT)
        yield office


@pytest.fixture
def officer(settled: Office) -> Officer:
    return Officer(settled.sit_down("何主任"))


def follows_summary(page: Page, sentence: str, field: str) -> None:
    """The error summary has the focus; its link leads to the field."""
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^有误："))
    page.locator(".error-summary").get_by_role("link", name=sentence).press("Enter")
    expect(page.locator(f"#{field}")).to_be_focused()


def rounds(office: Office) -> int | None:
    office.town.session.rollback()
    return office.town.session.scalar(select(func.count()).select_from(Round))


def test_an_expired_form_is_told_so_and_changes_nothing(settled: Office, officer: Officer) -> None:
    before = rounds(settled)
    officer.goes_to("评查轮次")
    officer.page.locator(".page-head").get_by_role("link", name="新建评查轮次").click()
    officer.fills("轮次名称", "重复打开的一轮")
    elsewhere = officer.page.context.new_page()
    settled.open(elsewhere, "/")
    elsewhere.locator(".user-menu summary").click()
    elsewhere.get_by_role("button", name="退出登录").click()
    sign_in(elsewhere, settled.town.people["何主任"].staff_no, PASSWORD)
    expect(elsewhere.locator("h1")).to_contain_text("何主任")
    officer.presses("保存并填写案件范围")
    officer.reads(
        "页面已过期或重复打开，本次操作没有执行。请返回上一页，刷新后重新提交；已填写的内容请先复制保存。"
    )
    assert rounds(settled) == before


def test_a_wrong_password_is_told_beside_the_field(settled: Office) -> None:
    page = settled.enter()
    settled.open(page, "/sign-in")
    sign_in(page, "JD0001", "不是这个密码")
    expect(page.locator("#password-error")).to_have_text("工号或密码不正确。请核对后重新输入。")
    expect(page.get_by_label(re.compile("^密码"))).to_be_focused()
    expect(page.get_by_label(re.compile("^密码"))).to_have_attribute("aria-describedby", "password-error")
    expect(page.get_by_label("工号")).to_have_value("JD0001")


def test_a_share_out_of_bounds_is_explained_beside_the_field(settled: Office, officer: Officer) -> None:
    officer.goes_to("评查轮次")
    officer.follows(DRAFT)
    officer.follows("修改方案")
    officer.page.get_by_role("navigation", name="方案步骤").get_by_role("link", name="抽样方案").click()
    officer.fills("抽样比例", "3")
    officer.presses("保存并继续")
    follows_summary(officer.page, "抽样比例", "percent")
    expect(officer.page.locator("#percent")).to_have_value("3")


def test_a_window_that_ends_before_it_begins_is_explained_beside_the_field(
    settled: Office, officer: Officer
) -> None:
    officer.goes_to("评查轮次")
    officer.follows(DRAFT)
    officer.follows("修改方案")
    officer.page.get_by_role("navigation", name="方案步骤").get_by_role("link", name="案件范围").click()
    officer.fills("办结日期从", "2025-12-31")
    officer.fills("办结日期至", "2025-07-01")
    officer.presses("保存并继续")
    follows_summary(officer.page, "办结日期至", "window_to")


def test_an_import_without_a_file_leads_to_the_file(officer: Officer) -> None:
    officer.goes_to("案件导入")
    officer.follows("导入案件")
    officer.presses("上传并检查")
    follows_summary(officer.page, "请选择要导入的文件。", "file")


def test_a_file_that_is_no_workbook_is_refused_in_a_sentence(officer: Officer, tmp_path: Path) -> None:
    picture = tmp_path / "办结案件.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    officer.goes_to("案件导入")
    officer.follows("导入案件")
    officer.page.locator("input[type=file]").set_input_files(picture)
    officer.presses("上传并检查")
    officer.reads("办结案件.xlsx")
    officer.reads("工作簿「办结案件.xlsx」无法读取。请用 Excel 打开并另存为 XLSX 后重新上传。")
    officer.follows("重新上传")
    expect(officer.heading).to_have_text("导入案件")


def test_a_new_installation_makes_its_three_administrators_first(new_office: Office) -> None:
    page = new_office.enter()
    new_office.open(page, "/rounds")
    expect(page.locator("h1")).to_have_text("首次启用")
    page.get_by_role("button", name="启用系统").click()
    follows_summary(page, "院名称", "unit_name")
    page.get_by_label("院名称").fill("江东省人民检察院")
    page.get_by_label("院代码").fill("33")
    page.get_by_label("所在地区").fill("江东省本级")
    for role, number in (("系统管理员", "XT01"), ("安全管理员", "AQ01"), ("审计管理员", "SJ01")):
        page.get_by_label(f"{role}工号").fill(number)
        page.get_by_label(f"{role}姓名").fill(f"{role}甲")
    page.get_by_role("button", name="启用系统").click()
    expect(page.locator("h1")).to_have_text("系统已启用")
    once = page.locator("tr", has_text="XT01").locator("code").inner_text()
    assert page.locator("code.one-time").count() == 3

    page.get_by_role("link", name="去登录").click()
    sign_in(page, "XT01", once)
    expect(page.locator("h1")).to_have_text("修改密码")
    new_office.open(page, "/people")
    expect(page.locator("h1")).to_have_text("修改密码")
    page.get_by_label("原密码").fill(once)
    page.get_by_label(re.compile("^新密码")).fill(PASSWORD)
    page.get_by_label("再次输入新密码").fill(PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    new_office.open(page, "/people")
    expect(page.locator("h1")).to_have_text("人员与账号")
    new_office.open(page, "/first-run")
    expect(page.locator("h1")).not_to_have_text("首次启用")
