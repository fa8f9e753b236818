// Asks for findings in what is being typed, soon after each pause and long before it is saved; the last question counts.
import { areas, finding, foundIn, read } from "./marks.js";
import { put, suggestFor } from "./suggesting.js";

const PAUSE_MS = 300;
const composer = document.querySelector("[data-composer]");
let timer = 0;
let asking = null;

function headers() {
  return { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers:inherited")) };
}

function texts() {
  return Object.fromEntries(areas().map((area) => [area.name, area.value]));
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const asked = texts();
  const data = new FormData();
  for (const [name, text] of Object.entries(asked)) data.set(name, text);
  data.set("channel", composer.dataset.channel);
  try {
    const answer = await fetch(composer.dataset.check, { method: "POST", body: data, headers: headers(), signal: asking.signal, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const html = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("findings").replaceWith(html.getElementById("findings"));
    read((name) => asked[name]);
  } catch {
    // A newer question took its place, or there is no connection: the next saving asks again.
  }
}

export function askSoon() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE_MS);
}

// What is kept of a replacement is the audit trail's; a lost line must not disturb who writes.
function note(area, found, chosen) {
  const data = new FormData();
  for (const [name, value] of Object.entries({ rule: found.rule, quoted: found.quoted, chosen, field: area.name })) data.set(name, value);
  fetch(composer.dataset.replaced, { method: "POST", body: data, headers: headers(), keepalive: true, credentials: "same-origin" }).catch(() => undefined);
}

export function putAt(index, area, chosen) {
  const found = finding(index);
  if (found) put(area, found, chosen, note);
}

for (const area of areas()) {
  area.addEventListener("input", (event) => event.isComposing || askSoon());
  area.addEventListener("compositionend", askSoon);
}
suggestFor(".paper-text", foundIn, note);
