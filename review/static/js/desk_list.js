// Keys of the list of work: J and K choose a row, Enter opens it.

const rows = [...document.querySelectorAll("tr[data-row]")];
let now = -1;

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || document.body.dataset.shortcuts !== "on") return;
  if (event.target.matches("input,textarea,select") || document.querySelector("dialog[open]") || !rows.length) return;
  if (event.code === "KeyJ" || event.code === "KeyK") {
    rows[now]?.classList.remove("row-now");
    now = Math.min(rows.length - 1, Math.max(0, now + (event.code === "KeyJ" ? 1 : -1)));
    rows[now].classList.add("row-now");
    rows[now].querySelector("a").focus();
  }
});
