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

// --- Requests of htmx that fail: the reader is told, where a link would lead to an error page ---

const failure = document.createElement("div");
failure.className = "message message-error message-failure";
failure.setAttribute("role", "alert");

function tellFailure(words) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => failure.remove());
  const text = document.createElement("p");
  text.textContent = words;
  failure.replaceChildren(text, close);
  document.getElementById("main").prepend(failure);
}

// What the site's error page says is wrong; a proxy's page says nothing that helps.
function saidIn(xhr) {
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  return page.querySelector("#main .prose")?.textContent.trim()
    ?? `the server answered ${xhr.status}. Load the page again.`;
}

document.addEventListener("htmx:beforeRequest", () => failure.remove());
document.addEventListener("htmx:responseError", ({ detail }) => {
  const { xhr } = detail;
  const asked = new URL(detail.pathInfo.finalRequestPath, location.href);
  const isGet = detail.requestConfig.verb === "get";
  // What was saved led to another page, and that one fails.
  const isSaved = !isGet && new URL(xhr.responseURL).pathname !== asked.pathname;
  if (isSaved) location.assign(xhr.responseURL);
  else if (isGet && detail.boosted) location.assign(asked);
  else tellFailure(`${isGet ? "Not loaded" : "Not saved"}: ${saidIn(xhr)}`);
});
document.addEventListener("htmx:sendError", () => tellFailure("Not sent: the server can't be reached. Try again."));
document.addEventListener("htmx:timeout", () => tellFailure("The server has not answered. Try again."));
