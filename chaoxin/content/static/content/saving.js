// Sends the composer's form after a pause in typing, one request after another, and keeps what was typed in this
// browser until it is saved. Every other change of the draft goes through the same line (enqueue), so that the
// number that guards against overwriting is always the latest.
import { toast } from "../shell/behaviours/toast.js";
import { apply, enqueue, post } from "./line.js";

export { apply, enqueue, post };

const PAUSE_MS = 1200;
const RETRY_MS = 8000;
const TEXTS = ["title", "body", "summary", "link"];
const form = document.querySelector("[data-composer-form]");
const status = document.getElementById("save-state");
const words = JSON.parse(status.dataset.words);
const storage = `composer:${location.pathname}${location.search}`;

let timer = 0;
let dirty = false;
let held = false;
let sent = {};

export const word = (key) => words[key];
export const sentText = (name) => sent[name];

function show(state) {
  status.dataset.state = state === "offline" ? "failed" : state;
  status.textContent = word(state);
}

function snapshot() {
  return Object.fromEntries(TEXTS.map((name) => [name, form.elements[name]?.value ?? ""]));
}

function backUp() {
  const number = document.getElementById("draft-number").value;
  localStorage.setItem(storage, JSON.stringify({ number, at: Date.now(), texts: snapshot() }));
}

export function touch() {
  dirty = true;
  backUp();
  show("unsaved");
  clearTimeout(timer);
  if (!held) timer = setTimeout(save, PAUSE_MS);
}

function fail(state, again) {
  dirty = true;
  show(state);
  if (again) timer = setTimeout(save, RETRY_MS);
  return false;
}

async function send() {
  if (!dirty) return true;
  if (held) return false;
  dirty = false;
  show("saving");
  sent = snapshot();
  const data = new FormData(form);
  data.set("expected_number", document.getElementById("draft-number").value);
  let answer;
  try {
    answer = await post(form.action, data);
  } catch {
    return fail("offline", true);
  }
  if (answer.status === 409) held = true;
  if (answer.goTo) return fail("signed_out", true);
  if (answer.status >= 500) return fail("failed", true);
  if (answer.html) apply(answer.html);
  if (answer.status !== 200) return fail("failed", false);
  if (!dirty) {
    localStorage.removeItem(storage);
    show("saved");
  }
  return true;
}

export function save() {
  clearTimeout(timer);
  return enqueue(send);
}

export function discard() {
  dirty = false;
  held = false;
  localStorage.removeItem(storage);
}

function restore() {
  const kept = JSON.parse(localStorage.getItem(storage) || "null");
  if (!kept) return;
  const changed = TEXTS.filter((name) => {
    const field = form.elements[name];
    return field && !field.readOnly && field.type !== "hidden" && kept.texts[name] !== field.value;
  });
  if (!changed.length) return localStorage.removeItem(storage);
  for (const name of changed) form.elements[name].value = kept.texts[name];
  document.getElementById("draft-number").value = kept.number;
  toast(word("restored"), "info");
  touch();
}

form.addEventListener("input", (event) => {
  if (!event.isComposing) touch();
  else dirty = true;
});
form.addEventListener("compositionend", touch);
form.addEventListener("change", (event) => {
  if (event.target.matches("select, [type='checkbox'], [type='radio']")) touch();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});

document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-conflict]");
  if (!choice) return;
  const dialog = choice.closest("dialog");
  const { number } = dialog.dataset;
  dialog.close();
  dialog.remove();
  if (choice.dataset.conflict === "theirs") {
    discard();
    location.reload();
    return;
  }
  held = false;
  document.getElementById("draft-number").value = number;
  touch();
  save();
});

window.addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});
window.addEventListener("online", () => dirty && save());
restore();
