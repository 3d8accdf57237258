// @ts-check
/** Uploads with progress, one request per file; the queue is fetched anew while the page is open. */
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("upload"));
const list = document.getElementById("sending");
const input = /** @type {HTMLInputElement | null} */ (document.getElementById("files"));
const csrf = document.querySelector('meta[name="csrf"]')?.getAttribute("content") ?? "";

function row(/** @type {string} */ name) {
  const item = document.createElement("li");
  const label = document.createElement("bdi");
  label.textContent = name;
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", `${form?.dataset.sending ?? ""} ${name}`);
  const note = document.createElement("small");
  item.append(label, bar, note);
  list?.append(item);
  return { bar, note };
}

function say(/** @type {HTMLElement} */ note, /** @type {string} */ kind, /** @type {string} */ icon, /** @type {string} */ text) {
  const mark = document.createElement("span");
  mark.className = `st ${kind}`;
  mark.innerHTML = `<svg class="i" aria-hidden="true"><use href="/static/icons.svg#${icon}"/></svg>`;
  mark.append(text);
  note.replaceChildren(mark);
}

/** Send one file; XMLHttpRequest because fetch tells no progress of an upload. */
const send = (/** @type {File} */ file, /** @type {URLSearchParams} */ fields) => new Promise(done => {
  const { bar, note } = row(file.name);
  if (file.size > Number(form?.dataset.limit)) {
    bar.remove();
    say(note, "late", "circle-alert", form?.dataset.tooLarge ?? "");
    done(undefined);
    return;
  }
  const request = new XMLHttpRequest();
  fields.set("file", file.name);
  request.open("PUT", `/api/documents?${fields}`);
  request.setRequestHeader("X-CSRF-Token", csrf);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("Accept-Language", "fa");
  const password = String(new FormData(form ?? undefined).get("password") ?? "");
  if (password) request.setRequestHeader("X-File-Password", encodeURIComponent(password));
  request.upload.addEventListener("progress", event => { bar.value = event.lengthComputable ? (100 * event.loaded) / event.total : 0; });
  request.addEventListener("loadend", () => {
    bar.remove();
    if (request.status === 201) say(note, "done", "check", form?.dataset.sent ?? "");
    else {
      let reason = form?.dataset.broken ?? "";
      try { reason = JSON.parse(request.responseText).detail ?? reason; } catch { /* no answer came: the sentence above stands */ }
      say(note, "late", "circle-alert", reason);
    }
    done(undefined);
  });
  request.send(file);
});

async function sendAll(/** @type {FileList | null} */ files) {
  if (!form || !files?.length) return;
  const fields = new URLSearchParams();
  fields.set("confidentiality", String(new FormData(form).get("confidentiality") ?? "normal"));
  for (const reader of String(new FormData(form).get("reader") ?? "").split(/[,،]/)) if (reader.trim()) fields.append("reader", reader.trim());
  for (const file of files) await send(file, fields);
  form.reset();
  void refresh();
}

if (form && input) {
  const drop = /** @type {HTMLElement} */ (form.querySelector(".drop"));
  input.classList.add("quiet");
  input.addEventListener("change", () => void sendAll(input.files));
  form.addEventListener("submit", event => { event.preventDefault(); void sendAll(input.files); });
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, event => { event.preventDefault(); drop.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", event => { event.preventDefault(); void sendAll(event.dataTransfer?.files ?? null); });
}

/* the queue */
const queue = document.getElementById("queue");
let failures = 0;
async function refresh() {
  if (!queue || document.hidden || queue.contains(document.activeElement) || queue.querySelector("details[open]")) return;
  try {
    const response = await fetch(queue.dataset.href ?? "");
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    queue.replaceChildren(...page.body.children);
    failures = 0;
  } catch {
    failures += 1;
  }
  const banner = document.getElementById("offline");
  if (banner) banner.hidden = failures < 2;
}
setInterval(() => void refresh(), 3000);
