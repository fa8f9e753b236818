// Words in the person's language, given by the page.
const words = JSON.parse(document.getElementById("behaviour-labels")?.textContent || "{}");

export function label(key, values = {}) {
  return (words[key] || key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
