// Side by side: choosing a value shows its partners and what there is to tell; records without a
// new page. Without it the same links and buttons lead there.
"use strict";

(() => {
  const texts = document.querySelector("[data-sides]");
  if (!texts) return;
  const again = document.getElementById("again");

  // --- Choosing ---

  const values = (pane) => [...pane.querySelectorAll("a.v[id]")];

  function clear() {
    for (const one of texts.querySelectorAll(".is-chosen, .is-partner")) one.classList.remove("is-chosen", "is-partner");
    for (const why of texts.querySelectorAll(".why.is-open")) why.classList.remove("is-open");
    texts.querySelector("[data-whys]").classList.remove("has-open");
  }

  // Brings a value into sight: by its pane first; the page moves only where that is not enough.
  function bring(value) {
    const pane = value.closest(".text");
    const room = pane.getBoundingClientRect();
    const dock = texts.querySelector(".why.is-open")?.getBoundingClientRect().top ?? innerHeight;
    const bottom = Math.min(room.bottom, dock);
    const place = value.getBoundingClientRect();
    if (place.top < room.top || place.bottom > bottom) {
      const space = Math.max(bottom - room.top, 60);
      pane.scrollTo({ top: pane.scrollTop + place.top - room.top - space / 3 });
    }
    const now = value.getBoundingClientRect();
    if (now.top < 60 || now.bottom > dock) scrollBy({ top: now.top - dock / 3 });
  }

  function choose(value) {
    clear();
    value.classList.add("is-chosen");
    const partners = (value.dataset.to ?? "").split(" ").filter(Boolean).map((id) => document.getElementById(id));
    for (const partner of partners) partner?.classList.add("is-partner");
    const why = document.getElementById(value.hash.slice(1));
    if (!why) return;
    for (const place of why.querySelectorAll("[data-of]")) place.classList.toggle("is-other", place.dataset.of !== value.id);
    why.classList.add("is-open");
    texts.querySelector("[data-whys]").classList.add("has-open");
    bring(value);
    if (partners[0] && getComputedStyle(partners[0].closest(".panes")).gridTemplateColumns.includes(" ")) bring(partners[0]);
    history.replaceState(history.state, "", `#${value.id}`);
  }

  function valueAt(hash) {
    const found = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    return found && found.matches(".text a.v[id]") ? found : null;
  }

  function follow(link) {
    const value = valueAt(link.hash);
    if (!value) return false;
    choose(value);
    bring(value);
    value.focus({ preventScroll: true });
    return true;
  }

  texts.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const value = target?.closest(".text a.v[id]");
    const inside = target?.closest(".why a");
    if (value) {
      event.preventDefault();
      choose(value);
      stop(value);
    } else if (inside?.matches("[data-why-close]")) {
      event.preventDefault();
      close();
    } else if (inside && follow(inside)) {
      event.preventDefault();
    }
  });

  function close() {
    const chosen = texts.querySelector(".is-chosen");
    clear();
    chosen?.focus({ preventScroll: true });
  }

  // --- Keys: one stop of the Tab key in each text, arrows from value to value ---

  function stop(value) {
    for (const one of value.closest(".text").querySelectorAll('a.v[tabindex="0"]')) one.tabIndex = -1;
    value.tabIndex = 0;
  }

  function prepare() {
    for (const pane of texts.querySelectorAll("pre.text")) {
      const all = values(pane);
      for (const value of all) value.tabIndex = -1;
      if (all.length) all[0].tabIndex = 0;
    }
    const value = valueAt(location.hash);
    if (value) {
      choose(value);
      stop(value);
    }
  }

  const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

  function step(value, event) {
    const all = values(value.closest(".text"));
    const last = all.length - 1;
    const index = all.indexOf(value) + (STEPS[event.key] ?? 0);
    const next = event.key === "Home" ? 0 : event.key === "End" ? last : Math.min(Math.max(index, 0), last);
    event.preventDefault();
    stop(all[next]);
    all[next].focus({ preventScroll: true });
    bring(all[next]);
    if (texts.querySelector(".is-chosen")) choose(all[next]);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element)) return;
    if (event.key === "Escape" && texts.querySelector(".why.is-open")) close();
    const value = event.target.closest(".text a.v[id]");
    if (value && texts.contains(value) && (event.key in STEPS || event.key === "Home" || event.key === "End")) step(value, event);
  });

  addEventListener("hashchange", () => {
    const value = valueAt(location.hash);
    if (value) {
      choose(value);
      stop(value);
    }
  });

  // --- Records: each is fetched by itself, not with the whole page ---

  async function ask(button) {
    const data = new FormData(again);
    data.set(button.name, button.value);
    texts.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(texts.dataset.sides, { method: "POST", body: data });
      return answer.ok ? await answer.text() : null;
    } catch {
      return null;
    } finally {
      texts.removeAttribute("aria-busy");
    }
  }

  async function go(button) {
    const html = await ask(button);
    if (html === null) {
      again.requestSubmit(button);
      return;
    }
    const page = new DOMParser().parseFromString(html, "text/html");
    texts.replaceChildren(...page.body.childNodes);
    const shown = texts.querySelector("[data-shown]").dataset;
    for (const name of ["record", "page2", "page3"]) again.elements[name].value = shown[name];
    history.replaceState(history.state, "", location.pathname + location.search);
    list();
    prepare();
    (document.getElementById("record") ?? document.getElementById("v2-head")).focus();
  }

  // --- The list of records: searched and sorted here ---

  const data = JSON.parse(document.getElementById("record-data")?.textContent ?? "[]");
  const find = document.querySelector("[data-find]");
  const order = document.querySelector("[data-order]");
  const rows = document.querySelector("[data-record-lines] tbody");
  const [NUMBER, TITLE, POOL, ERRORS] = [0, 1, 2, 3];

  const byNumber = (one, other) => one[NUMBER] - other[NUMBER];
  const collator = new Intl.Collator();
  const ORDERS = {
    place: byNumber,
    name: (one, other) => collator.compare(one[TITLE], other[TITLE]) || byNumber(one, other),
    severity: (one, other) => [0, 1, 2].map((n) => other[ERRORS + n] - one[ERRORS + n]).find(Boolean) || byNumber(one, other),
  };

  function found() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (one) => words.every((word) => `${one[TITLE]} ${one[POOL]} #${one[NUMBER]}`.toLowerCase().includes(word));
    return data.filter(has).sort(ORDERS[order.value]);
  }

  function line([number, title, pool, ...counts]) {
    const row = rows.rows[0].cloneNode(true);
    const button = row.querySelector("button");
    button.value = `v2:${number}`;
    button.textContent = title;
    const beside = row.querySelector(".soft");
    beside.textContent = `#${number} `;
    if (pool) beside.append(Object.assign(document.createElement("span"), { className: "code", textContent: pool }));
    counts.forEach((count, index) => { row.cells[index + 1].textContent = count.toLocaleString("en"); });
    row.classList.toggle("is-shown", String(number) === again.elements.record.value);
    return row;
  }

  function list() {
    if (!data.length) return;
    const some = found();
    const shown = some.slice(0, Number(rows.dataset.most));
    const said = find.value.trim() ? `${some.length.toLocaleString("en")} found` : "All records";
    document.querySelector("[data-record-count]").textContent
      = said + (shown.length < some.length ? `, the first ${shown.length} shown.` : ".");
    // The last row stays as the pattern for the next ones.
    const lines = shown.map(line);
    if (!lines.length) {
      for (const row of [...rows.rows].slice(1)) row.remove();
      rows.rows[0].hidden = true;
      return;
    }
    for (const one of lines) one.hidden = false;
    rows.replaceChildren(...lines);
  }

  if (texts.dataset.sides) {
    document.addEventListener("click", (event) => {
      const button = event.target instanceof Element && event.target.closest("[data-go]");
      if (!button || !document.contains(texts)) return;
      event.preventDefault();
      go(button);
    });
  }
  if (data.length && rows?.rows.length) {
    document.querySelector("[data-list]").hidden = true;
    find.addEventListener("input", list);
    order.addEventListener("change", list);
    find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }

  prepare();
})();
