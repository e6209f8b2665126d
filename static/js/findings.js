// The result page: findings filtered in place, Enter in a reason, and what other options change.
// Without it the page's buttons do the same by asking the server.
"use strict";

(() => {
  const section = document.querySelector("[data-findings]");
  if (!section) return;

  const rows = [...section.querySelectorAll(".finding")];
  const controls = [...section.querySelectorAll("[data-facet]")];
  const total = Number(section.dataset.kinds);
  const clear = section.querySelector("[data-clear]");
  const sentence = section.querySelector("[data-sentence]");
  const none = section.querySelector("[data-none]");
  const acceptShown = section.querySelector("[data-open-shown]");
  const state = document.querySelector("input[name=filters]");
  const grouped = (number) => number.toLocaleString("en");

  // --- Filters. Where the page has not all rows, the server filters. ---

  const isActive = (control) => control.hasAttribute("aria-current");

  function chosen() {
    const found = new Map();
    for (const control of controls.filter(isActive)) {
      const { facet, value } = control.dataset;
      found.set(facet, [...(found.get(facet) ?? []), value]);
    }
    return found;
  }

  const has = (row, facet, value) => row.dataset[facet].split(" ").includes(value);

  const takes = (row, filters, but) => [...filters].every(
    ([facet, values]) => facet === but || values.some((value) => has(row, facet, value)),
  );

  function query(filters) {
    const parameters = new URLSearchParams();
    for (const [facet, values] of filters) for (const value of values) parameters.append(facet, value);
    return parameters.toString();
  }

  function words(filters) {
    const titles = new Map(controls.map((control) => [control.dataset.facet, control.dataset.title]));
    return [...filters].map(([facet, values]) => `${titles.get(facet)} ${values.join(" or ")}`).join(", ");
  }

  function show() {
    const filters = chosen();
    const shown = rows.filter((row) => takes(row, filters));
    for (const row of rows) row.hidden = !shown.includes(row);
    for (const group of section.querySelectorAll(".code-group, .severity")) {
      group.hidden = !group.querySelector(".finding:not([hidden])");
    }
    for (const control of controls) {
      const { facet, value } = control.dataset;
      const count = rows.filter((row) => has(row, facet, value) && takes(row, filters, facet)).length;
      control.querySelector(".count").textContent = grouped(count);
      control.toggleAttribute("data-empty", !count);
    }
    const open = shown.filter((row) => row.dataset.decision === "open" && row.dataset.severity !== "notice").length;
    if (acceptShown) acceptShown.textContent = grouped(open);
    sentence.firstElementChild.textContent = grouped(shown.length);
    sentence.lastChild.textContent = ` of ${grouped(total)} kinds${filters.size ? `: ${words(filters)}` : ""}`;
    none.hidden = shown.length > 0;
    clear.hidden = !filters.size;
    remember(query(filters));
  }

  function remember(text) {
    if (state) state.value = text;
    const address = new URL(location.href);
    for (const { dataset } of controls) address.searchParams.delete(dataset.facet);
    for (const [name, value] of new URLSearchParams(text)) address.searchParams.append(name, value);
    history.replaceState(history.state, "", address);
  }

  function toggle(control) {
    if (isActive(control)) control.removeAttribute("aria-current");
    else control.setAttribute("aria-current", "true");
  }

  if (rows.length === total) {
    section.addEventListener("click", (event) => {
      const control = event.target.closest("[data-facet], [data-clear]");
      if (!control || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (control === clear) {
        controls.forEach((one) => one.removeAttribute("aria-current"));
        section.querySelector("h2").focus();
      } else toggle(control);
      show();
    });
  }

  // A link to a finding that the filters hide shows it.
  function reveal() {
    const row = location.hash.startsWith("#finding-") && document.getElementById(location.hash.slice(1));
    if (!row || !row.hidden) return;
    controls.forEach((one) => one.removeAttribute("aria-current"));
    show();
    row.scrollIntoView();
  }

  addEventListener("hashchange", reveal);
  reveal();

  // --- Enter in a reason accepts this finding, or all that are shown ---

  section.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input.field[form=again]:not([type=file])")) return;
    const button = event.target.parentElement.querySelector("button");
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  for (const decision of section.querySelectorAll("[data-decision]")) {
    decision.addEventListener("toggle", () => {
      if (decision.open && decision.matches(":focus-within, :hover")) decision.querySelector("input").focus();
    });
  }
})();

(() => {
  const section = document.querySelector("[data-what-if]");
  const options = section?.querySelector("[data-what-if-options]");
  const answer = section?.querySelector("[data-what-if-answer]");
  const form = document.getElementById("again");
  // Documents beyond this size are not sent for a look: "Convert again" does it.
  const MOST = 2_000_000;
  if (!options || !answer || !form) return;

  const hint = [...answer.childNodes];
  let asked = null;

  const isSmall = () => [...form.querySelectorAll("input[name=packed]")]
    .reduce((sum, input) => sum + input.value.length, 0) < MOST;

  async function look() {
    asked?.abort();
    asked = new AbortController();
    answer.setAttribute("aria-busy", "true");
    try {
      const data = new FormData(form);
      const sent = await fetch(section.dataset.whatIf, { method: "POST", body: data, signal: asked.signal });
      if (sent.ok) answer.innerHTML = await sent.text();
      else answer.replaceChildren(...hint);
      answer.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name === "AbortError") return; // a later question is under way
      answer.replaceChildren(...hint);
      answer.removeAttribute("aria-busy");
    }
  }

  options.addEventListener("change", () => {
    if (isSmall()) look();
  });
})();
