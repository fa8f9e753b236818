// <time datetime="…" data-relative>: keeps the text as "3 分钟前"; the absolute time stays in the title.
import { label } from "./labels.js";
import { onContent } from "./on-content.js";

const MINUTE = 60, HOUR = 3600, DAY = 86400, WEEK = 7 * DAY;
const shown = new Set();

function words(seconds) {
  const past = seconds >= 0, distance = Math.abs(seconds);
  if (distance < MINUTE) return label("just_now");
  const [key, size] = distance < HOUR ? ["minutes", MINUTE] : distance < DAY ? ["hours", HOUR] : ["days", DAY];
  return label(past ? `${key}_ago` : `in_${key}`, { n: Math.floor(distance / size) });
}

function write(element) {
  const seconds = (Date.now() - new Date(element.dateTime).getTime()) / 1000;
  if (Number.isNaN(seconds)) return;
  element.textContent = Math.abs(seconds) < WEEK ? words(seconds) : element.title;
}

onContent("time[data-relative]", (element) => {
  element.title ||= element.textContent.trim();
  shown.add(element);
  write(element);
});

setInterval(() => {
  for (const element of shown) element.isConnected ? write(element) : shown.delete(element);
}, 30_000);
