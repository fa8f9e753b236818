// Pictures of a draft: taken in by dropping, pasting or choosing; put in order by dragging or with the arrow keys.
import { toast } from "../shell/behaviours/toast.js";
import { apply, enqueue, post, word } from "./saving.js";

const composer = document.querySelector("[data-composer]");
const list = () => document.querySelector(".picture-list");
let dragged = null;

function withChannel(data) {
  data.set("channel", composer.dataset.channel);
  return data;
}

function act(url, data = new FormData()) {
  return enqueue(async () => {
    const answer = await post(url, withChannel(data));
    if (answer.status === 200) apply(answer.html);
  });
}

function order(focused) {
  const data = new FormData();
  for (const item of list().querySelectorAll(".picture")) data.append("order", item.dataset.asset);
  act(composer.dataset.picturesOrder, data).then(() => {
    if (focused) document.querySelector(`.picture[data-asset="${focused}"]`)?.focus();
  });
}

function upload(file, url) {
  const row = document.createElement("div");
  row.className = "upload-line";
  row.append(Object.assign(document.createElement("span"), { textContent: file.name }), Object.assign(document.createElement("progress"), { max: 1, value: 0 }));
  document.querySelector("[data-upload-lines]")?.append(row);
  return enqueue(() => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("HX-Request", "true");
    for (const [name, value] of Object.entries(JSON.parse(document.body.getAttribute("hx-headers:inherited")))) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => { row.lastChild.value = event.lengthComputable ? event.loaded / event.total : 0.5; };
    request.onerror = () => { toast(word("upload_failed"), "danger"); row.remove(); resolve(); };
    request.onload = () => {
      const waiting = [...document.querySelectorAll(".upload-line")].filter((line) => line !== row);
      const told = JSON.parse(request.getResponseHeader("HX-Trigger") || "{}");
      row.remove();
      if (request.status === 200) apply(request.responseText);
      else toast(told.toast ? `${file.name}：${told.toast.text}` : word("upload_failed"), "danger");
      document.querySelector("[data-upload-lines]")?.append(...waiting);
      resolve();
    };
    const data = withChannel(new FormData());
    data.set("file", file, file.name);
    request.send(data);
  }));
}

function takeIn(files) {
  const input = document.querySelector("[data-upload]");
  for (const file of files) upload(file, input.dataset.upload);
}

function chosen(input) {
  takeIn([...input.files]);
  input.value = "";
}

// What was chosen before this was loaded.
const early = document.querySelector("[data-upload]");
if (early?.files.length) chosen(early);

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-upload]")) chosen(event.target);
  const facts = event.target.closest("[data-picture-form]");
  if (facts) act(facts.action, new FormData(facts));
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-picture-form]")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const remove = event.target.closest("[data-detach]");
  if (remove) act(remove.dataset.detach);
  const insert = event.target.closest("[data-insert-picture]");
  if (!insert) return;
  const item = insert.closest(".picture");
  const body = document.querySelector('.paper-text[name="body"]');
  if (body.readOnly) return toast(word("inherited"), "info");
  const alt = item.querySelector('[name="alt"]').value.replace(/[[\]\n]/g, "");
  const before = body.value.slice(0, body.selectionStart);
  const gap = before && !before.endsWith("\n\n") ? (before.endsWith("\n") ? "\n" : "\n\n") : "";
  body.focus();
  document.execCommand("insertText", false, `${gap}![${alt}](pic:${item.dataset.key})\n\n`);
});

document.addEventListener("keydown", (event) => {
  const item = event.target;
  if (!item.matches?.(".picture") || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const other = event.key === "ArrowLeft" ? item.previousElementSibling : item.nextElementSibling;
  if (!other?.matches(".picture")) return;
  event.preventDefault();
  if (event.key === "ArrowLeft") other.before(item);
  else other.after(item);
  order(item.dataset.asset);
});

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".picture");
  if (dragged) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => {
  const drop = event.target.closest?.(".pictures");
  if (!drop) return;
  event.preventDefault();
  const over = event.target.closest(".picture");
  if (!dragged) drop.classList.add("is-over");
  else if (over && over !== dragged) {
    const box = over.getBoundingClientRect();
    if (event.clientX < box.left + box.width / 2) over.before(dragged);
    else over.after(dragged);
  }
});
document.addEventListener("dragleave", (event) => event.target.closest?.(".pictures")?.classList.remove("is-over"));
document.addEventListener("drop", (event) => {
  const drop = event.target.closest?.(".pictures");
  if (!drop) return;
  event.preventDefault();
  drop.classList.remove("is-over");
  if (!dragged && event.dataTransfer.files.length) takeIn([...event.dataTransfer.files]);
});
document.addEventListener("dragend", () => {
  if (dragged) order();
  dragged = null;
});
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  if (files.length && document.querySelector("[data-upload]")) {
    event.preventDefault();
    takeIn(files);
  }
});
