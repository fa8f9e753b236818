// data-act-on-ticked: where no box of its form is ticked, the act concerns the row that the keyboard is at.
document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-act-on-ticked]")?.closest("form");
  if (!form || form.querySelector("[data-check-item]:checked")) return;
  form.querySelector("[data-list-item].is-at [data-check-item]")?.click();
}, true);
