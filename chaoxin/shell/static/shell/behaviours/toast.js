// Shows short messages: the event "toast" with {text, level}; those in the page at first fade by themselves too.
import { label } from "./labels.js";
import { onContent } from "./on-content.js";

const SECONDS_SHOWN = { success: 4, info: 5, warning: 8, danger: 10, error: 10 };

export function toast(text, level = "success") {
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
  line.append(icon, words, close);
  // A modal dialog makes the rest of the page inert; the toast then belongs into it to be seen and heard.
  const dialogs = document.querySelectorAll("dialog[open]");
  const home = dialogs.length ? toastsWithin(dialogs[dialogs.length - 1]) : document.getElementById("toasts");
  home.append(line);
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
  setTimeout(() => line.remove(), SECONDS_SHOWN[level] * 1000);
});

document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.level));
document.addEventListener("click", (event) => event.target.closest("[data-toast-close]")?.closest("[data-toast-line]")?.remove());
