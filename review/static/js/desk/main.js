// The workbench: puts queue, items, documents and keys together. The modules carry this file's version in their address.

const version = new URL(import.meta.url).search;
const bring = (name) => import(`./${name}.js${version}`);

Promise.all(["queue", "items", "documents", "keys"].map(bring)).then(([{ Queue }, { Items }, { Documents }, { listen }]) => {
  const desk = document.getElementById("desk");
  const words = JSON.parse(desk.dataset.words);
  const ladder = JSON.parse(desk.dataset.ladder);
  const state = document.getElementById("save-state");
  const list = document.getElementById("items");
  const offline = document.getElementById("offline");
  const again = document.getElementById("sign-in-again");
  const goOn = document.getElementById("go-on");
  const fill = (sentence, facts) => sentence.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  let category = "";
  let filter = "all";
  let savedAt = "";

  // ---- saving ----
  const send = (code, fields, seen) => {
    const body = new URLSearchParams({ ...fields, version: seen });
    if (!fields.flagged) body.delete("flagged");
    return fetch(desk.dataset.save.replace("CODE", encodeURIComponent(code)), {
      method: "POST", body, headers: { "X-CSRFToken": document.body.dataset.csrf, "X-Requested-With": "fetch" },
    });
  };
  const say = (item, words_, kind) => {
    const line = item.querySelector(".item-state");
    line.textContent = words_;
    line.dataset.state = kind;
  };
  const told = {
    state: () => showState(),
    saved: (code, body, last) => {
      const item = items.byCode(code);
      item.dataset.version = body.answer.version;
      savedAt = body.saved_at;
      if (last) say(item, fill(words.saved, { time: savedAt }), "saved");
      showTotals(body.totals);
    },
    conflict: (code, present) => askWhich(items.byCode(code), present),
    refused: (code, sentence) => say(items.byCode(code), fill(words.refused, { why: sentence }), "refused"),
    ended: () => again.open || again.showModal(),
    lost: () => {
      offline.hidden = false;
      offline.querySelector("span").textContent = words.gone;
    },
  };
  const queue = new Queue({
    send, told, mirror: `desk:${desk.dataset.review}`, versionOf: (code) => items.byCode(code).dataset.version,
  });
  const items = new Items({
    desk, words, ladder,
    changed: (item, delay) => {
      say(item, "", "");
      queue.put(item.dataset.code, { ...item.kept }, delay);
    },
  });
  const documents = new Documents({ desk, words });

  function showState() {
    const n = queue.count;
    offline.hidden = !queue.broken || n === 0;
    offline.querySelector("span").textContent = fill(words.offline, { n });
    const now = queue.broken && n ? ["failed", fill(words.failed, { n })]
      : queue.running.size ? ["saving", words.saving]
      : n ? ["waiting", fill(words.waiting, { n })]
      : savedAt ? ["saved", fill(words.saved, { time: savedAt })] : ["quiet", null];
    state.dataset.state = now[0];
    if (now[1] !== null && state.textContent !== now[1]) state.textContent = now[1];
  }

  function showTotals(totals) {
    for (const place of desk.querySelectorAll("[data-total]")) place.textContent = totals[place.dataset.total];
    document.getElementById("meter").value = totals.answered;
    document.getElementById("count-open").textContent = totals.total - totals.answered;
    for (const place of desk.querySelectorAll("[data-of]")) {
      const part = totals.categories[place.dataset.of];
      place.textContent = `${part.answered}/${part.total}`;
      place.classList.toggle("complete", part.answered === part.total);
    }
  }

  function askWhich(item, present) {
    item.querySelector(".conflict")?.remove();
    const box = document.getElementById("conflict").content.cloneNode(true);
    box.querySelector("[data-theirs]").textContent = items.inWords(present);
    box.querySelector("[data-mine]").textContent = items.inWords(item.kept);
    item.append(box);
    const asked = item.querySelector(".conflict");
    asked.addEventListener("click", (event) => {
      const { keep } = event.target.closest("[data-keep]")?.dataset ?? {};
      if (!keep) return;
      asked.remove();
      item.dataset.version = present.version;
      if (keep === "theirs") items.show(item, present);
      queue.settle(item.dataset.code, present, keep === "mine" ? { ...item.kept } : null);
    });
    if (item.hidden) showOnly("", "all");
    item.scrollIntoView({ block: "nearest" });
  }

  document.getElementById("retry-now").addEventListener("click", () => queue.now());
  document.getElementById("signed-in-again").addEventListener("click", signedInAgain);
  addEventListener("focus", () => again.open && signedInAgain());
  async function signedInAgain() {
    const response = await fetch(desk.dataset.token, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (!response?.ok) return;
    document.body.dataset.csrf = (await response.json()).token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": document.body.dataset.csrf }));
    again.close();
    queue.resume();
  }
  addEventListener("beforeunload", (event) => {
    if (queue.count === 0) return;
    event.preventDefault();
    event.returnValue = "";
  });
  document.addEventListener("click", async (event) => {
    const leave = event.target.closest("a[data-leave]");
    if (!leave || queue.count === 0) return;
    event.preventDefault();
    await queue.now();
    location.assign(leave.href);
  });

  // ---- which items are shown, and going through them ----
  function matches(item) {
    const { result, category: own } = item.dataset;
    if (category && own !== category) return false;
    if (filter === "open") return !result;
    if (filter === "problem") return result === "problem";
    if (filter === "flagged") return item.kept.flagged;
    return true;
  }
  function showOnly(category_, filter_) {
    category = category_;
    filter = filter_;
    for (const button of desk.querySelectorAll(".item-tabs button")) button.setAttribute("aria-pressed", String(button.dataset.category === category));
    for (const button of desk.querySelectorAll("[data-filter]")) button.setAttribute("aria-pressed", String(button.dataset.filter === filter));
    const praising = category === "highlights";
    let any = false;
    for (const group of desk.querySelectorAll(".item-group")) {
      let some = false;
      for (const item of group.querySelectorAll(".item")) {
        item.hidden = praising || !matches(item);
        some ||= !item.hidden;
      }
      group.hidden = group.dataset.category === "highlights" ? !praising : !some;
      any ||= !group.hidden;
    }
    document.getElementById("item-none").hidden = any;
    list.scrollTop = 0;
  }
  desk.querySelector(".item-tabs").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) showOnly(button.dataset.category, button.dataset.category === "highlights" ? "all" : filter);
  });
  desk.querySelector(".item-filters").addEventListener("click", (event) => {
    const button = event.target.closest("[data-filter]");
    if (button) showOnly(category === "highlights" ? "" : category, button.dataset.filter);
  });

  const visible = () => items.all.filter((item) => !item.hidden);
  function go(item, { focus = true } = {}) {
    if (!item) return;
    items.mark(item);
    item.scrollIntoView({ block: "nearest" });
    if (focus) (item.querySelector("input[type=radio]:checked") ?? item.querySelector("input[type=radio]")).focus({ preventScroll: true });
  }
  function next(by, wanted = () => true, wrap = false) {
    const shown = visible();
    const at = shown.indexOf(items.current);
    const order = by > 0 ? shown.slice(at + 1) : shown.slice(0, Math.max(0, at)).reverse();
    if (wrap) order.push(...(by > 0 ? shown.slice(0, at + 1) : shown.slice(at).reverse()));
    return order.find(wanted);
  }
  function goToNextOpen(by) {
    let found = next(by, (item) => !item.dataset.result, true);
    if (!found && (category || filter !== "all")) {
      showOnly("", "all");
      found = next(by, (item) => !item.dataset.result, true);
    }
    if (found) go(found);
  }
  // After a choice: on to the next item, unless this one still wants words.
  function afterChoice(item) {
    if (item.kept.result !== "clear") return item.querySelector("textarea")?.focus({ preventScroll: true });
    if (goOn.checked) go(next(1) ?? item);
  }
  goOn.checked = sessionStorage.getItem("desk-go-on") !== "no";
  goOn.addEventListener("change", () => sessionStorage.setItem("desk-go-on", goOn.checked ? "yes" : "no"));

  // ---- quoting ----
  const quoteHere = document.getElementById("quote-here");
  const closed = desk.dataset.closed === "yes";
  function offerQuote() {
    const passage = closed ? null : documents.passage();
    quoteHere.hidden = !passage || (category !== "highlights" && !items.current);
    if (quoteHere.hidden) return;
    const item = items.current;
    quoteHere.querySelector("span").textContent = category === "highlights" ? words.quote_highlight
      : fill(item.kept.result === "problem" ? words.quote : words.quote_problem, { code: item.dataset.code });
    const place = getSelection().getRangeAt(0).getBoundingClientRect();
    quoteHere.style.left = `${Math.max(60, Math.min(place.left, innerWidth - 300))}px`;
    quoteHere.style.top = `${Math.min(place.bottom + 6, innerHeight - 96)}px`;
  }
  function quoteNow() {
    const passage = documents.passage();
    if (!passage || closed) return;
    if (category === "highlights") quoteHighlight(passage);
    else if (items.current) items.quote(items.current, passage);
    getSelection().removeAllRanges();
    quoteHere.hidden = true;
  }
  function quoteHighlight(passage) {
    const form = desk.querySelector(".highlight-form");
    for (const name of ["document", "page", "quote"]) form.elements[name].value = passage[name];
    const box = form.querySelector("[data-anchor]");
    box.hidden = false;
    box.querySelector("[data-anchor-words]").textContent = `${passage.document} ${passage.quote}`;
    form.querySelector("textarea").focus();
  }
  document.addEventListener("selectionchange", offerQuote);
  quoteHere.addEventListener("mousedown", (event) => event.preventDefault());
  quoteHere.addEventListener("click", quoteNow);
  desk.addEventListener("item-chosen", offerQuote);
  desk.addEventListener("item-answered", (event) => afterChoice(event.target));
  desk.addEventListener("click", (event) => {
    if (!event.target.closest("[data-show-anchor]")) return;
    const { document: place, page, quote } = event.target.closest(".item").kept;
    documents.open(place, { page, quote });
  });
  document.addEventListener("htmx:afterSwap", () => {
    const fresh = document.getElementById("highlights");
    if (fresh) showTotals(JSON.parse(fresh.dataset.totals));
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) return told.ended();
    state.dataset.state = "failed";
    state.textContent = JSON.parse(event.detail.xhr.responseText || "{}").sentence ?? "";
  });

  // ---- keys and buttons ----
  const actions = {
    step: (by) => go(next(by) ?? items.current ?? visible()[0]),
    openItem: goToNextOpen,
    problem: (by) => go(next(by, (item) => item.dataset.result === "problem", true)),
    choose: (result) => {
      const item = items.current;
      if (!item || item.hidden) return;
      items.choose(item, result);
      if (!closed) afterChoice(item);
    },
    writeReason: () => items.current?.querySelector("textarea")?.focus(),
    deduction: () => items.current?.querySelector("[data-field=deduction]")?.select(),
    flag: () => items.flag(items.current),
    quote: quoteNow,
    basis: () => {
      const basis = items.current?.querySelector(".item-basis");
      if (basis) basis.open = !basis.open;
    },
    document: (by) => documents.step(by),
    layout: () => {
      desk.dataset.layout = { split: "items", items: "case", case: "split" }[desk.dataset.layout];
    },
    pane: () => {
      const inCase = document.activeElement?.closest(".desk-case");
      if (inCase) go(items.current ?? visible()[0]);
      else (document.querySelector(".pane-body:not([hidden]) .document-read") ?? document.querySelector(".pane-body:not([hidden])")).focus();
    },
    group: (by) => {
      const groups = [...desk.querySelectorAll(".item-group:not([hidden])")];
      const at = groups.indexOf(items.current?.closest(".item-group"));
      const wanted = groups[Math.min(groups.length - 1, Math.max(0, at + by))];
      go([...wanted.querySelectorAll(".item")].find((item) => !item.hidden));
    },
    saveNow: () => queue.now(),
    saveAndNext: () => {
      queue.now();
      goToNextOpen(1);
    },
    undo: () => items.undo(items.current),
    summary: () => document.getElementById("to-summary").click(),
    leaveField: () => items.current && go(items.current),
  };
  listen({ actions, shortcuts: document.body.dataset.shortcuts === "on" });
  for (const button of desk.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => ({ previous: () => actions.step(-1), "next-open": () => goToNextOpen(1), flag: () => actions.flag() })[button.dataset.do]());
  }
  document.querySelector("#keys tbody").append(document.getElementById("keys-rows").content.cloneNode(true));
  document.getElementById("show-keys").addEventListener("click", () => document.getElementById("keys").showModal());

  // ---- begin: what could not be saved last time, then the item where the reviewer stopped ----
  const left = closed ? [] : queue.restored().filter(([code]) => items.byCode(code));
  for (const [code, entry] of left) {
    items.show(items.byCode(code), entry.fields);
    queue.take(code, entry);
  }
  if (left.length) state.textContent = fill(words.restored, { n: left.length });
  const asked = location.hash.startsWith("#item-") ? document.getElementById(location.hash.slice(1)) : null;
  const last = desk.dataset.last ? items.byCode(desk.dataset.last) : null;
  go(asked ?? last ?? items.all[0], { focus: Boolean(asked) });
  desk.dataset.ready = "yes";
});
