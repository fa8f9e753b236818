// <time datetime="…" data-countdown data-soon-minutes="120">: time left until then, or by how much it is over.
import { label } from "./labels.js";
import { onContent } from "./on-content.js";

const shown = new Set();

function clock(seconds) {
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  const two = (n) => String(n).padStart(2, "0");
  if (days) return label("days", { n: days });
  return `${two(hours)}:${two(minutes)}:${two(Math.floor(seconds) % 60)}`;
}

function write(element) {
  const left = (new Date(element.dateTime).getTime() - Date.now()) / 1000;
  if (Number.isNaN(left)) return;
  element.textContent = label(left >= 0 ? "left" : "overdue", { time: clock(Math.abs(left)) });
  element.classList.toggle("is-over", left < 0);
  element.classList.toggle("is-soon", left >= 0 && left < 60 * Number(element.dataset.soonMinutes || 120));
}

onContent("time[data-countdown]", (element) => {
  element.classList.add("countdown");
  element.title ||= element.textContent.trim();
  shown.add(element);
  write(element);
});

setInterval(() => {
  for (const element of shown) element.isConnected ? write(element) : shown.delete(element);
}, 1000);
