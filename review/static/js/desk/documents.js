// The left pane: card and documents, search in all of them, and the passage that is selected.

export class Documents {
  constructor({ desk, words }) {
    Object.assign(this, { desk, words });
    this.tabs = [...desk.querySelectorAll("[role=tab]")];
    this.read = document.getElementById("document-read");
    this.articles = this.read ? [...this.read.querySelectorAll("article.document")] : [];
    this.picks = [...desk.querySelectorAll(".document-pick")];
    for (const tab of this.tabs) tab.addEventListener("click", () => this.openTab(tab));
    desk.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
      if (event.code !== "ArrowRight" && event.code !== "ArrowLeft") return;
      const other = this.tabs.find((tab) => tab.getAttribute("aria-selected") === "false");
      this.openTab(other);
      other.focus();
    });
    for (const pick of this.picks) pick.addEventListener("click", () => this.open(pick.dataset.document));
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-open-document]");
      if (link) this.open(link.dataset.openDocument);
    });
    this.search = document.getElementById("document-search");
    this.search?.addEventListener("input", () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.find(this.search.value.trim()), 200);
    });
    this.search?.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) this.nextHit();
      if (event.key === "Escape") {
        this.search.value = "";
        this.find("");
        this.search.blur();
      }
    });
  }

  openTab(tab) {
    for (const one of this.tabs) {
      const on = one === tab;
      one.setAttribute("aria-selected", String(on));
      one.tabIndex = on ? 0 : -1;
      document.getElementById(one.getAttribute("aria-controls")).hidden = !on;
    }
  }

  get shown() {
    return this.articles.find((article) => !article.hidden);
  }

  // Show a document, and the quoted words in it if there are any.
  open(id, { page = "", quote = "" } = {}) {
    const article = this.articles.find((one) => one.dataset.document === id);
    if (!article) return;
    this.openTab(this.tabs[1]);
    if (this.desk.dataset.layout === "items") this.desk.dataset.layout = "split";
    for (const one of this.articles) one.hidden = one !== article;
    for (const pick of this.picks) {
      const on = pick.dataset.document === id;
      if (on) {
        pick.classList.add("seen");
        pick.setAttribute("aria-current", "true");
        pick.scrollIntoView({ block: "nearest" });
      } else pick.removeAttribute("aria-current");
    }
    this.read.scrollTop = 0;
    if (quote) this.markPassage(article, quote);
    else if (page) article.querySelector(`[data-page="${page}"]`)?.scrollIntoView({ block: "start" });
  }

  step(by) {
    if (!this.articles.length) return;
    const place = this.articles.indexOf(this.shown) + by;
    this.open(this.articles[(place + this.articles.length) % this.articles.length].dataset.document);
  }

  find(wanted) {
    this.unmark("mark:not(.quoted)");
    let all = 0;
    for (const article of this.articles) {
      const hits = wanted ? this.markAll(article, wanted, "") : 0;
      all += hits;
      const badge = this.picks.find((pick) => pick.dataset.document === article.dataset.document).querySelector(".document-hits");
      badge.hidden = hits === 0;
      badge.textContent = hits;
    }
    document.getElementById("document-count").textContent = wanted ? this.words.hits.replace("{n}", all) : "";
    this.hit = -1;
    if (all && !this.shown.querySelector("mark")) this.open(this.articles.find((article) => article.querySelector("mark")).dataset.document);
    if (all) this.nextHit();
  }

  nextHit() {
    const marks = this.articles.flatMap((article) => [...article.querySelectorAll("mark:not(.quoted)")]);
    if (!marks.length) return;
    this.hit = (this.hit + 1) % marks.length;
    const mark = marks[this.hit];
    const article = mark.closest("article");
    if (article.hidden) this.open(article.dataset.document);
    mark.scrollIntoView({ block: "center" });
  }

  markPassage(article, quote) {
    this.unmark("mark.quoted");
    this.markAll(article, quote, "quoted");
    article.querySelector("mark.quoted")?.scrollIntoView({ block: "center" });
  }

  // Put a <mark> around every place where `wanted` stands in one leaf's text.
  markAll(article, wanted, look) {
    let count = 0;
    for (const leaf of article.querySelectorAll(".document-text")) {
      const walker = document.createTreeWalker(leaf, NodeFilter.SHOW_TEXT);
      const nodes = [];
      while (walker.nextNode()) nodes.push(walker.currentNode);
      for (const node of nodes) {
        let rest = node;
        for (let at = rest.data.indexOf(wanted); at >= 0; at = rest.data.indexOf(wanted)) {
          const hit = rest.splitText(at);
          rest = hit.splitText(wanted.length);
          const mark = document.createElement("mark");
          if (look) mark.className = look;
          hit.replaceWith(mark);
          mark.append(hit);
          count += 1;
        }
      }
    }
    return count;
  }

  unmark(which) {
    for (const mark of this.read?.querySelectorAll(which) ?? []) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
  }

  // The selected passage, with document and page; null where nothing of a document is selected.
  passage() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const start = selection.getRangeAt(0).startContainer;
    const leaf = (start.nodeType === Node.TEXT_NODE ? start.parentElement : start).closest?.(".document-text");
    const words = selection.toString().trim().slice(0, 500);
    if (!leaf || !words) return null;
    return { document: leaf.closest("article").dataset.document, page: leaf.dataset.page, quote: words };
  }
}
