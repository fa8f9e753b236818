// Native dialogs: data-dialog-open="#id" opens, data-dialog-close closes, a click beside closes,
// the event "close-dialog" from the server closes the one around or the topmost.
import { onContent } from "./on-content.js";

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    const dialog = document.querySelector(opener.dataset.dialogOpen);
    if (dialog && !dialog.open) dialog.showModal();
    return;
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) closer.closest("dialog")?.close();
  if (event.target instanceof HTMLDialogElement && !isWithin(event, event.target)) event.target.close();
});

function isWithin(event, dialog) {
  const box = dialog.getBoundingClientRect();
  return event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
}

document.addEventListener("close-dialog", (event) => {
  const around = event.target instanceof Element ? event.target.closest("dialog[open]") : null;
  const open = document.querySelectorAll("dialog[open]");
  (around || open[open.length - 1])?.close();
});

// A dialog that arrives with an answer and says so opens by itself.
onContent("dialog[data-dialog-now]", (dialog) => {
  if (!dialog.open) dialog.showModal();
});
