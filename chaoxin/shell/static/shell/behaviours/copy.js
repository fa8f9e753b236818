// data-copy="text" or data-copy-from="#element" copies to the clipboard.
import { label } from "./labels.js";
import { toast } from "./toast.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy],[data-copy-from]");
  if (!button) return;
  const source = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
  const text = source ? (source.value ?? source.textContent.trim()) : button.dataset.copy;
  const done = await write(text, source);
  toast(done ? label("copied") : label("copy_failed"), done ? "success" : "warning");
});

// Browsers offer the clipboard on secure addresses only; elsewhere the old command still works.
async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
