// The desk by keyboard. Links and forms are boosted by htmx; without a script they are pages.
"use strict";

(() => {
  const desk = () => document.getElementById("desk");
  const isTyping = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
  const isBusy = (target) => target instanceof Element && target.closest("a, button, summary, dialog");

  function press(key) {
    const found = desk()?.querySelector(`[data-key="${key}"]`);
    if (!found) return false;
    if (found.matches("input") || key === "c") found.focus();
    else found.click();
    return true;
  }

  function toTheValue() {
    const value = desk()?.querySelector(".text .is-chosen") ?? desk()?.querySelector(".text .is-partner");
    value?.focus();
    return Boolean(value);
  }

  function showKeys() {
    const keys = document.getElementById("keys");
    if (!keys || keys.open) return false;
    keys.showModal();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const { key } = event;
    let done = false;
    if (["j", "k", "c", "a", "u"].includes(key)) done = press(key);
    else if (key === "?") done = showKeys();
    else if (key === "Enter" && !isBusy(event.target)) done = toTheValue();
    if (done) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-keys]")) showKeys();
  });

  // What is looked at is in sight, in the queue and in each text, without moving the page.
  function bring() {
    for (const one of desk()?.querySelectorAll(".queue [aria-current], .text .is-chosen, .text .is-partner") ?? []) {
      const box = one.closest(".queue, .text");
      const room = box.getBoundingClientRect();
      const place = one.getBoundingClientRect();
      if (box.scrollHeight > box.clientHeight && (place.top < room.top || place.bottom > room.bottom)) {
        box.scrollTop += place.top - room.top - room.height / 3;
      }
    }
  }

  // On a phone the queue is under the finding: who chooses there wants to see the finding.
  function isUnderneath() {
    const queue = document.getElementById("queue");
    const finding = document.getElementById("finding");
    return Boolean(queue && finding) && queue.getBoundingClientRect().top >= finding.getBoundingClientRect().bottom;
  }

  const isOfDesk = (target) => target.id === "desk" || desk()?.contains(target);

  // A page of the same review keeps its place; its title is read out by the new heading. At once:
  // later, somebody may have begun to type a reason.
  document.addEventListener("htmx:afterSwap", (event) => {
    const title = document.getElementById("finding-title");
    const active = document.activeElement;
    if (!title || !isOfDesk(event.target) || active?.matches("[aria-invalid]")) return;
    // htmx gives the focus back by id: to the field of the next finding, where j would be typed.
    if (!active || active === document.body || active.closest(".answers")) title.focus({ preventScroll: true });
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (!isOfDesk(event.target)) return;
    bring();
    const title = document.getElementById("finding-title");
    if (title && isUnderneath() && title.getBoundingClientRect().bottom < 0) title.scrollIntoView();
  });

  bring();
})();
