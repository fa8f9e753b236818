// Asks in the product's own dialog before hx-confirm requests and forms with data-confirm.
const dialog = document.getElementById("confirm-dialog");
const sentence = document.getElementById("confirm-sentence");

function ask(text) {
  return new Promise((resolve) => {
    sentence.textContent = text;
    let answer = false;
    const choose = (event) => {
      const button = event.target.closest("[data-confirm-answer]");
      if (!button) return;
      answer = button.dataset.confirmAnswer === "yes";
      dialog.close();
    };
    dialog.addEventListener("click", choose);
    dialog.addEventListener("close", () => {
      dialog.removeEventListener("click", choose);
      resolve(answer);
    }, { once: true });
    dialog.showModal();
    dialog.querySelector('[data-confirm-answer="yes"]').focus();
  });
}

document.addEventListener("htmx:confirm", (event) => {
  const { ctx, issueRequest, dropRequest } = event.detail;
  if (!ctx.confirm) return;
  event.preventDefault();
  ask(ctx.confirm).then((agreed) => (agreed ? issueRequest() : dropRequest()));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const text = event.submitter?.dataset.confirm || form.dataset.confirm;
  if (!text || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const submitter = event.submitter;
  ask(text).then((agreed) => {
    if (!agreed) return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(submitter);
    delete form.dataset.confirmed;
  });
}, true);
