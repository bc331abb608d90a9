// Loaded before htmx: half a word being composed with an input method is never sent as text.
(() => {
  const isText = (target) => target.matches?.("textarea,input[type=text],input[type=search],input:not([type])");
  document.addEventListener("input", (event) => {
    if (event.isComposing && isText(event.target)) event.stopImmediatePropagation();
  }, true);
  document.addEventListener("compositionend", (event) => {
    if (isText(event.target)) setTimeout(() => event.target.dispatchEvent(new Event("input", { bubbles: true })));
  }, true);
})();
