// The wizard: Ctrl+Enter saves and goes on; ticking a reviewer fills in the usual capacity.

const form = document.querySelector("form[data-next-step]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.ctrlKey || event.isComposing || !form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button.btn-primary"));
});

document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-tick-all]");
  if (all) {
    for (const box of document.querySelectorAll(`input[name="${all.dataset.tickAll}"]`)) box.checked = all.checked;
  }
});
