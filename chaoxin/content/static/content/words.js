// A field of several short words (topics, names): shows what was understood and counts it against the most.
// The separators and marks are those of content/options.py.
const SEPARATORS = /[\s,，、;；]+/;
const MARKS = /^[#＃@＠]+|[#＃@＠]+$/g;

function words(text) {
  const found = text.split(SEPARATORS).map((part) => part.replace(MARKS, ""));
  return [...new Set(found.filter(Boolean))];
}

function show(field) {
  const found = words(field.value);
  const most = Number(field.dataset.wordsMost);
  const counter = document.querySelector(field.dataset.wordsTo);
  counter.textContent = `${found.length}/${most}`;
  counter.classList.add("char-count");
  counter.classList.toggle("is-over", found.length > most);
  const chips = found.map((word, place) => {
    const chip = document.createElement("span");
    const wrong = place >= most || [...word].length > Number(field.dataset.wordLongest);
    chip.className = wrong ? "badge bg-red-lt" : "badge bg-secondary-lt";
    chip.textContent = word;
    return chip;
  });
  document.querySelector(`[data-words-of="${field.name}"]`).replaceChildren(...chips);
}

for (const field of document.querySelectorAll("[data-words-to]")) {
  show(field);
  field.addEventListener("input", () => show(field));
}
