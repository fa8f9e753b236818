// A slot that no room fills has an empty address: it stays empty instead of loading the page into itself.
document.addEventListener("htmx:config:request", (event) => {
  const element = event.detail.ctx.sourceElement;
  if (element.getAttribute("hx-get") === "" && element.getAttribute("hx-trigger")?.includes("load")) event.preventDefault();
});
