// data-keep-typed="key" on a field keeps what is typed in this browser until its form is sent successfully, so that
// a lost connection, an expired session or a wrong click loses nothing.
import { label } from "./labels.js";
import { onContent } from "./on-content.js";
import { toast } from "./toast.js";

const DAYS_KEPT = 3;
const name = (field) => `typed:${field.dataset.keepTyped}`;

function read(field) {
  try {
    const kept = JSON.parse(localStorage.getItem(name(field)) || "null");
    return kept && Date.now() - kept.at < DAYS_KEPT * 86_400_000 ? kept.text : "";
  } catch {
    return "";
  }
}

onContent("[data-keep-typed]", (field) => {
  const kept = read(field);
  if (kept && !field.value) {
    field.value = kept;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    toast(label("restored"), "info");
  }
});

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.dataset?.keepTyped) return;
  if (field.value) localStorage.setItem(name(field), JSON.stringify({ text: field.value, at: Date.now() }));
  else localStorage.removeItem(name(field));
});

function forget(form) {
  for (const field of form.querySelectorAll("[data-keep-typed]")) localStorage.removeItem(name(field));
}

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.request.method === "GET" || ctx.response.status >= 400) return;
  if (ctx.sourceElement.matches("form, button")) forget(ctx.sourceElement.closest("form") || ctx.sourceElement);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[hx-post],[hx-put],[hx-patch]")) forget(event.target);
});
