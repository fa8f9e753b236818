// Shows the chosen theme at once; the form stores it for the person.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-form] button[name='theme']");
  if (!button) return;
  document.dispatchEvent(new CustomEvent("theme-choice", { detail: button.value }));
  for (const other of button.parentElement.children) other.classList.toggle("active", other === button);
});
