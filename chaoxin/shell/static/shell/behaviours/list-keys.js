// In [data-list], j and k move over [data-list-item], Enter opens its [data-list-open] or first link, x ticks its box;
// a key clicks the [data-list-key] of that name in the item; data-list-keep keeps the place where the list is drawn anew,
// and when one comes back to its page. data-list-keys="always" also takes the arrow keys, even while typing.
import { onContent } from "./on-content.js";

const LIST = "[data-list-keys], [data-list]";
const ITEM = "[data-list-item]";

function isTyping(element) {
  return element?.matches?.("input:not([type='checkbox'], [type='radio']), textarea, select, [contenteditable='true']");
}

function currentList() {
  const dialog = document.querySelector("dialog[open]");
  if (dialog) return dialog.querySelector(LIST);
  const item = document.querySelector(`.frame-content ${ITEM}`);
  return document.activeElement?.closest?.(LIST) || item?.closest(LIST);
}

let drawn = false;
const shown = (list) => [...list.querySelectorAll(ITEM)].filter((item) => item.offsetParent !== null);
const placeOf = () => `list:${location.pathname}${location.search}`;

function move(list, step) {
  const items = shown(list);
  const at = items.findIndex((item) => item.classList.contains("is-at"));
  goTo(items, Math.max(at + step, 0), list);
}

function goTo(items, wanted, list) {
  if (!items.length) return;
  const at = Math.min(wanted, items.length - 1);
  for (const item of items) item.classList.toggle("is-at", item === items[at]);
  items[at].scrollIntoView({ block: "nearest" });
  if ("listKeep" in list.dataset) sessionStorage.setItem(placeOf(), String(at));
}

function press(list, key) {
  const element = list.querySelector(`${ITEM}.is-at [data-list-key="${CSS.escape(key)}"]`);
  element?.click();
  return Boolean(element);
}

onContent("[data-list-keep]", (list) => {
  const kept = sessionStorage.getItem(placeOf());
  const comesAnew = !drawn && performance.getEntriesByType("navigation")[0]?.type === "navigate";
  drawn = true;
  if (kept !== null && !comesAnew) goTo(shown(list), Number(kept), list);
  else sessionStorage.removeItem(placeOf());
});

function open(list) {
  const item = list.querySelector(`${ITEM}.is-at`);
  const link = item?.matches("a") ? item : item?.querySelector("[data-list-open], a[href]");
  link?.click();
  return Boolean(link);
}

function tick(list) {
  const box = list.querySelector(`${ITEM}.is-at [data-check-item]`);
  box?.click();
  return Boolean(box);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const list = currentList();
  if (!list) return;
  const always = list.dataset.listKeys === "always";
  if (isTyping(event.target) && !always) return;
  const step = { ArrowDown: always ? 1 : 0, ArrowUp: always ? -1 : 0 }[event.key] || (isTyping(event.target) ? 0 : { j: 1, k: -1 }[event.key] || 0);
  if (step) {
    event.preventDefault();
    move(list, step);
  } else if (event.key === "x" && !isTyping(event.target) && tick(list)) {
    event.preventDefault();
  } else if (event.key.length === 1 && !isTyping(event.target) && press(list, event.key)) {
    event.preventDefault();
  } else if (event.key === "Enter" && !event.target.matches("a, button, summary") && open(list)) {
    event.preventDefault();
  }
});
