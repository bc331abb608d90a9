// Keys of the workbench. Single keys rest in text fields, while composing, under a dialog, and when switched off.

export function listen({ actions, shortcuts }) {
  const dialogOpen = () => Boolean(document.querySelector("dialog[open]"));
  const writing = (target) => target.matches?.("textarea,select,input:not([type=radio]):not([type=checkbox]),[contenteditable]");
  const plain = {
    KeyJ: () => actions.step(1),
    ArrowDown: () => actions.step(1),
    KeyK: () => actions.step(-1),
    ArrowUp: () => actions.step(-1),
    KeyU: (event) => actions.openItem(event.shiftKey ? -1 : 1),
    KeyN: () => actions.problem(1),
    KeyP: () => actions.problem(-1),
    Digit1: () => actions.choose("clear"),
    Numpad1: () => actions.choose("clear"),
    Digit2: () => actions.choose("problem"),
    Numpad2: () => actions.choose("problem"),
    Digit3: () => actions.choose("not_applicable"),
    Numpad3: () => actions.choose("not_applicable"),
    Digit0: () => actions.choose("material_missing"),
    Numpad0: () => actions.choose("material_missing"),
    Enter: () => actions.writeReason(),
    KeyD: () => actions.deduction(),
    KeyF: () => actions.flag(),
    KeyE: () => actions.quote(),
    KeyB: () => actions.basis(),
    BracketLeft: () => actions.document(-1),
    BracketRight: () => actions.document(1),
    Backslash: () => actions.layout(),
    F6: () => actions.pane(),
  };
  const withControl = { KeyS: () => actions.saveNow(), Period: () => actions.summary(), Enter: () => actions.saveAndNext() };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || dialogOpen()) return;
    if (event.ctrlKey || event.metaKey) {
      const act = !event.shiftKey && !event.altKey && (withControl[event.code] ?? (event.code === "KeyZ" && !writing(event.target) && (() => actions.undo())));
      if (!act) return;
      event.preventDefault();
      return act();
    }
    if (event.code === "Escape" && writing(event.target)) {
      event.preventDefault();
      return actions.leaveField();
    }
    if (event.altKey) {
      if (event.code !== "ArrowDown" && event.code !== "ArrowUp") return;
      event.preventDefault();
      return actions.group(event.code === "ArrowDown" ? 1 : -1);
    }
    if (!shortcuts || writing(event.target)) return;
    if (event.shiftKey && event.code !== "KeyU") return;
    const arrow = event.code === "ArrowDown" || event.code === "ArrowUp";
    if (arrow && event.target.closest?.(".desk-case")) return; // arrows scroll the documents
    if (event.code === "Enter" && event.target.closest?.("button,a,summary")) return;
    const act = plain[event.code];
    if (!act) return;
    event.preventDefault();
    act(event);
  });
}
