// The upload form: dropping files, saying what is chosen, showing how far the upload is.
// Without it the form is sent as any other.
"use strict";

function start() {
  const form = document.querySelector("[data-intake]");
  const input = form?.querySelector("input[type=file]");
  if (!input) return;
  const leaving = new AbortController(); // ends what listens to the whole page
  const chosen = form.querySelector("[data-chosen]");
  const tooLarge = form.querySelector("[data-too-large]");
  const sending = form.querySelector("[data-sending]");
  const status = form.querySelector("[data-sending-text]");
  const bar = form.querySelector("[data-sending-bar]");
  const limit = Number(form.dataset.limit);
  const mostFiles = Number(form.dataset.files);

  const inMegabytes = (bytes) => (bytes / 1024 / 1024).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0);
  const size = (bytes) => (bytes < 100 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${inMegabytes(bytes)} MB`);
  const total = (files) => [...files].reduce((sum, file) => sum + file.size, 0);

  // --- What is chosen, and whether it fits ---

  function problem(files) {
    if (files.length > mostFiles) return `These are ${files.length} files; this site takes ${mostFiles} at once.`;
    if (total(files) > limit) {
      return `These are ${inMegabytes(total(files))} MB; this site takes ${inMegabytes(limit)} MB at most. `
        + "Send them in parts, or convert them on your machine: evmap convert FILE has no limit.";
    }
    return "";
  }

  function showChosen() {
    const list = document.createElement("ul");
    for (const file of input.files) {
      const item = document.createElement("li");
      const name = document.createElement("span");
      name.className = "code";
      name.textContent = file.name;
      item.append(name, ` ${size(file.size)}`);
      list.append(item);
    }
    chosen.replaceChildren(list);
    if (input.files.length > 1) chosen.append(`${input.files.length} files, ${size(total(input.files))}: one review.`);
    chosen.hidden = !input.files.length;
    tooLarge.textContent = problem(input.files);
    tooLarge.hidden = !tooLarge.textContent;
  }

  input.addEventListener("change", showChosen);
  if (input.files.length) showChosen(); // the browser kept them when it went back

  // --- Dropping, anywhere on the panel; beside it a drop does nothing ---

  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");

  function over(event) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    const inside = form.contains(event.target);
    event.dataTransfer.dropEffect = inside ? "copy" : "none";
    form.classList.toggle("is-over", inside);
  }

  function leave(event) {
    if (!event.relatedTarget || !form.contains(event.relatedTarget)) form.classList.remove("is-over");
  }

  function drop(event) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    form.classList.remove("is-over");
    if (!form.contains(event.target) || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    showChosen();
    input.focus();
  }

  addEventListener("dragover", over, { signal: leaving.signal });
  addEventListener("dragleave", leave, { signal: leaving.signal });
  addEventListener("drop", drop, { signal: leaving.signal });

  // --- Sending, with a bar; then the browser goes to the review ---

  let request = null;

  function busy(text, percent) {
    sending.hidden = false;
    form.classList.add("is-busy");
    // Said once for each step, not for each percent.
    if (status.textContent !== text) status.textContent = text;
    if (percent === null) bar.removeAttribute("value");
    else bar.value = percent;
  }

  function idle(text = "") {
    request = null;
    sending.hidden = true;
    form.classList.remove("is-busy");
    tooLarge.textContent = text;
    tooLarge.hidden = !text;
  }

  // What was wrong stands on the same page, with the form in it.
  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    document.title = page.title;
    leaving.abort();
    document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    start();
    document.getElementById("result")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  function send(event) {
    const refused = problem(input.files);
    if (refused || request) {
      event.preventDefault();
      if (refused) input.focus();
      return;
    }
    if (!input.files.length) return; // pasted text is small: no bar
    event.preventDefault();
    const bytes = total(input.files);
    request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) busy(`Sending ${size(bytes)}`, (100 * sent.loaded) / sent.total);
    });
    request.upload.addEventListener("load", () => busy("Converting", null));
    request.addEventListener("load", () => {
      if (new URL(request.responseURL).pathname !== new URL(form.action).pathname) {
        location.assign(request.responseURL);
        return;
      }
      const html = request.responseText;
      const isPage = request.getResponseHeader("Content-Type")?.startsWith("text/html");
      if (isPage) show(html);
      else idle(`The site answered ${request.status}. Try again.`);
    });
    request.addEventListener("error", () => idle("The upload broke off. Try again."));
    request.addEventListener("abort", () => idle());
    busy(`Sending ${size(bytes)}`, 0);
    request.send(new FormData(form));
  }

  form.addEventListener("submit", send);
  form.querySelector("[data-sending-stop]").addEventListener("click", () => {
    request?.abort();
    form.querySelector("button[type=submit]").focus();
  });
}

start();
