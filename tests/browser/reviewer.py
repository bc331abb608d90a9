"""The blind reviewer at the workbench (评查员)."""

from playwright.sync_api import Locator, expect

from tests.browser.people import Actor


class Reviewer(Actor):
    """Begins a case, answers its checklist by keys or with the mouse, hands in."""

    def begins_case_of(self, cause: str) -> None:
        """Begin the case with this cause: the list tells codes only."""
        self.goes_to("我的评查任务")
        self.page.get_by_role("link", name="待评").click()
        home = self.page.url.split("/desk")[0]
        begin = self.page.get_by_role("link", name="开始评查")
        for address in [link.get_attribute("href") or "" for link in begin.all()]:
            self.page.goto(home + address)
            self.looks()
            if self.page.get_by_text(cause, exact=True).count():
                self.presses("没有回避情形，开始评查")
                self.is_ready()
                return
        raise AssertionError(f"no case of {cause} waits")

    def opens(self, path: str) -> None:
        """Go to a review by its address, and begin it if that has not been done."""
        self.page.goto(path)
        begin = self.page.get_by_role("button", name="没有回避情形，开始评查")
        if begin.count():
            begin.click()
        self.is_ready()

    def is_ready(self) -> None:
        """The workbench is open and listens."""
        expect(self.page.locator("#desk[data-ready=yes]")).to_be_visible()
        self.looks()

    def item(self, code: str) -> Locator:
        return self.page.locator(f"#item-{code}")

    @property
    def codes(self) -> list[str]:
        """The rules asked of the case, in the order of the page."""
        return [item.get_attribute("data-code") or "" for item in self.page.locator(".item").all()]

    def answers(self) -> dict[str, str]:
        """What the page shows as chosen, by rule."""
        chosen = "items => items.map(item => [item.dataset.code, item.querySelector('input:checked')?.value ?? ''])"
        return dict(self.page.locator(".item").evaluate_all(chosen))

    def types_whole_checklist(self, reasons: dict[str, str], keys: dict[str, str] | None = None) -> None:
        """By keyboard alone: 1 for every item; for those in `reasons` 2, or the key in `keys`, and the words."""
        codes = self.codes
        self.page.locator("#items").focus()
        for place, code in enumerate(codes):
            self.page.keyboard.press((keys or {}).get(code, "2" if code in reasons else "1"))
            if code in reasons:
                expect(self.item(code).locator("textarea")).to_be_focused()
                self.page.keyboard.insert_text(reasons[code])
                self.page.keyboard.press("Escape")
                if place + 1 < len(codes):
                    self.page.keyboard.press("j")
        self.page.keyboard.press("Control+s")
        self.has_saved()

    def clicks_whole_checklist(self, problems: dict[str, str]) -> None:
        """With the mouse: 未见问题 for every item, 有问题 with a reason for those in `problems`."""
        for code in self.codes:
            item = self.item(code)
            if code in problems:
                item.locator("label", has_text="有问题").click()
                item.locator("textarea").fill(problems[code])
            else:
                item.locator("label", has_text="未见问题").click()
        self.has_saved()

    def chooses(self, code: str, result: str) -> None:
        self.item(code).locator("label", has_text=result).click()

    def explains(self, code: str, words: str) -> None:
        """Type the reason, key by key."""
        self.item(code).locator("textarea").click()
        self.page.keyboard.type(words)

    def reason(self, code: str) -> str:
        return self.item(code).locator("textarea").input_value()

    def has_saved(self) -> None:
        """Everything said stands on the server."""
        expect(self.page.locator("#save-state")).to_have_attribute("data-state", "saved", timeout=30_000)

    def selects(self, passage: str) -> None:
        """Mark a passage of the first document that has it, as a drag with the mouse does."""
        self.page.get_by_role("tab", name="文书").click()
        text = self.page.locator(".document-text").filter(has_text=passage).first
        document = text.locator("xpath=ancestor::article").get_attribute("data-document")
        self.page.locator(f".document-pick[data-document={document}]").click()
        text.evaluate(
            """(leaf, passage) => {
                const walker = document.createTreeWalker(leaf, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const at = walker.currentNode.data.indexOf(passage);
                    if (at < 0) continue;
                    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + passage.length);
                    return;
                }
            }""",
            passage,
        )

    def quotes(self, code: str, passage: str) -> None:
        """Quote a passage of the dossier as the place of a problem: select it, press E."""
        self.item(code).get_by_role("radio", name="有问题").focus()
        self.selects(passage)
        self.page.keyboard.press("e")
        expect(self.item(code).locator("[data-quote]")).to_have_text(passage)
        self.has_saved()

    def records_highlight(self, kind: str, words: str, *, passage: str) -> None:
        """Record what is worth following (亮点), with the passage that shows it."""
        self.page.locator(".item-tabs button[data-category=highlights]").click()
        self.selects(passage)
        self.page.locator("#quote-here").click()
        form = self.page.locator(".highlight-form")
        kinds = form.get_by_label("亮点类型")
        kinds.select_option(kinds.locator("option").filter(has_text=kind).get_attribute("value"))
        form.get_by_label("具体内容").fill(words)
        form.get_by_role("button", name="记录亮点").click()
        expect(self.page.locator("article.highlight")).to_contain_text(words)

    def hands_in(self, grade: str, opinion: str) -> None:
        """Propose a grade in the summary, and hand the review in."""
        self.page.locator("#to-summary").click()
        expect(self.heading).to_have_text("汇总与提交")
        self.looks()
        self.fills("总体评查意见", opinion)
        self.picks_grade(grade)
        self.page.locator("#declared").check()
        self.presses("提交评查意见", sure=True)
        expect(self.heading).to_have_text("评查意见已提交")
        self.looks()
