// The look-up box as a combobox (ARIA's pattern): arrow keys choose a row of the list under it, Enter
// opens the row, Escape closes the list. Without this script the box is a plain search form.
"use strict";

for (const input of document.querySelectorAll("[data-lookup]")) {
  const form = input.closest("form");
  const live = form.querySelector("[data-lookup-live]");
  const status = form.querySelector("[data-lookup-status]");

  const options = () => [...live.querySelectorAll("[role=option]")];
  const active = () => live.querySelector("[aria-selected=true]");

  function choose(option) {
    active()?.removeAttribute("aria-selected");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function show() {
    const list = live.querySelector("[role=listbox]");
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(Boolean(list)));
    if (list) {
      list.id = `${input.id}-list`;
      input.setAttribute("aria-controls", list.id);
      status.textContent = `${options().length} suggestions. Choose with the arrow keys.`;
    } else {
      input.removeAttribute("aria-controls");
      status.textContent = live.textContent.trim();
    }
  }

  function close() {
    live.replaceChildren();
    show();
  }

  function move(step) {
    const all = options();
    const place = all.indexOf(active());
    // Beyond either end no row is chosen: the text itself counts again.
    choose(place === -1 ? all.at(step > 0 ? 0 : -1) : all[place + step]);
  }

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");

  live.addEventListener("htmx:afterSwap", show);
  input.addEventListener("keydown", (event) => {
    const open = options().length > 0;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (open && event.key === "Enter" && active()) {
      event.preventDefault();
      active().click();
    } else if (event.key === "Escape" && live.childElementCount) {
      event.preventDefault();
      close();
    }
  });
  live.addEventListener("mousemove", (event) => choose(event.target.closest("[role=option]")));
  // A list that nobody looks at any more goes; a request that is still on its way brings none.
  form.addEventListener("focusout", (event) => {
    if (form.contains(event.relatedTarget)) return;
    globalThis.htmx?.trigger(input, "htmx:abort");
    close();
  });
}
