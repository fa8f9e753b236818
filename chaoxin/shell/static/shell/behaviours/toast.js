// Shows short messages: the event "toast" with {text, level}, and {undo: {url, values}} for what can be taken back; those in the page at first fade by themselves too.
import { label } from "./labels.js";
import { onContent } from "./on-content.js";

const SECONDS_WITH_UNDO = 20;
const SECONDS_SHOWN = { success: 4, info: 5, warning: 8, danger: 10, error: 10 };

export function toast(text, level = "success", undo = null) {
  const line = document.createElement("div");
  line.className = `toast-line toast-${level}`;
  line.dataset.toastLine = "";
  const icon = document.createElement("i");
  icon.className = "ti";
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn-close";
  close.dataset.toastClose = "";
  close.setAttribute("aria-label", label("close"));
  line.append(icon, words, ...(undo ? [undoing(undo)] : []), close);
  // A modal dialog makes the rest of the page inert; the toast then belongs into it to be seen and heard.
  const dialogs = document.querySelectorAll("dialog[open]");
  const home = dialogs.length ? toastsWithin(dialogs[dialogs.length - 1]) : document.getElementById("toasts");
  // What came before can be taken back by its own button only.
  if (undo) for (const older of home.querySelectorAll("[data-shortcut='z']")) delete older.dataset.shortcut;
  home.append(line);
  if (undo) window.htmx.process(line);
}

function undoing({ url, values }) {
  const form = document.createElement("form");
  form.setAttribute("hx-post", url);
  form.setAttribute("hx-swap", "none");
  for (const [name, value] of values) {
    const field = document.createElement("input");
    [field.type, field.name, field.value] = ["hidden", name, value];
    form.append(field);
  }
  const button = document.createElement("button");
  button.className = "btn btn-sm";
  button.title = button.dataset.shortcut = "z";
  button.textContent = label("undo");
  form.append(button);
  // Out of sight and not gone: the events of its answer begin at the form.
  form.addEventListener("submit", () => { form.closest("[data-toast-line]").style.display = "none"; });
  return form;
}

function toastsWithin(dialog) {
  let region = dialog.querySelector(":scope > .toasts");
  if (!region) {
    region = document.createElement("div");
    region.className = "toasts";
    region.setAttribute("role", "status");
    dialog.append(region);
  }
  return region;
}

onContent("[data-toast-line]", (line) => {
  const level = Object.keys(SECONDS_SHOWN).find((name) => line.classList.contains(`toast-${name}`)) || "info";
  const seconds = line.querySelector("form") ? SECONDS_WITH_UNDO : SECONDS_SHOWN[level];
  setTimeout(() => line.remove(), seconds * 1000);
});

document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.level, event.detail.undo));
document.addEventListener("click", (event) => event.target.closest("[data-toast-close]")?.closest("[data-toast-line]")?.remove());
