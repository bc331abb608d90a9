// The file field takes dropped files, and only the part that belongs to the chosen way is shown.

const zone = document.querySelector("[data-drop]");
if (zone) {
  const field = zone.querySelector("input[type=file]");
  const say = () => { zone.querySelector("[data-drop-name]").textContent = field.files.length ? `${field.files[0].name} · ${(field.files[0].size / 1048576).toFixed(1)} MB` : ""; };
  field.addEventListener("change", say);
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("drop-over"); });
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.remove("drop-over"); });
  zone.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length !== 1) return;
    field.files = event.dataTransfer.files;
    say();
  });
}

const ways = document.querySelectorAll("input[name=way]");
const show = () => {
  const chosen = document.querySelector("input[name=way]:checked")?.value;
  for (const part of document.querySelectorAll("[data-way]")) part.hidden = part.dataset.way !== chosen;
};
for (const way of ways) way.addEventListener("change", show);
if (ways.length) show();
