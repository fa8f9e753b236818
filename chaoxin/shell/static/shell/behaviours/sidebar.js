// Opens and closes the navigation drawer of narrow screens.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sidebar]");
  if (!button) return;
  const open = button.dataset.sidebar === "open";
  document.body.classList.toggle("sidebar-open", open);
  if (open) document.querySelector("#sidebar a, #sidebar button")?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.body.classList.remove("sidebar-open");
});

document.querySelector('[data-sidebar-nav] [aria-current="page"]')?.scrollIntoView({ block: "nearest" });
