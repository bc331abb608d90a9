// Passwords: show and hide, the caps-lock hint, and rules ticked while a new one is typed.

for (const box of document.querySelectorAll("[data-secret]")) {
  const input = box.querySelector("input");
  const eye = box.querySelector(".secret-eye");
  const hint = box.querySelector(".caps-hint");
  eye?.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    eye.setAttribute("aria-pressed", String(shown));
    eye.setAttribute("aria-label", shown ? eye.dataset.hide : eye.dataset.show);
    eye.querySelector("i").className = shown ? "bi bi-eye-slash" : "bi bi-eye";
    input.focus();
  });
  for (const name of ["keydown", "keyup"]) {
    input.addEventListener(name, (event) => {
      if (hint && event.getModifierState) hint.hidden = !event.getModifierState("CapsLock");
    });
  }
}

const rules = document.querySelector("[data-rules]");
if (rules) {
  const old = document.getElementById("old");
  const fresh = document.getElementById("new");
  const again = document.getElementById("again");
  const own = [rules.dataset.staffNo, rules.dataset.name].filter(Boolean).map((word) => word.toLowerCase());
  const holds = {
    length: () => [...fresh.value].length >= Number(rules.dataset.shortest) && [...fresh.value].length <= Number(rules.dataset.longest),
    variety: () => new Set(fresh.value.toLowerCase()).size >= 5,
    own: () => fresh.value !== "" && !own.some((word) => fresh.value.toLowerCase().includes(word)),
    other: () => fresh.value !== "" && fresh.value !== old.value,
    same: () => fresh.value !== "" && fresh.value === again.value,
  };
  const tick = () => {
    for (const line of rules.querySelectorAll("[data-rule]")) {
      const good = holds[line.dataset.rule]();
      line.classList.toggle("met", good);
      line.querySelector("i").className = good ? "bi bi-check-circle-fill" : "bi bi-circle";
      line.querySelector(".visually-hidden").textContent = good ? rules.dataset.met : rules.dataset.open;
    }
  };
  for (const input of [old, fresh, again]) input.addEventListener("input", tick);
  tick();
}
