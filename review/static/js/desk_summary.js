// The summary: criteria of the chosen grade alone, the reason where it differs, and a warning before unsaved words are left.

const form = document.getElementById("summary-form");

if (form) {
  const reason = document.getElementById("grade-reason");
  const show = () => {
    const chosen = form.querySelector("input[name=grade]:checked")?.value ?? "";
    for (const group of form.querySelectorAll("fieldset.criteria")) group.hidden = group.dataset.grade !== chosen;
    reason.classList.toggle("differs", Boolean(chosen) && chosen !== reason.dataset.suggested);
  };
  let changed = false;
  form.addEventListener("change", show);
  form.addEventListener("input", () => { changed = true; });
  document.addEventListener("submit", (event) => { changed &&= event.defaultPrevented; }); // asked first: not gone yet
  addEventListener("beforeunload", (event) => {
    if (!changed) return;
    event.preventDefault();
    event.returnValue = "";
  });
  document.addEventListener("keydown", (event) => {
    if (!event.ctrlKey || event.isComposing || event.code !== "Enter" || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[value=hand_in]"));
  });
  show();
}
