// The phone page of a hand-off, in the plain language that browsers inside of messengers still speak.
// Without it everything works but the one-touch copying.
(function () {
  "use strict";
  var words = document.body.dataset;

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  // Texts stand in full height, so that one sees what one copies.
  function grow(area) {
    area.style.height = "auto";
    area.style.height = area.scrollHeight + 2 + "px";
  }
  each("textarea[data-grow]", grow);
  window.addEventListener("resize", function () { each("textarea[data-grow]", grow); });

  function select(area) {
    area.focus({ preventScroll: true });
    area.setSelectionRange(0, area.value.length);
  }

  function copyOld(area) {
    select(area);
    try {
      return document.execCommand("copy");
    } catch (error) {
      return false;
    }
  }

  function tell(button, area, done) {
    var note = area.parentNode.querySelector(".copy-note");
    note.hidden = done;
    note.textContent = done ? "" : words.copyByHand;
    if (!done) return select(area);
    area.blur();
    button.dataset.label = button.dataset.label || button.textContent;
    button.textContent = words.copied;
    button.classList.add("done");
    setTimeout(function () {
      button.textContent = button.dataset.label;
      button.classList.remove("done");
    }, 2500);
  }

  each("[data-copy]", function (button) {
    button.addEventListener("click", function () {
      var area = document.getElementById(button.dataset.copy);
      if (!(navigator.clipboard && window.isSecureContext)) return tell(button, area, copyOld(area));
      navigator.clipboard.writeText(area.value).then(
        function () { tell(button, area, true); },
        function () { tell(button, area, copyOld(area)); }
      );
    });
  });

  // Ticks are kept at once: whoever comes back from the app finds them.
  each("[data-steps]", function (list) {
    list.addEventListener("change", function () {
      var body = new FormData();
      Array.prototype.forEach.call(list.querySelectorAll("input:checked"), function (box) { body.append("step", box.value); });
      var call = new XMLHttpRequest();
      call.open("POST", list.dataset.steps);
      call.send(body);
    });
  });

  // The platform's own script opens its app; it says when it cannot.
  function notOpened() {
    document.getElementById("not-opened").hidden = false;
  }
  each("[data-call]", function (button) {
    button.addEventListener("click", function () {
      var path = button.dataset.call.split(".");
      var owner = window[path[0]];
      if (!owner || typeof owner[path[1]] !== "function") return notOpened();
      var given = JSON.parse(button.dataset.arguments);
      given.fail = notOpened;
      owner[path[1]](given);
    });
  });
  each("[data-back]", function (button) {
    button.addEventListener("click", function () { window.history.back(); });
  });

  // Who comes back from the app sees at once when the house has found what he published.
  each("[data-awaits]", function () {
    function look() {
      if (document.hidden) return;
      var call = new XMLHttpRequest();
      call.open("GET", window.location.pathname);
      call.onload = function () {
        if (call.responseText.indexOf('data-standing="done"') >= 0) window.location.reload();
      };
      call.send();
    }
    document.addEventListener("visibilitychange", look);
    setInterval(look, 15000);
  });

  // Who has typed his name once need not do it again on this phone.
  function stored(value) {
    try {
      if (value !== undefined) window.localStorage.setItem("handoff-name", value);
      return window.localStorage.getItem("handoff-name") || "";
    } catch (error) {
      return "";
    }
  }
  each("[data-remember]", function (input) {
    if (!input.value) input.value = stored();
    input.addEventListener("change", function () { stored(input.value); });
  });

  // What was refused is seen at once, wherever the browser has scrolled to.
  var refused = document.querySelector("[role='alert'].alert");
  if (refused) refused.scrollIntoView({ block: "center" });

  // A second touch while the first is on its way does nothing.
  each("form", function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = "1";
      setTimeout(function () { delete form.dataset.sent; }, 8000);
    });
  });
})();
