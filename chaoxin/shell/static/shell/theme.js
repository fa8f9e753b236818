// Runs before the first paint: turns the choice "auto" into what the system prefers, and follows it.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const choice = root.dataset.themeChoice || "auto";
    root.dataset.bsTheme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
    document.dispatchEvent(new CustomEvent("theme-change"));
  };
  dark.addEventListener("change", apply);
  document.addEventListener("theme-choice", (event) => {
    root.dataset.themeChoice = event.detail;
    apply();
  });
  apply();
})();
