// Replies are saved as they are given: a choice at once, a reason 600 ms after the last key; never half a word of an IME.

const pending = new Set();
const forms = document.querySelectorAll("form[data-reply]");

addEventListener("beforeunload", (event) => {
  if (pending.size) event.preventDefault();
});

for (const form of forms) {
  form.classList.add("saved-by-script");
  const button = form.querySelector("[data-save]");
  const words = button.textContent;
  let timer = 0;
  let running = false;
  let again = false;

  const say = (words) => { form.querySelector("[data-status]").textContent = words; };

  const save = async () => {
    clearTimeout(timer);
    if (!form.stance.value) return pending.delete(form);
    if (running) { again = true; return; }
    running = true;
    say(form.dataset.wordsSaving);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "fetch", "X-CSRFToken": document.body.dataset.csrf },
      });
      const told = await answer.json();
      form.classList.toggle("failed", !answer.ok);
      if (answer.ok) {
        form.version.value = told.version;
        form.classList.remove("conflict");
        button.textContent = words;
        say(form.dataset.wordsSaved);
      } else {
        say(told.present?.reason ? `${told.sentence} ${told.present.reason}` : told.sentence);
        if (told.present) {
          form.classList.add("conflict"); // what the other window kept is named; the button keeps what is here
          form.version.value = told.present.version;
          button.textContent = form.dataset.wordsKeep;
        }
      }
      pending.delete(form);
    } catch {
      form.classList.add("failed");
      say(form.dataset.wordsFailed);
      timer = setTimeout(save, 4000);
    }
    running = false;
    if (again) { again = false; save(); }
  };

  const soon = (delay) => {
    pending.add(form);
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  form.addEventListener("change", (event) => { if (event.target.name === "stance") soon(0); });
  form.addEventListener("input", (event) => { if (event.target.name === "reason" && !event.isComposing) soon(600); });
  form.addEventListener("compositionend", () => soon(600));
  form.addEventListener("focusout", (event) => { if (event.target.name === "reason" && pending.has(form)) soon(0); });
  form.addEventListener("submit", (event) => { event.preventDefault(); event.stopImmediatePropagation(); save(); });
}
