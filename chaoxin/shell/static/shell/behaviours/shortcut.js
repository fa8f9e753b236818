// data-shortcut="n" (or "mod+k", "?") clicks or focuses the element when the key is pressed outside of fields.
// Ctrl+Enter submits the form one is writing in.
document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const typing = event.target.matches?.("input:not([type='checkbox'], [type='radio']), textarea, select, [contenteditable='true']");
  const mod = event.ctrlKey || event.metaKey;
  if (mod && event.key === "Enter" && typing && event.target.form) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (event.altKey || (typing && !mod)) return;
  const name = (mod ? "mod+" : "") + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  const scope = document.querySelector("dialog[open]") || document;
  const element = scope.querySelector(`[data-shortcut="${CSS.escape(name)}"]`);
  if (!element) return;
  event.preventDefault();
  if (element.matches("input, textarea, select")) element.focus();
  else element.click();
});
