"""The case-management officer at the pages (案管人员)."""

from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.people import Actor


class Officer(Actor):
    """Brings cases in, plans the round, takes it from step to step, reads the reports."""

    def downloads_template(self, folder: Path) -> Path:
        self.goes_to("案件导入")
        self.follows("导入案件")
        return self.downloads("下载导入模板", folder)

    def imports_cases(self, file: Path, *, cases: int, keeping: str) -> None:
        """Upload the file, read its preview, keep the one class of problems as it is, confirm."""
        self.goes_to("案件导入")
        self.follows("导入案件")
        self.page.locator("input[type=file]").set_input_files(file)
        self.presses("上传并检查")
        expect(self.page.get_by_role("heading", name="问题与处理")).to_be_visible()
        self.reads("还有 1 类问题没有选择处理方式")
        self.page.locator(".problem-class").filter(has_text=keeping).get_by_label("按原样导入并标记").check()
        self.reads("确认后由后台写入")
        self.reads(f"将导入 {cases} 件、不导入 0 件。")
        self.presses("确认导入", sure=True)
        self.reads(f"导入完成：新案件 {cases} 件")

    def plans_round(self, name: str, *, rate: int, reviewers: tuple[str, ...], per_case: int) -> None:
        """All sections of the wizard, one after the other."""
        self.goes_to("评查轮次")
        self.page.locator(".page-head").get_by_role("link", name="新建评查轮次").click()
        self.fills("轮次名称", name)
        self.fills("依据文件", "省院2026年度评查方案")
        self.presses("保存并填写案件范围")
        self.fills("办结日期从", "2025-07-01")
        self.fills("办结日期至", "2025-12-31")
        self.goes_on("抽样方案")
        self.fills("抽样比例", str(rate))
        self.fills("每层最低件数", "1")
        self.goes_on("评查规则与等次")
        self.page.get_by_label("等次方案").select_option("2026")
        self.goes_on("评查人员")
        self.page.get_by_label("每案评查人数").select_option(str(per_case))
        for reviewer in reviewers:
            self.page.get_by_role("checkbox", name=reviewer, exact=True).check()
        self.goes_on("时限与盲评")
        self.fills("评查截止日", (date.today() + timedelta(days=40)).isoformat())
        self.goes_on("核对并冻结")

    def goes_on(self, section: str) -> None:
        """Save the section; the next one opens."""
        self.presses("保存并继续")
        expect(self.heading).to_have_text(section)

    def freezes(self) -> None:
        self.presses("冻结方案和抽样框", sure=True)
        self.reads("确定种子")

    def sets_seed(self, phrase: str) -> None:
        self.fills("种子短语", phrase)
        self.presses("确定种子", sure=True)
        self.reads("种子已确定。")

    def draws(self) -> list[str]:
        """Draw the sample; gives the drawn cases' numbers."""
        self.presses("抽取样本", sure=True)
        self.reads("入样案件")
        return [cell.inner_text() for cell in self.page.locator("tbody th.case-no").all()]

    def assigns(self) -> None:
        self.follows("分派评查员")
        self.presses("开始分派", sure=True)
        self.reads("分派证明")
        self.reads("0 处")

    def opens(self) -> None:
        self.presses("开始评查", sure=True)
        self.reads("应评人次")

    def opens_round(self, name: str, page: str) -> None:
        """Open one of the pages of the round."""
        self.goes_to("评查轮次")
        self.follows(name)
        with self.page.expect_navigation():
            self.page.get_by_role("navigation", name="本轮次的页面").get_by_role("link", name=page).click()
        self.looks()

    def publishes(self, name: str) -> None:
        self.opens_round(name, "公布与归档")
        self.presses("公布结果", sure=True)
        self.reads("已公布")

    def closes(self, name: str) -> None:
        self.opens_round(name, "公布与归档")
        self.presses("归档", sure=True)
        self.reads("本轮次已归档，内容只读。")

    def reads_flaw_report(self, name: str) -> None:
        self.opens_report(name, "问题（瑕疵）案件报告")

    def reads_excellent_report(self, name: str) -> None:
        self.opens_report(name, "优质案件报告")

    def opens_report(self, name: str, kind: str) -> None:
        self.goes_to("评查报告")
        self.follows(name)
        self.page.get_by_role("navigation", name="报告种类").get_by_role("link", name=kind).click()
        expect(self.heading).to_have_text(kind)
        self.looks()
