/* Single keys for the inbox and a request's page. A key only presses or focuses what is on the page
   (`data-key`), so everything works without this file; a person can switch the keys off. */
(() => {
  "use strict";
  const TYPING = "input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]";

  const first = (inside) => inside.querySelector("select, textarea, input:not([type=hidden])");

  function press(element) {
    if (element.localName !== "summary") {
      element.click();
      return;
    }
    const details = element.parentElement;
    const question = details.classList.contains("step");
    details.open = question || !details.open;
    element.focus();
    element.scrollIntoView({ block: "nearest" });
    if (question) first(details)?.focus();
  }

  function move(lines, by) {
    const row = document.activeElement?.closest("#result_list tbody tr");
    const at = lines.findIndex((link) => link.closest("tr") === row);
    const to = at < 0 ? (by > 0 ? 0 : lines.length - 1) : Math.min(Math.max(at + by, 0), lines.length - 1);
    lines[to]?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest?.(TYPING)) return;
    const lines = [...document.querySelectorAll(".inbox #result_list tbody tr .field-reference a")];
    const pressed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    const search = document.querySelector(".inbox #searchbar");
    if (lines.length && (event.key === "j" || event.key === "k")) move(lines, event.key === "j" ? 1 : -1);
    else if (search && event.key === "/") search.focus();
    else if (pressed) press(pressed);
    else return;
    event.preventDefault();
  });
})();
