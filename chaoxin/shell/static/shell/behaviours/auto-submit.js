// data-auto-submit on a form, or on one field of it, submits the form when a choice changes (filters).
document.addEventListener("change", (event) => {
  const { form } = event.target;
  if (form && event.target.closest("[data-auto-submit]") && !event.target.matches("[type='search'], [type='text']")) form.requestSubmit();
});
