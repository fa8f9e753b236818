// data-refresh-quietly="60" fires "refresh" on the element every so many seconds (use hx-trigger="refresh"), unless
// somebody is writing or choosing something in it, or the page is not looked at.
import { onContent } from "./on-content.js";

function isInUse(element) {
  if (document.hidden || element.querySelector("dialog[open], .is-busy, [aria-expanded='true']")) return true;
  if (element.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return true;
  return [...element.querySelectorAll("input:not([type='hidden']), textarea")].some((field) =>
    field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
}

onContent("[data-refresh-quietly]", (element) => {
  const timer = setInterval(() => {
    if (!element.isConnected) clearInterval(timer);
    else if (!isInUse(element)) element.dispatchEvent(new CustomEvent("refresh"));
  }, Number(element.dataset.refreshQuietly) * 1000);
});
