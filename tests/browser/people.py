"""People at the pages (人物): what everybody does there, and the few words of those who come after the reviewers."""

from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


class Actor:
    """Somebody at a browser of their own; `read` keeps the source of every page they have looked at."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.read: list[str] = []

    def looks(self) -> None:
        """Keep what the page is made of, seen or hidden."""
        self.read.append(self.page.content())

    def saw(self, marks: Iterable[str]) -> list[str]:
        """Those of `marks` that stood on a page they have looked at."""
        return [mark for mark in marks if any(mark in html for html in self.read)]

    def goes_to(self, entry: str) -> None:
        """Open an entry of the menu."""
        with self.page.expect_navigation():
            self.page.get_by_role("navigation", name="主菜单").get_by_role("link", name=entry).click()
        expect(self.heading).to_have_text(entry)
        self.looks()

    def follows(self, link: str) -> None:
        """Follow a link by its words."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link, exact=True).first.click()
        self.looks()

    def presses(self, button: str, *, within: Locator | None = None, sure: bool = False) -> None:
        """Press a button; `sure` says yes to the question that comes before a change."""
        (within or self.page.locator("main")).get_by_role("button", name=button, exact=True).click()
        if sure:
            with self.page.expect_navigation():
                self.page.locator("#ask").get_by_role("button", name="确定").click()

    def fills(self, label: str, words: str) -> None:
        self.page.get_by_label(label).fill(words)

    def reads(self, words: str) -> None:
        """The page says so."""
        expect(self.page.locator("main")).to_contain_text(words)
        self.looks()

    def downloads(self, button: str, folder: Path) -> Path:
        """Press what gives a file; keeps it in `folder` under its own name."""
        with self.page.expect_download() as waited:
            self.page.locator("main").get_by_text(button, exact=True).click()
        file = folder / waited.value.suggested_filename
        waited.value.save_as(file)
        return file

    @property
    def heading(self) -> Locator:
        return self.page.locator("h1")

    def picks_grade(self, grade: str) -> None:
        """Choose a grade, and confirm every criterion that the page asks for."""
        self.page.locator("#grade").get_by_role("radio", name=grade).first.check()
        for tick in self.page.locator("input[name=criteria]:visible").all():
            tick.check()


class Leader(Actor):
    """The head of the review group (评查组长)."""

    def agrees(self, case: str, grade: str) -> None:
        """Agree with the reviews of the case with this cause, and propose its grade."""
        self.opens_case_of("待审核", case)
        self.picks_grade(grade)
        self.presses("同意并征求意见", sure=True)

    def opens_case_of(self, tab: str, cause: str) -> None:
        """Find the case by its cause: lists show numbers only."""
        self.goes_to("组长审核")
        self.page.get_by_role("link", name=tab).click()
        links = self.page.locator("tbody th a")
        for address in [link.get_attribute("href") or "" for link in links.all()]:
            self.page.goto(self.page.url.split("/conclusions")[0] + address)
            self.page.get_by_role("link", name="脱敏案卷").click()
            found = self.page.get_by_text(cause, exact=True).count() > 0
            self.page.get_by_role("link", name="评查意见与定级").click()
            if found:
                self.looks()
                return
        raise AssertionError(f"no case of {cause} under {tab}")

    def answers_objection(self, *, upheld: bool, why: str) -> None:
        """Answer the one objection that waits."""
        self.goes_to("组长审核")
        self.page.get_by_role("link", name="异议待答复").click()
        self.page.locator("tbody").get_by_role("link", name="答复").click()
        form = self.page.locator("form.answer-form")
        form.get_by_role("radio", name="采纳" if upheld else "不采纳").first.check()
        form.get_by_label("答复理由").fill(why)
        self.presses("答复", within=form)
        self.reads("报请审批")

    def proposes(self, grade: str) -> None:
        """All objections are answered: the case goes to its approver."""
        self.picks_grade(grade)
        self.presses("报请审批", sure=True)
        self.looks()


class Handler(Actor):
    """The prosecutor who handled the case (承办检察官)."""

    def opens_hearing(self) -> None:
        """Open the one case that waits for a reply."""
        self.goes_to("评查反馈")
        self.page.locator("tbody").get_by_role("link", name="反馈", exact=True).click()
        self.reads("案件质量评查征求意见")

    def accepts(self, reason: str) -> None:
        """Accept the finding with this reason."""
        finding = self.finding(reason)
        finding.get_by_role("radio", name="接受", exact=True).check()
        self.has_kept(finding)

    def objects(self, reason: str, *, because: str) -> None:
        """Object to the finding with this reason."""
        finding = self.finding(reason)
        finding.get_by_label("理由（部分接受、异议须写明）").fill(because)
        finding.get_by_role("radio", name="异议").check()
        self.has_kept(finding)

    def has_kept(self, finding: Locator) -> None:
        """The page saved the reply by itself."""
        expect(finding.get_by_role("status")).to_contain_text("已保存")

    def finding(self, reason: str) -> Locator:
        return self.page.locator(".finding-item").filter(has_text=reason)

    def sends(self) -> None:
        self.follows("核对并提交")
        self.presses("提交反馈意见", sure=True)
        self.reads("您的意见已提交，内容只读。")

    def reads_result(self, key: str) -> None:
        """Read what was published of the own case."""
        self.goes_to("评查反馈")
        self.page.get_by_role("link", name="已公布").click()
        self.page.get_by_role("link", name=key).click()
        self.reads("案件质量评查结果反馈")

    def mends(self, rule: str, words: str) -> None:
        """Hand in what was done about the problem under this rule."""
        self.goes_to("整改台账")
        self.page.locator("tr").filter(has_text=rule).locator("th a").click()
        self.fills("整改情况", words)
        self.presses("提交验收", sure=True)
        self.reads("待验收")


class Head(Actor):
    """The head of the handler's department (部门负责人)."""

    def strikes_off(self, rule: str, words: str) -> None:
        """Find the correction of this rule done, and strike it off (销号)."""
        self.goes_to("整改台账")
        self.page.locator("tr").filter(has_text=rule).locator("th a").click()
        self.fills("验收意见", words)
        self.presses("验收通过，销号", sure=True)
        self.reads("已销号")

    def returns(self, rule: str, why: str) -> None:
        """Find it not done."""
        self.goes_to("整改台账")
        self.page.locator("tr").filter(has_text=rule).locator("th a").click()
        self.fills("验收意见", why)
        self.presses("退回整改")
        expect(self.page.locator(".page-head .actions")).to_have_text("退回整改")


class Approver(Actor):
    """A deputy chief or chief procurator (分管副检察长、检察长)."""

    def approves(self, grade: str) -> None:
        """Approve the one case that waits at the own level."""
        self.goes_to("定级审批")
        self.page.locator("tbody").get_by_role("link", name="审批", exact=True).click()
        expect(self.page.locator("#grade").get_by_role("radio", name=grade).first).to_be_checked()
        self.presses("同意定级", sure=True)
        self.reads("已定级")

    def has_nothing_to_approve(self) -> None:
        self.goes_to("定级审批")
        self.reads("没有待您审批的案件。")


class Auditor(Actor):
    """The auditing administrator (审计管理员)."""

    def verifies_journal(self) -> int:
        """Have the chain checked; gives the number of entries found complete."""
        self.goes_to("留痕")
        self.presses("校验")
        notice = self.page.locator(".notice-success strong")
        expect(notice).to_contain_text("逐条相符")
        return int("".join(sign for sign in notice.inner_text() if sign.isdigit()))
