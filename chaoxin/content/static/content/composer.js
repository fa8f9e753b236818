// The composer: saving, marks, findings that can be put right with a click, ways out that save first.
import { toast } from "../shell/behaviours/toast.js";
import { areas, finding, follow, read } from "./marks.js";
import { enqueue, post, save, sentText, touch, word } from "./saving.js";
import "./crop.js";
import "./pictures.js";
import "./seeing.js";
import { write } from "./suggesting.js";
import { putAt } from "./typing.js";
import "./video.js";
import "./words.js";

for (const area of areas()) area.addEventListener("input", () => follow(area));
document.addEventListener("composer:applied", () => read(sentText));
read();

// Findings in an option's field are not tracked while somebody types: they are looked for where they are quoted.
function goToOption(element) {
  const field = document.getElementById(`option-${element.dataset.field}`);
  const start = field ? field.value.indexOf(element.dataset.quoted) : -1;
  field?.focus();
  if (start < 0) return null;
  field.setSelectionRange(start, start + element.dataset.quoted.length);
  return field;
}

function goTo(element) {
  const index = [...document.querySelectorAll("[data-finding]")].indexOf(element);
  const found = finding(index);
  const area = areas().find((entry) => entry.name === element.dataset.field);
  if (!area) return goToOption(element);
  if (!found) return null;
  area.focus();
  area.setSelectionRange(found.start, found.end);
  area.scrollIntoView({ block: "center", behavior: "smooth" });
  return area;
}

function replace(button) {
  const element = button.closest("[data-finding]");
  const area = goTo(element);
  if (!area) return;
  if (area.readOnly) toast(word("inherited"), "info");
  else if (area.matches(".paper-text")) putAt([...document.querySelectorAll("[data-finding]")].indexOf(element), area, button.dataset.substitute);
  else write(button.dataset.substitute);
}

document.addEventListener("click", async (event) => {
  const go = event.target.closest("[data-go]");
  if (go) goTo(go.closest("[data-finding]"));
  const substitute = event.target.closest("[data-substitute]");
  if (substitute) replace(substitute);
  const link = event.target.closest("a[data-flush]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    if (await save()) location.href = link.href;
  }
  const change = event.target.closest("[data-flush-post]");
  if (change) await flushAndPost(change);
  if (event.target.closest("[data-submit-draft]") && (await save())) {
    document.getElementById("submit-result").replaceChildren();
    document.getElementById("submit-dialog").showModal();
  }
});

async function flushAndPost(button) {
  if (!(await save())) return;
  const data = new FormData();
  data.set(button.dataset.name, button.dataset.value);
  const answer = await enqueue(() => post(button.dataset.flushPost, data));
  if (answer.goTo) location.href = answer.goTo;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-flush]")) return;
  event.preventDefault();
  if (await save()) form.submit();
});

document.addEventListener("change", async (event) => {
  const own = event.target.closest("[data-own]");
  if (own) await setOwn(own);
  if (event.target.matches("[data-reload]") && (await save())) location.reload();
});

async function setOwn(box) {
  const fields = document.querySelectorAll(`.paper-text[name="${box.dataset.own}"], [data-own-field="${box.dataset.own}"]`);
  for (const field of fields) {
    if (field.type === "checkbox") field.disabled = !box.checked;
    else field.readOnly = !box.checked;
  }
  touch();
  if (box.checked) fields[0]?.focus();
  else if (await save()) location.reload();
}

// A title is one line: Enter goes on to the text.
document.querySelector('.paper-text[name="title"]')?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  document.querySelector('.paper-text[name="body"]')?.focus();
});
