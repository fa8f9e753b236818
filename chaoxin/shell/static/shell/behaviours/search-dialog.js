// Selects the typed words when the search dialog opens again, and the first hit when results arrive.
const dialog = document.getElementById("search-dialog");

dialog?.addEventListener("toggle", (event) => {
  if (event.newState === "open") dialog.querySelector("input[type='search']").select();
});

document.addEventListener("htmx:after:settle", (event) => {
  if (event.target.id === "search-dialog-results") event.target.querySelector("[data-list-item]")?.classList.add("is-at");
});
