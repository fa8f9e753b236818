// In [data-list], the item whose [data-list-open] leads to the address that is open carries aria-current.
function mark() {
  for (const link of document.querySelectorAll("[data-list] [data-list-open][href]")) {
    const item = link.closest("[data-list-item]");
    if (!item) continue;
    if (link.pathname === location.pathname) item.setAttribute("aria-current", "true");
    else item.removeAttribute("aria-current");
  }
}

for (const event of ["htmx:after:settle", "htmx:after:history:update"]) {
  document.addEventListener(event, mark);
}
mark();
