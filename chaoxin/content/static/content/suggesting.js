// While the caret stands in a marked word, a line below the text says why and offers what could stand there. Alt+Enter
// puts the chosen one in its place, Alt+↓ and Alt+↑ choose another, a click does both. Words are typed through the
// browser's own command, so that Ctrl+Z takes them back.
const REMOVE = "删去";
const bar = () => document.querySelector("[data-suggest]");

let sources = [];
let shown = null;

// `findingsIn(area)` answers findings with places in the area's text; `replaced` hears of every word that was replaced.
export function suggestFor(matches, findingsIn, replaced) {
  sources.push({ matches, findingsIn, replaced });
}

// In the place of what is selected.
export function write(chosen) {
  if (chosen === REMOVE) document.execCommand("delete");
  else document.execCommand("insertText", false, chosen);
}

export function put(area, finding, chosen, replaced) {
  area.focus();
  area.setSelectionRange(finding.start, finding.end);
  write(chosen);
  replaced(area, finding, chosen);
}

function atCaret(area, source) {
  const at = area.selectionStart;
  return source.findingsIn(area).find((finding) => finding.start <= at && at <= finding.end && area.selectionEnd <= finding.end);
}

function look() {
  const area = document.activeElement;
  const source = sources.find((entry) => area?.matches?.(entry.matches));
  if (!source || area.readOnly) return hide();
  const finding = atCaret(area, source);
  if (!finding) return hide();
  if (shown?.area === area && shown.finding.start === finding.start && shown.finding.quoted === finding.quoted) return;
  show(area, finding, source);
}

function show(area, finding, source) {
  const line = bar();
  if (!line) return;
  shown = { area, finding, source, chosen: 0 };
  line.querySelector("[data-suggest-word]").textContent = finding.quoted;
  line.querySelector("[data-suggest-why]").textContent = finding.why;
  const advice = line.querySelector("[data-suggest-advice]");
  advice.hidden = !finding.advice.length;
  advice.querySelector("span").textContent = finding.advice.join(advice.dataset.between);
  line.dataset.severity = finding.severity;
  const pattern = line.querySelector("template").content.firstElementChild;
  const place = line.querySelector("[data-suggest-choices]");
  const choices = finding.substitutes.map((text) => {
    const button = pattern.cloneNode(true);
    button.textContent = text === REMOVE ? place.dataset.remove : text;
    button.dataset.choice = text;
    return button;
  });
  place.replaceChildren(...choices);
  line.querySelector("[data-suggest-keys]").hidden = !choices.length;
  (area.closest("[data-suggest-after]") ?? area).after(line);
  line.hidden = false;
  choose(0);
}

function hide() {
  shown = null;
  const line = bar();
  if (line && !line.hidden && !line.contains(document.activeElement)) line.hidden = true;
}

function choose(place) {
  const buttons = [...bar().querySelectorAll("[data-choice]")];
  if (!buttons.length) return;
  shown.chosen = (place + buttons.length) % buttons.length;
  for (const [number, button] of buttons.entries()) button.setAttribute("aria-current", String(number === shown.chosen));
}

function take(place) {
  const { area, finding, source } = shown;
  const chosen = finding.substitutes[place];
  if (chosen === undefined) return;
  shown = null;
  bar().hidden = true;
  put(area, finding, chosen, source.replaced);
}

document.addEventListener("selectionchange", look);
document.addEventListener("input", () => setTimeout(look));
document.addEventListener("findings-read", look);

document.addEventListener("keydown", (event) => {
  if (!shown || !event.altKey || event.target !== shown.area || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(shown.chosen + step);
  else if (event.key === "Enter") take(shown.chosen);
  else return;
  event.preventDefault();
});

// The text keeps the focus, and the caret stays where it is.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-choice]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-choice]");
  if (button && shown) take([...bar().querySelectorAll("[data-choice]")].indexOf(button));
});
