// A second click on a form or button that is on its way does nothing. data-submit-many lifts this.
const busy = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("data-submit-many") || form.method !== "post" || event.defaultPrevented) return;
  if (form.matches("[hx-post],[hx-put],[hx-patch],[hx-delete],[hx-get]")) return;
  if (busy.has(form)) {
    event.preventDefault();
    return;
  }
  busy.add(form);
  form.classList.add("is-busy");
});

// Asked before htmx queues the request: a queued second one would go out as soon as the first is answered.
document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  const element = ctx.sourceElement;
  if (ctx.request.method === "GET" || !element.matches("form, button, a, input[type='submit']")) return;
  if (element.closest("[data-submit-many]")) return;
  if (busy.has(element)) {
    event.preventDefault();
    return;
  }
  busy.add(element);
  ctx.submitOnce = element;
  element.classList.add("is-busy");
});

document.addEventListener("htmx:finally:request", (event) => {
  const element = event.detail.ctx.submitOnce;
  if (!element) return;
  busy.delete(element);
  element.classList.remove("is-busy");
});

// Coming back from the browser's page store, forms are fresh again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
