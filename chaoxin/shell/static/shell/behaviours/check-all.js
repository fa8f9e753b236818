// data-check-all="name" ticks all boxes of that name in the same form; [data-check-count] shows how many.
function write(form) {
  const boxes = [...form.querySelectorAll("[data-check-item]")];
  const ticked = boxes.filter((box) => box.checked).length;
  for (const counter of form.querySelectorAll("[data-check-count]")) counter.textContent = ticked;
  for (const bar of form.querySelectorAll("[data-check-bar]")) bar.hidden = ticked === 0;
  const all = form.querySelector("[data-check-all]");
  if (all) {
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form || !event.target.matches("[data-check-all], [data-check-item]")) return;
  if (event.target.matches("[data-check-all]")) {
    for (const box of form.querySelectorAll("[data-check-item]")) box.checked = event.target.checked;
  }
  write(form);
});
