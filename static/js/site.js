// What every page does beyond links and forms. Without it everything still works.
"use strict";

// --- Theme: automatic, light, dark, and round again ---

const themeButton = document.querySelector("[data-theme-switch]");
const themes = ["auto", "light", "dark"];

function currentTheme() {
  return document.documentElement.dataset.theme ?? "auto";
}

const themeNames = { auto: "as your system", light: "light", dark: "dark" };

function showTheme() {
  themeButton.textContent = `Colours: ${themeNames[currentTheme()]}`;
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

// --- Keys: "/" goes to the page's search, Escape closes menus ---

function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
}

function closeMenus(but) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== but) menu.open = false;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
    const boxes = [...document.querySelectorAll("[data-lookup], [data-search]")];
    const box = boxes.find((one) => one.checkVisibility());
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "Escape") {
    const menu = event.target instanceof Element && event.target.closest("details.menu[open]");
    closeMenus();
    menu?.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  closeMenus(event.target instanceof Element && event.target.closest("details.menu"));
});

// --- Words of the glossary: the definition beside the word, instead of the glossary's page ---

const wordNote = document.createElement("div");
wordNote.className = "word-note";
wordNote.popover = "auto";
wordNote.setAttribute("role", "note");
document.body.append(wordNote);

document.addEventListener("click", (event) => {
  const word = event.target instanceof Element && event.target.closest("a[data-word]");
  if (!word || event.ctrlKey || event.metaKey || event.shiftKey || !wordNote.showPopover) return;
  event.preventDefault();
  const more = document.createElement("a");
  more.href = word.href;
  more.textContent = "Glossary";
  wordNote.replaceChildren(`${word.title} `, more);
  wordNote.showPopover();
  const at = word.getBoundingClientRect();
  const right = document.documentElement.clientWidth - wordNote.offsetWidth - 8;
  wordNote.style.left = `${Math.max(8, Math.min(at.left, right))}px`;
  wordNote.style.top = `${at.bottom + 4}px`;
  more.focus({ preventScroll: true });
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
