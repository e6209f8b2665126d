// What every page does beyond links and forms. Without it everything still works.
"use strict";

// --- Theme: automatic, light, dark, and round again ---

const themeButton = document.querySelector("[data-theme-switch]");
const themes = ["auto", "light", "dark"];

function currentTheme() {
  return document.documentElement.dataset.theme ?? "auto";
}

function showTheme() {
  themeButton.textContent = `Theme: ${currentTheme()}`;
}

function nextTheme() {
  const theme = themes[(themes.indexOf(currentTheme()) + 1) % themes.length];
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "auto") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Storage is switched off: the choice lasts until the next page.
  }
  showTheme();
}

if (themeButton) {
  showTheme();
  themeButton.addEventListener("click", nextTheme);
}

// --- Keys: "/" goes to the look-up box, Escape closes its list ---

function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
    const box = document.querySelector("[data-lookup]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "Escape") {
    for (const list of document.querySelectorAll("[data-lookup-live]")) list.replaceChildren();
  }
});

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest(".lookup")) return;
  for (const list of document.querySelectorAll("[data-lookup-live]")) list.replaceChildren();
});

// --- Copy: the text of an element, named by a button ---

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-copy]");
  if (!button) return;
  const label = button.firstChild;
  try {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    label.textContent = "Copied";
  } catch {
    // No leave to write there, or no HTTPS: the text is marked, ready for the keys.
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
    label.textContent = "Marked";
  }
  setTimeout(() => { label.textContent = "Copy"; }, 2000);
});
