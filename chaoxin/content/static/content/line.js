// The one line through which every change of a draft goes, so that no two requests of a page overtake each other.
import { toast } from "../shell/behaviours/toast.js";

let line = Promise.resolve();

export function enqueue(job) {
  const run = line.then(job, job);
  line = run.catch(() => undefined);
  return run;
}

export async function post(url, data) {
  const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers:inherited")) };
  const response = await fetch(url, { method: "POST", body: data, headers, credentials: "same-origin" });
  const told = JSON.parse(response.headers.get("HX-Trigger") || "{}");
  if (told.toast) toast(told.toast.text, told.toast.level);
  return { status: response.status, html: await response.text(), goTo: response.headers.get("HX-Redirect") };
}

// Puts every element of an answer in the place of the one with its id; one without a place is added to the page.
export function apply(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  for (const node of [...answer.body.children]) {
    const current = node.id && document.getElementById(node.id);
    if (current) current.replaceWith(node);
    else if (node.matches("dialog")) document.body.append(node);
    window.htmx?.process(node);
  }
  document.dispatchEvent(new CustomEvent("composer:applied"));
}
