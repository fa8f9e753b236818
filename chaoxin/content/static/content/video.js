// The video of a draft: sent with a progress line, put into the draft, its cover chosen.
import { toast } from "../shell/behaviours/toast.js";
import { Sending } from "./sending.js";
import { apply, enqueue, post } from "./saving.js";

const composer = document.querySelector("[data-composer]");
const lines = document.querySelector("[data-film-lines]");
const words = JSON.parse(lines.dataset.words);
const kept = `upload:${location.pathname}`;
let sending = null;

const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_all, name) => values[name]);
const section = () => document.getElementById("video");

function inUnits(octets) {
  if (octets >= 1e6) return `${(octets / 1e6).toFixed(1)} MB`;
  return `${Math.ceil(octets / 1e3)} kB`;
}

function inTime(seconds) {
  if (seconds >= 5400) return say("hours", { n: Math.round(seconds / 3600) });
  return seconds >= 90 ? say("minutes", { n: Math.round(seconds / 60) }) : say("seconds", { n: Math.max(1, Math.ceil(seconds)) });
}

function act(url, values = {}) {
  section().setAttribute("aria-busy", "true");
  return enqueue(async () => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ ...values, channel: composer.dataset.channel })) data.set(name, value);
    const answer = await post(url, data);
    if (answer.status === 200) apply(answer.html);
    section().removeAttribute("aria-busy");
  });
}

function button(key, icon, work) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm btn-icon", title: words[key], onclick: work });
  made.setAttribute("aria-label", words[key]);
  made.append(Object.assign(document.createElement("i"), { className: `ti ti-${icon}` }));
  return made;
}

function lineOf(name) {
  const row = Object.assign(document.createElement("div"), { className: "film-line" });
  const title = Object.assign(document.createElement("strong"), { textContent: name });
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  const note = Object.assign(document.createElement("span"), { className: "text-secondary small figures" });
  row.append(title, bar, note);
  lines.replaceChildren(row);
  return { row, bar, note };
}

function show({ bar, note, hold }, told) {
  bar.value = told.percent;
  if (told.state === "checking") bar.removeAttribute("value");
  hold.hidden = told.state === "checking";
  note.textContent = say(told.state, { percent: told.percent, speed: inUnits(told.speed), left: inTime(told.left) });
  localStorage.setItem(kept, JSON.stringify({ name: sending.file.name, percent: told.percent, url: told.url }));
}

async function send(file) {
  if (sending) return toast(words.one_at_a_time, "info");
  const line = lineOf(file.name);
  sending = new Sending(file, lines.dataset.workspace, (told) => show(line, told));
  line.hold = button("pause", "player-pause", () => {
    if (sending.paused) sending.resume();
    else sending.pause();
    line.hold.replaceWith((line.hold = Object.assign(button(sending.paused ? "resume" : "pause", sending.paused ? "player-play" : "player-pause", line.hold.onclick))));
  });
  line.row.append(line.hold, button("cancel", "x", () => sending.cancel()));
  try {
    const asset = await sending.run();
    if (asset) await act(section().dataset.film, { asset });
  } catch (error) {
    toast(say("failed", { reason: error.message || words.stopped }), "danger");
  }
  localStorage.removeItem(kept);
  sending = null;
  line.row.remove();
}

// What was not sent to its end before the page was closed.
function remind() {
  const left = JSON.parse(localStorage.getItem(kept) || "null");
  if (!left) return;
  const { row, bar, note } = lineOf(left.name);
  bar.value = left.percent;
  note.textContent = say("resume_hint", left);
  row.append(button("cancel", "x", () => {
    localStorage.removeItem(kept);
    row.remove();
    const headers = { "X-Workspace": lines.dataset.workspace, ...JSON.parse(document.body.getAttribute("hx-headers:inherited")) };
    if (left.url) fetch(left.url, { method: "DELETE", headers, credentials: "same-origin" });
  }));
}

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-film-file]") || !event.target.files.length) return;
  send(event.target.files[0]);
  event.target.value = "";
});

document.addEventListener("click", (event) => {
  const own = event.target.closest("[data-film-post]");
  if (own) act(own.dataset.filmPost, own.dataset.asset ? { asset: own.dataset.asset } : {});
  const strip = event.target.closest("[data-film-cover]");
  if (!strip) return;
  const chosen = event.target.closest("button");
  if (chosen?.dataset.coverAt) act(strip.dataset.filmCover, { at: chosen.dataset.coverAt });
  else if (chosen && "coverPicture" in chosen.dataset) act(strip.dataset.filmCover, { picture: chosen.dataset.coverPicture });
  else if (chosen && "coverNow" in chosen.dataset) act(strip.dataset.filmCover, { at: String(section().querySelector("[data-film-player]").currentTime) });
});

document.addEventListener("error", (event) => {
  if (event.target.matches?.("[data-film-player]")) section().querySelector("[data-film-unplayable]").hidden = false;
}, true);

const isFilm = (file) => file.type.startsWith("video/") || /\.(mkv|flv)$/i.test(file.name);
document.addEventListener("dragover", (event) => event.target.closest?.(".film") && event.preventDefault());
document.addEventListener("drop", (event) => {
  const film = [...(event.dataTransfer?.files ?? [])].find(isFilm);
  if (!event.target.closest?.(".pictures") || !film) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  for (const over of document.querySelectorAll(".is-over")) over.classList.remove("is-over");
  send(film);
}, true);

window.addEventListener("beforeunload", (event) => {
  if (sending && !sending.paused) event.preventDefault();
});
remind();
