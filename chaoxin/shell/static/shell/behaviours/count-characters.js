// data-count-to="#counter" on a field writes its length there; data-count-limit marks going over.
import { onContent } from "./on-content.js";

function write(field) {
  const counter = document.querySelector(field.dataset.countTo);
  if (!counter) return;
  const length = [...field.value].length;
  const limit = Number(field.dataset.countLimit || 0);
  counter.textContent = limit ? `${length}/${limit}` : String(length);
  counter.classList.add("char-count");
  counter.classList.toggle("is-over", Boolean(limit) && length > limit);
}

onContent("[data-count-to]", (field) => {
  write(field);
  field.addEventListener("input", () => write(field));
  field.form?.addEventListener("reset", () => setTimeout(() => write(field)));
});
