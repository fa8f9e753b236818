// data-auto-save on a form fires "auto-save" on it after a pause in typing (use hx-trigger="auto-save, submit"),
// shows the state in its [data-save-state], and warns before leaving with unsaved changes.
// data-auto-save-seconds changes the pause.
import { label } from "./labels.js";

const DEFAULT_PAUSE_SECONDS = 1.5;
const timers = new WeakMap();
const changed = new Set();

function show(form, state) {
  for (const element of document.querySelectorAll(`[data-save-state="#${form.id}"], #${CSS.escape(form.id)} [data-save-state]`)) {
    element.dataset.state = state;
    element.textContent = label({ unsaved: "unsaved", saving: "saving", saved: "saved", failed: "save_failed" }[state]);
  }
}

function arm(form) {
  clearTimeout(timers.get(form));
  const pause = Number(form.dataset.autoSaveSeconds || DEFAULT_PAUSE_SECONDS) * 1000;
  timers.set(form, setTimeout(() => form.dispatchEvent(new CustomEvent("auto-save", { bubbles: false })), pause));
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.hasAttribute("data-auto-save")) return;
  changed.add(form);
  show(form, "unsaved");
  if (!event.isComposing) arm(form);
});

document.addEventListener("compositionend", (event) => {
  const form = event.target.form;
  if (form?.hasAttribute("data-auto-save") && changed.has(form)) arm(form);
});

document.addEventListener("htmx:before:request", (event) => {
  const form = event.detail.ctx.sourceElement;
  if (!form.hasAttribute?.("data-auto-save") || event.detail.ctx.request.method === "GET") return;
  clearTimeout(timers.get(form));
  changed.delete(form);
  show(form, "saving");
});

document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement;
  if (!form.hasAttribute?.("data-auto-save") || ctx.request.method === "GET") return;
  const done = ctx.response && ctx.response.status < 400;
  if (!done) changed.add(form);
  show(form, done ? (changed.has(form) ? "unsaved" : "saved") : "failed");
});

document.addEventListener("submit", (event) => changed.delete(event.target));

window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
