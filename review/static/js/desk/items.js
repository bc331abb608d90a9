// One item of the checklist on the page: what it says (read), how it shows that (show), and its details.

export class Items {
  constructor({ desk, words, ladder, changed }) {
    Object.assign(this, { desk, words, ladder, changed });
    this.closed = desk.dataset.closed === "yes";
    this.template = document.getElementById("detail");
    this.all = [...desk.querySelectorAll(".item")];
    this.current = null;
    for (const item of this.all) {
      item.kept = this.fromPage(item);
      this.detail(item);
    }
    desk.addEventListener("change", (event) => this.onChange(event));
    desk.addEventListener("input", (event) => this.onInput(event));
    desk.addEventListener("click", (event) => this.onClick(event));
    desk.addEventListener("focusin", (event) => {
      const item = event.target.closest?.(".item");
      if (item) this.mark(item);
    });
  }

  byCode(code) {
    return document.getElementById(`item-${code}`);
  }

  fromPage(item) {
    const { result, severity = "", deduction = "", reason = "", document: place = "", page = "", quote = "" } = item.dataset;
    return { result, severity, deduction: deduction && String(Number(deduction)), reason, document: place, page, quote, flagged: "flagged" in item.dataset };
  }

  read(item) {
    const field = (name) => item.querySelector(`[data-field=${name}]`)?.value ?? "";
    const result = item.querySelector("input[type=radio]:checked")?.value ?? "";
    const problem = result === "problem";
    return {
      result,
      severity: problem ? field("severity") : "",
      deduction: problem ? field("deduction") : "",
      reason: field("reason"),
      document: problem ? field("document") : "",
      page: problem ? field("page") : "",
      quote: problem ? item.kept.quote : "",
      flagged: item.querySelector(".item-flag").getAttribute("aria-pressed") === "true",
    };
  }

  // Make the item show `said`.
  show(item, said) {
    item.kept = { ...said };
    for (const radio of item.querySelectorAll("input[type=radio]")) radio.checked = radio.value === said.result;
    item.querySelector(".item-flag").setAttribute("aria-pressed", String(Boolean(said.flagged)));
    item.dataset.result = said.result;
    this.detail(item, true);
  }

  // The part below the choices: for a problem all of it, for 不适用 and 材料缺失 the reason, else nothing.
  detail(item, again = false) {
    const said = item.kept;
    const holder = item.querySelector(".item-detail");
    const wanted = said.result && said.result !== "clear";
    if (!wanted || again) holder.replaceChildren();
    if (!wanted) return;
    if (!holder.firstElementChild) this.build(item, holder);
    const problem = said.result === "problem";
    holder.querySelector(".detail-problem").hidden = !problem;
    holder.querySelector(".detail-anchor").hidden = !problem;
    const label = this.words[`reason_${said.result}`];
    holder.querySelector("[data-reason-label]").textContent = label;
    holder.querySelector("textarea").setAttribute("aria-label", label);
    this.weigh(item);
  }

  build(item, holder) {
    const { code } = item.dataset;
    const said = item.kept;
    holder.append(this.template.content.cloneNode(true));
    const severity = holder.querySelector("[data-field=severity]");
    for (const [id] of this.severities(item)) {
      const level = this.ladder.find((one) => one.id === id);
      severity.add(new Option(this.desk.dataset.language === "en" ? level.en : level.zh, id));
    }
    severity.value = said.severity || item.dataset.usual;
    const textarea = holder.querySelector("textarea");
    textarea.id = `reason-${code}`;
    holder.querySelector("[data-reason-label]").htmlFor = textarea.id;
    textarea.value = said.reason;
    const phrases = holder.querySelector("select[data-phrases]");
    const known = (item.dataset.phrases ?? "").split("\n").filter(Boolean);
    phrases.hidden = known.length === 0;
    for (const phrase of known) phrases.add(new Option(phrase, phrase));
    holder.querySelector("[data-field=document]").value = said.document;
    holder.querySelector("[data-field=page]").value = said.page;
    const most = this.most(item, severity.value);
    holder.querySelector("[data-field=deduction]").value = said.deduction === "" ? most : said.deduction;
    if (this.closed) for (const field of holder.querySelectorAll("input,select,textarea,[data-step],[data-clear-anchor]")) field.disabled = true;
  }

  severities(item) {
    return item.dataset.severities.split(" ").map((pair) => pair.split(":"));
  }

  most(item, severity) {
    const found = this.severities(item).find(([id]) => id === severity);
    return found ? String(Number(found[1])) : "0";
  }

  // What follows from severity, anchor and deduction: bound, veto, what is still needed.
  weigh(item) {
    const holder = item.querySelector(".item-detail");
    const severity = holder.querySelector("[data-field=severity]").value;
    const level = this.ladder.find((one) => one.id === severity);
    const deduction = holder.querySelector("[data-field=deduction]");
    deduction.max = this.most(item, severity);
    holder.querySelector("[data-most]").textContent = `≤ ${deduction.max}`;
    holder.querySelector(".detail-veto").hidden = !level?.fatal;
    const quote = holder.querySelector("[data-quote]");
    quote.textContent = item.kept.quote;
    quote.hidden = !item.kept.quote;
    const place = holder.querySelector("[data-field=document]").value;
    holder.querySelector("[data-anchor-needed]").hidden = !level?.anchor || Boolean(place || item.kept.quote);
    holder.querySelector("[data-show-anchor]").disabled = !place;
  }

  mark(item) {
    if (item === this.current) return;
    this.current?.classList.remove("current");
    this.current = item;
    item.classList.add("current");
    this.desk.dispatchEvent(new CustomEvent("item-chosen"));
  }

  // Choose a result as by its key or button.
  choose(item, result) {
    if (this.closed || !item) return;
    const before = item.kept.result;
    item.before = { ...item.kept };
    for (const radio of item.querySelectorAll("input[type=radio]")) radio.checked = radio.value === result;
    item.kept = { ...this.read(item), quote: result === "problem" ? item.kept.quote : "" };
    item.dataset.result = result;
    this.detail(item);
    if (before !== result && result === "problem") this.fillIn(item);
    this.changed(item, 0);
  }

  // A problem begins with the rule's own severity and deduction.
  fillIn(item) {
    const severity = item.querySelector("[data-field=severity]");
    const deduction = item.querySelector("[data-field=deduction]");
    severity.value = severity.value || item.dataset.usual;
    if (deduction.value === "") deduction.value = this.most(item, severity.value);
    item.kept = this.read(item);
    this.weigh(item);
  }

  flag(item) {
    if (this.closed || !item) return;
    const button = item.querySelector(".item-flag");
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    item.kept = this.read(item);
    this.changed(item, 0);
  }

  undo(item) {
    if (!item?.before || this.closed) return;
    const before = item.before;
    item.before = null;
    this.show(item, before);
    this.changed(item, 0);
  }

  // A passage of the masked dossier becomes the item's anchor; an item without a problem becomes one.
  quote(item, passage) {
    if (item.kept.result !== "problem") this.choose(item, "problem");
    item.kept = { ...this.read(item), ...passage };
    item.querySelector("[data-field=document]").value = passage.document;
    item.querySelector("[data-field=page]").value = passage.page;
    this.weigh(item);
    this.changed(item, 0);
  }

  onChange(event) {
    const item = event.target.closest(".item");
    if (!item || this.closed) return;
    const { target } = event;
    if (target.type === "radio") {
      this.choose(item, target.value);
      item.dispatchEvent(new CustomEvent("item-answered", { bubbles: true }));
      return;
    }
    if (target.matches("select[data-phrases]")) return this.phrase(item, target);
    if (target.matches("[data-field=severity]")) item.querySelector("[data-field=deduction]").value = this.most(item, target.value);
    if (target.matches("[data-field=severity],[data-field=document]")) {
      item.kept = this.read(item);
      this.weigh(item);
      this.changed(item, 0);
    }
  }

  phrase(item, select) {
    const textarea = item.querySelector("textarea");
    textarea.value = textarea.value.trim() ? `${textarea.value.trim()}\n${select.value}` : select.value;
    select.value = "";
    item.kept = this.read(item);
    textarea.focus();
    this.changed(item, 0);
  }

  onInput(event) {
    const item = event.target.closest(".item");
    if (!item || !event.target.matches("textarea,input[type=number]")) return;
    item.kept = this.read(item);
    this.changed(item, 600);
  }

  onClick(event) {
    const item = event.target.closest(".item");
    if (!item) return;
    this.mark(item);
    if (event.target.closest(".item-flag")) return this.flag(item);
    const step = event.target.closest("[data-step]");
    if (step) {
      const field = item.querySelector("[data-field=deduction]");
      const wanted = Number(field.value || 0) + Number(step.dataset.step);
      field.value = String(Math.min(Number(field.max), Math.max(0, wanted)));
      item.kept = this.read(item);
      return this.changed(item, 300);
    }
    if (event.target.closest("[data-clear-anchor]")) {
      item.kept = { ...item.kept, document: "", page: "", quote: "" };
      item.querySelector("[data-field=document]").value = "";
      item.querySelector("[data-field=page]").value = "";
      this.weigh(item);
      return this.changed(item, 0);
    }
    const article = event.target.closest("[data-article]");
    if (article) this.openArticle(item, article.dataset.article);
  }

  openArticle(item, name) {
    const box = item.querySelector(".basis-text");
    const same = !box.hidden && box.dataset.shown === name;
    const source = [...document.querySelectorAll("#articles template")].find((one) => one.dataset.article === name);
    box.textContent = source?.content.textContent ?? "";
    box.dataset.shown = name;
    box.hidden = same;
  }

  // In words, for choosing between two windows.
  inWords(said) {
    const choice = this.desk.querySelector(`.item input[value="${said.result}"] + span`);
    const name = choice ? choice.firstChild.nextSibling.textContent.trim() : this.words.unanswered;
    const level = this.ladder.find((one) => one.id === said.severity);
    const severity = level ? ` · ${this.desk.dataset.language === "en" ? level.en : level.zh} · ${this.words.points.replace("{n}", said.deduction)}` : "";
    return `${name}${severity}\n${said.reason || this.words.no_reason}${said.quote ? `\n${said.document} ${said.quote}` : ""}`;
  }
}
