// Report centre: an export keeps the page, shows that it is being made, and says what went wrong.

for (const form of document.querySelectorAll("form[data-download]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter;
    const said = form.querySelector("[role=status]");
    const line = document.getElementById("progress-line");
    const body = new FormData(form, button);
    button.disabled = true;
    line.classList.add("busy");
    said.textContent = "";
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
      if (answer.ok) save(await answer.blob(), answer.headers.get("Content-Disposition"));
      else said.textContent = (await answer.json()).sentence;
    } catch {
      said.textContent = form.dataset.failed;
    } finally {
      button.disabled = false;
      line.classList.remove("busy");
    }
  });
}

function save(file, disposition) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  const name = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? "")?.[1] ?? /filename="?([^";]+)/.exec(disposition ?? "")?.[1];
  link.download = name ? decodeURIComponent(name) : "report";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// On paper nothing is folded away.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll(".centre-body details:not([open])")];
  for (const details of folded) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of folded) details.open = false;
});
