// In [data-list], j and k move over [data-list-item], Enter opens its [data-list-open] or first link, x ticks its box;
// data-list-keys="always" also takes the arrow keys, even while typing.
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

function move(list, step) {
  const items = [...list.querySelectorAll(ITEM)].filter((item) => item.offsetParent !== null);
  if (!items.length) return;
  const at = items.findIndex((item) => item.classList.contains("is-at"));
  const next = items[Math.min(Math.max(at + step, 0), items.length - 1)];
  if (at >= 0) items[at].classList.remove("is-at");
  next.classList.add("is-at");
  next.scrollIntoView({ block: "nearest" });
}

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
  } else if (event.key === "Enter" && !event.target.matches("a, button, summary") && open(list)) {
    event.preventDefault();
  }
});
