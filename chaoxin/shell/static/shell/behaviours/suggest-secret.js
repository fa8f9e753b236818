// data-suggest-for="#field" data-suggest-length="32" puts a random value of letters and digits into the field and
// copies it, for secrets that both sides have to know.
import { label } from "./labels.js";
import { toast } from "./toast.js";

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

// Values past the last full round of signs are thrown away, so that every sign is equally likely.
function random(length) {
  const limit = 256 - (256 % SIGNS.length);
  let made = "";
  while (made.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < limit && made.length < length) made += SIGNS[byte % SIGNS.length];
    }
  }
  return made;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-suggest-for]");
  if (!button) return;
  const field = document.querySelector(button.dataset.suggestFor);
  field.value = random(Number(button.dataset.suggestLength));
  field.type = "text";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  try {
    await navigator.clipboard.writeText(field.value);
    toast(label("copied"));
  } catch {
    field.select();
    toast(label("copy_failed"), "warning");
  }
});
