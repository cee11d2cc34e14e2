// Keys for who reads many shifts: / searches, j and k walk the list, g and a letter change the page.
"use strict";

(() => {
  const hint = document.querySelector(".keys");
  if (hint) hint.hidden = false;

  const typing = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;
  const entries = () => [...document.querySelectorAll("main [data-entry]")];
  let went = 0;

  function step(by) {
    const all = entries();
    if (!all.length) return;
    const at = all.findIndex((each) => each.contains(document.activeElement));
    const next = all[Math.min(Math.max(at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by, 0), all.length - 1)];
    const target = next.querySelector("a") ?? next;
    target.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && document.activeElement) {
      document.activeElement.blur();
      return;
    }
    if (typing(event.target)) return;
    if (Date.now() - went < 1500) {
      const link = document.querySelector(`nav a[data-key="${CSS.escape(event.key)}"]`);
      went = 0;
      if (link) link.click();
    } else if (event.key === "/") {
      event.preventDefault();
      document.querySelector("main input[type=search], #find").focus();
    } else if (event.key === "j") {
      step(1);
    } else if (event.key === "k") {
      step(-1);
    } else if (event.key === "g") {
      went = Date.now();
    }
  });

  // Choosing from a list filters at once; without a script the form's button does.
  for (const form of document.querySelectorAll("form.filters")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select")) form.requestSubmit();
    });
  }
})();
