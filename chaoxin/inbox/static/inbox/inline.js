// Marks findings in a reply while it is written; the form asks the gate by itself, this draws what it answers.
import { moved, paint, place } from "../content/marks.js";
import { suggestFor } from "../content/suggesting.js";
import { onContent } from "../shell/behaviours/on-content.js";

let tracked = [];
let before = "";
const text = () => document.querySelector("[data-inline-text]");

function draw(area) {
  const layer = area.parentElement.querySelector(".inline-marks");
  paint(area, layer, tracked);
  layer.scrollTop = area.scrollTop;
}

function follow(area) {
  tracked = tracked.map((finding) => moved(finding, before, area.value)).filter(Boolean);
  before = area.value;
  draw(area);
}

function read(answer) {
  const area = text();
  if (!area) return;
  const found = JSON.parse(answer.dataset.findings || "[]");
  tracked = found.filter((finding) => finding.quoted).map((finding) => place(finding, area.value)).filter(Boolean);
  before = area.value;
  draw(area);
  document.dispatchEvent(new CustomEvent("findings-read"));
}

function note(area, finding, chosen) {
  const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers:inherited")) };
  const data = new FormData();
  for (const [name, value] of Object.entries({ rule: finding.rule, quoted: finding.quoted, chosen, field: area.name })) data.set(name, value);
  fetch(area.dataset.replaced, { method: "POST", body: data, headers, keepalive: true, credentials: "same-origin" }).catch(() => undefined);
}

onContent("[data-inline-text]", (area) => {
  area.addEventListener("input", () => follow(area));
  area.addEventListener("scroll", () => draw(area));
});
onContent("#reply-findings", read);
suggestFor("[data-inline-text]", () => tracked, note);
