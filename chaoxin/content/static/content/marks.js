// Marks findings inside the texts: a layer behind each text area draws the same words with the places colored.
// The server counts characters, the browser UTF-16 units; places move along while somebody goes on typing.

let tracked = [];
const texts = new Map();

function offsets(text) {
  const places = [0];
  for (const sign of text) places.push(places[places.length - 1] + sign.length);
  return places;
}

// The finding with its place in UTF-16 units; where the text is another by now, where its words stand.
export function place(finding, text) {
  const units = offsets(text);
  let start = units[finding.start];
  let end = units[finding.end];
  if (text.slice(start, end) !== finding.quoted) {
    start = text.indexOf(finding.quoted);
    end = start + finding.quoted.length;
  }
  return start < 0 ? null : { ...finding, start, end };
}

// The finding where its words stand after the text has changed, null where they were changed themselves.
export function moved(finding, before, after) {
  let head = 0;
  const most = Math.min(before.length, after.length);
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  if (finding.end <= head) return finding;
  if (finding.start < before.length - tail) return null;
  const by = after.length - before.length;
  return { ...finding, start: finding.start + by, end: finding.end + by };
}

// Draws the area's words into the layer behind it, with the places of the findings colored.
export function paint(area, layer, findings) {
  const found = [...findings].sort((one, other) => one.start - other.start);
  layer.replaceChildren();
  let at = 0;
  for (const finding of found) {
    if (finding.start < at) continue;
    layer.append(area.value.slice(at, finding.start));
    const mark = document.createElement("mark");
    mark.className = `mark-${finding.settled ? "settled" : finding.severity}`;
    mark.textContent = area.value.slice(finding.start, finding.end);
    layer.append(mark);
    at = finding.end;
  }
  layer.append(`${area.value.slice(at)}\n`);
}

const draw = (area) => paint(area, area.parentElement.querySelector(".paper-marks"), foundIn(area));

function fit(area) {
  const count = document.querySelector(`[data-length-of="${area.name}"]`);
  if (count) count.textContent = String([...area.value].length);
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}

export const areas = () => [...document.querySelectorAll(".paper-text")];
export const finding = (index) => tracked[index];
export const foundIn = (area) => tracked.filter((entry) => entry?.field === area.name);

// Takes the findings of #findings; `asSent(name)` is the text that they were found in, if it was sent from here.
export function read(asSent = () => undefined) {
  const found = JSON.parse(document.getElementById("findings").dataset.findings || "[]");
  const fields = Object.fromEntries(areas().map((area) => [area.name, area]));
  tracked = found.map((entry) => {
    const area = fields[entry.field];
    if (!area) return null;
    const before = asSent(entry.field) ?? area.value;
    const placed = place(entry, before);
    return placed && before !== area.value ? moved(placed, before, area.value) : placed;
  });
  for (const area of areas()) {
    texts.set(area.name, area.value);
    draw(area);
    fit(area);
  }
  document.dispatchEvent(new CustomEvent("findings-read"));
}

export function follow(area) {
  const before = texts.get(area.name) ?? "";
  tracked = tracked.map((entry) => (entry?.field === area.name ? moved(entry, before, area.value) : entry));
  texts.set(area.name, area.value);
  draw(area);
  fit(area);
}
