// Asks what was seen in pictures as long as a worker looks into one, and begins or stops such a look.
import { apply, enqueue, post } from "./line.js";

const PAUSE_MS = 2500;
const composer = document.querySelector("[data-composer]");
let timer = 0;

function address(url) {
  return composer.dataset.channel ? `${url}?channel=${composer.dataset.channel}` : url;
}

async function ask() {
  timer = 0;
  try {
    const answer = await fetch(address(composer.dataset.seen), { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (answer.ok && !answer.redirected) apply(await answer.text());
  } catch {
    // Without a connection the next turn asks again.
  }
  watch();
}

function watch() {
  if (!timer && document.querySelector("[data-seeing]")) timer = setTimeout(() => enqueue(ask), PAUSE_MS);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-seen-post]");
  if (!button) return;
  button.disabled = true;
  const data = new FormData();
  data.set("channel", composer.dataset.channel);
  if (button.dataset.name) data.set(button.dataset.name, button.dataset.value);
  const answer = await enqueue(() => post(button.dataset.seenPost, data));
  if (answer.status === 200) apply(answer.html);
  else button.disabled = false;
});

// Where a film comes from is said for the whole workspace.
document.addEventListener("change", async (event) => {
  const form = event.target.closest("[data-film-known]");
  if (!form) return;
  const answer = await enqueue(() => post(form.action, new FormData(form)));
  if (answer.status >= 300) return;
  enqueue(ask);
  document.body.dispatchEvent(new Event("film:known"));
});

document.addEventListener("composer:applied", watch);
watch();
