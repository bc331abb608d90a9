// What every page does: ask before a change, keys, copy buttons, the thin line while something loads.

const ask = document.getElementById("ask");
const keys = document.getElementById("keys");

// <form data-ask="问题" data-ask-detail="…"> or <button data-ask="…"> asks first, with the object's name in the question.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.ask ?? event.target.dataset.ask;
  if (!question || event.target.dataset.asked === "yes") return;
  event.preventDefault();
  ask.querySelector("#ask-question").textContent = question;
  ask.querySelector("#ask-detail").textContent = event.submitter?.dataset.askDetail ?? event.target.dataset.askDetail ?? "";
  ask.returnValue = "no";
  ask.showModal();
  ask.addEventListener("close", () => {
    if (ask.returnValue !== "yes") return;
    event.target.dataset.asked = "yes";
    event.target.requestSubmit(event.submitter ?? undefined);
  }, { once: true });
});
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("button[value]");
    if (button && button.type === "button") dialog.close(button.value);
  });
}

// One submission at a time: a second click on the same button changes nothing twice.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  document.getElementById("progress-line").classList.add("busy");
  setTimeout(() => {
    for (const button of event.target.querySelectorAll("button:not([type=button])")) button.disabled = true;
  });
});
addEventListener("pageshow", () => {
  document.getElementById("progress-line").classList.remove("busy");
  for (const button of document.querySelectorAll("form button:disabled:not([data-off])")) button.disabled = false;
  for (const form of document.querySelectorAll("form[data-asked]")) delete form.dataset.asked;
});
document.addEventListener("htmx:beforeRequest", () => document.getElementById("progress-line").classList.add("busy"));
document.addEventListener("htmx:afterRequest", () => document.getElementById("progress-line").classList.remove("busy"));

// The error summary takes the focus; a select marked data-submit sends its form at once.
document.querySelector("[data-focus]")?.focus();
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// A table wider than its place is scrolled by keys too.
function lendKeys() {
  for (const wrap of document.querySelectorAll(".table-wrap:not([role])")) {
    if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
    else wrap.removeAttribute("tabindex");
  }
}
lendKeys();
addEventListener("resize", lendKeys);
document.addEventListener("htmx:afterSwap", lendKeys);

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.classList.add("copied");
    return;
  }
  if (event.target.closest("[data-print]")) print();
  for (const menu of document.querySelectorAll("details.user-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

let chord = 0;
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.body.dataset.shortcuts !== "on") return;
  if (event.target.matches("input,textarea,select,[contenteditable]") || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    keys.showModal();
  } else if (event.code === "Slash" && !event.shiftKey) {
    const box = document.querySelector("input[type=search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
  } else if (event.code === "KeyG") {
    chord = Date.now();
  } else if (event.code === "KeyH" && Date.now() - chord < 1000) {
    location.assign("/");
  }
});
