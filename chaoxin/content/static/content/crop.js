// Chooses the part of a picture that one channel gets: a rectangle of a fixed ratio, moved and resized by pointer,
// by touch and by keys. All measures are parts of the picture's width and height.
import { apply, enqueue, post } from "./saving.js";

const dialog = document.getElementById("crop-dialog");
const find = (name) => dialog.querySelector(`[data-crop-${name}]`);
const composer = document.querySelector("[data-composer]");
const [STEP, FAST, LEAST] = [0.01, 0.05, 0.15];
let [cut, opener, hold] = [null, null, null];

const within = (value, least, most) => Math.min(Math.max(value, least), Math.max(least, most));
const ratioOf = (text) => text.split(":").reduce((wide, high) => Number(wide) / Number(high));
const shape = () => find("image").naturalWidth / find("image").naturalHeight;
const widest = () => Math.min(1, ratioOf(cut.ratio) / shape());
const heightOf = (width) => (width * shape()) / ratioOf(cut.ratio);

function show() {
  const height = heightOf(cut.width);
  Object.assign(find("frame").style, { left: `${cut.left * 100}%`, top: `${cut.top * 100}%`, width: `${cut.width * 100}%`, height: `${height * 100}%` });
  find("size").value = Math.round((cut.width / widest()) * 100);
  const ratio = ratioOf(cut.ratio);
  Object.assign(find("preview").style, { aspectRatio: String(ratio), width: `min(100%, calc(var(--crop-room) * ${ratio}))` });
  Object.assign(find("shown").style, { width: `${100 / cut.width}%`, height: `${100 / height}%`, left: `${(-cut.left / cut.width) * 100}%`, top: `${(-cut.top / height) * 100}%` });
}

function moveTo(left, top) {
  cut.left = within(left, 0, 1 - cut.width);
  cut.top = within(top, 0, 1 - heightOf(cut.width));
  show();
}

function centerAt(x, y) {
  moveTo(x - cut.width / 2, y - heightOf(cut.width) / 2);
}

// Its middle stays where it is as far as the picture's edges allow.
function resize(width) {
  const [x, y] = [cut.left + cut.width / 2, cut.top + heightOf(cut.width) / 2];
  cut.width = within(width, widest() * LEAST, widest());
  centerAt(x, y);
}

function choose(ratio) {
  const [x, y] = cut.width ? [cut.left + cut.width / 2, cut.top + heightOf(cut.width) / 2] : [0.5, 0.5];
  dialog.querySelector(`[name="ratio"][value="${ratio}"]`).checked = true;
  cut.ratio = ratio;
  cut.width = widest();
  centerAt(x, y);
}

async function open(button) {
  opener = button;
  const kept = button.dataset.cropCut ? JSON.parse(button.dataset.cropCut) : null;
  const image = find("image");
  image.src = button.dataset.cropPicture;
  find("shown").src = button.dataset.cropPicture;
  await image.decode().catch(() => undefined);
  if (!image.naturalWidth) return;
  dialog.showModal();
  const ratios = [...dialog.querySelectorAll('[name="ratio"]')].map((input) => input.value);
  cut = { ratio: ratios[0], left: 0, top: 0, width: 0 };
  choose(kept && ratios.includes(kept.ratio) ? kept.ratio : ratios[0]);
  if (kept && kept.ratio === cut.ratio) {
    cut.width = within(kept.width, 0, widest());
    moveTo(kept.left, kept.top);
  }
  find("frame").focus();
}

function send(url, values, asset) {
  return enqueue(async () => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ ...values, channel: composer.dataset.channel })) data.set(name, value);
    const answer = await post(url, data);
    if (answer.status === 200) apply(answer.html);
    return answer.status === 200;
  }).then((done) => {
    if (!done) return;
    dialog.close();
    document.querySelector(`[data-crop="${asset}"]`)?.focus();
  });
}

function at(event) {
  const box = find("stage").getBoundingClientRect();
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
}

// The corner that lies across stays where it is.
function pull(corner, [x, y]) {
  const [right, bottom] = [hold.cut.left + hold.cut.width, hold.cut.top + heightOf(hold.cut.width)];
  const [west, north] = [corner.endsWith("w"), corner.startsWith("n")];
  const room = Math.min(west ? right : 1 - hold.cut.left, (north ? bottom : 1 - hold.cut.top) / heightOf(1));
  const wanted = Math.max(west ? right - x : x - hold.cut.left, (north ? bottom - y : y - hold.cut.top) / heightOf(1));
  cut.width = within(wanted, Math.min(widest() * LEAST, room), room);
  moveTo(west ? right - cut.width : hold.cut.left, north ? bottom - heightOf(cut.width) : hold.cut.top);
}

function follow() {
  const stage = find("stage");
  stage.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    const [x, y] = at(event);
    if (!event.target.closest("[data-crop-frame]")) centerAt(x, y);
    hold = { corner: event.target.dataset.corner, cut: { ...cut }, x, y };
    stage.setPointerCapture(event.pointerId);
    find("frame").focus();
  });
  stage.addEventListener("pointermove", (event) => {
    if (!hold) return;
    const [x, y] = at(event);
    if (hold.corner) pull(hold.corner, [x, y]);
    else moveTo(hold.cut.left + x - hold.x, hold.cut.top + y - hold.y);
  });
  for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, () => (hold = null));
  find("frame").addEventListener("keydown", byKey);
  find("size").addEventListener("input", (event) => resize((widest() * event.target.value) / 100));
  find("center").addEventListener("click", () => {
    cut.width = widest();
    centerAt(0.5, 0.5);
  });
  dialog.addEventListener("change", (event) => event.target.name === "ratio" && choose(event.target.value));
  find("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const button = find("apply");
    button.disabled = true;
    send(opener.dataset.cropUrl, cut, opener.dataset.crop).finally(() => (button.disabled = false));
  });
}

function byKey(event) {
  const step = event.shiftKey ? FAST : STEP;
  const ways = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  if (ways[event.key]) moveTo(cut.left + ways[event.key][0], cut.top + ways[event.key][1]);
  else if (["+", "="].includes(event.key)) resize(cut.width + FAST);
  else if (["-", "_"].includes(event.key)) resize(cut.width - FAST);
  else return;
  event.preventDefault();
}

if (dialog) {
  follow();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-crop]");
    if (button) open(button);
    const undo = event.target.closest("[data-crop-undo]");
    if (undo) send(undo.dataset.cropUndo, {}, undo.dataset.cropOf);
  });
}
