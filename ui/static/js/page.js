// @ts-check
/** What every page has: theme, search box, copying with citation. Without it all pages still work. */
import { wakeSuggestions } from "./suggestions.js";

const root = document.documentElement;

const toast = (/** @type {string} */ text) => {
  const place = document.getElementById("toast");
  if (!place) return;
  place.textContent = text;
  place.classList.add("show");
  setTimeout(() => place.classList.remove("show"), 2200);
};

/* a page that takes longer than 300 ms says that it is on its way */
export function busy() {
  const main = document.getElementById("main");
  const waiting = setTimeout(() => {
    main?.setAttribute("aria-busy", "true");
    toast(document.getElementById("toast")?.dataset.busy ?? "");
  }, 300);
  addEventListener("pageshow", () => { clearTimeout(waiting); main?.removeAttribute("aria-busy"); }, { once: true });
}
for (const form of document.querySelectorAll("form.box")) form.addEventListener("submit", busy);

/* theme */
const theme = document.getElementById("theme");
if (theme) {
  theme.hidden = false;
  const paint = () => {
    const dark = root.dataset.theme === "dark";
    theme.querySelector("use")?.setAttribute("href", `/static/icons.svg#${dark ? "sun" : "moon"}`);
    theme.setAttribute("aria-label", (dark ? theme.dataset.toLight : theme.dataset.toDark) ?? "");
  };
  theme.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* private mode: the choice lasts for this page */ }
    paint();
  });
  paint();
}

/* search box */
const seek = () => /** @type {HTMLInputElement | null} */ (document.getElementById("q"));
// dir=auto is left to right for an empty or digits-only value, so right to left unless a Latin letter comes first.
const turn = (/** @type {HTMLInputElement} */ box) => {
  box.dir = /^[^\u0590-\u08ff\ufb1d-\ufefc]*[A-Za-z]/.test(box.value) ? "ltr" : "rtl";
  const clear = document.getElementById("clear");
  if (clear) clear.hidden = !box.value;
};
const first = seek();
if (first) turn(first);
addEventListener("pageshow", () => { const box = seek(); if (box) turn(box); }); // a text that the browser kept
document.addEventListener("input", event => { if (event.target === seek()) turn(/** @type {HTMLInputElement} */ (event.target)); });
if (first?.getAttribute("role") === "combobox") wakeSuggestions(first);
document.getElementById("clear")?.addEventListener("click", () => {
  const box = seek();
  if (!box) return;
  box.value = "";
  turn(box);
  box.focus();
});
document.addEventListener("keydown", event => {
  const box = seek();
  if (!box) return;
  const before = box.value.slice(0, box.selectionStart ?? 0);
  if (event.target === box && !event.isComposing && event.key === " " && event.shiftKey && /[\u0600-\u06ff]$/.test(before)) {
    event.preventDefault();
    box.setRangeText("\u200c", box.selectionStart ?? 0, box.selectionEnd ?? 0, "end");
  }
  const typing = /INPUT|TEXTAREA|SELECT/.test(document.activeElement?.tagName ?? "");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); box.focus(); box.select(); }
});

/* the menu of the account closes as menus do */
const account = /** @type {HTMLDetailsElement | null} */ (document.querySelector("details.account"));
document.addEventListener("click", event => { if (account?.open && !account.contains(/** @type {Node} */ (event.target))) account.open = false; });
account?.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  account.open = false;
  account.querySelector("summary")?.focus();
});

/* a number in the answer shows which source it means */
export function wakeCitations(/** @type {ParentNode} */ within) {
  for (const badge of within.querySelectorAll(".ref[data-source]")) {
    const source = document.getElementById(/** @type {HTMLElement} */ (badge).dataset.source ?? "")?.querySelector(".source");
    for (const name of ["pointerenter", "focus"]) badge.addEventListener(name, () => source?.classList.add("lit"));
    for (const name of ["pointerleave", "blur"]) badge.addEventListener(name, () => source?.classList.remove("lit"));
  }
}
wakeCitations(document);

/* copy with citation: plain text for messengers, HTML for Word */
const asHtml = (/** @type {string} */ text, /** @type {string[]} */ sources) => {
  const whole = document.createElement("div");
  whole.dir = "rtl";
  whole.lang = "fa";
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  const list = document.createElement("ol");
  for (const source of sources) list.append(Object.assign(document.createElement("li"), { textContent: source }));
  whole.append(paragraph, list);
  return whole.outerHTML;
};

async function copyCited(/** @type {HTMLElement} */ button) {
  const text = button.dataset.text ?? "";
  const sources = (button.dataset.source ?? "").split("\n");
  const plain = `${text}\n\n${sources.map(source => `— ${source}`).join("\n")}`;
  try {
    await navigator.clipboard.write([new ClipboardItem({
      "text/plain": new Blob([plain], { type: "text/plain" }),
      "text/html": new Blob([asHtml(text, sources)], { type: "text/html" }),
    })]);
  } catch { // plain HTTP in an office network has no navigator.clipboard
    const area = Object.assign(document.createElement("textarea"), { value: plain });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast(button.dataset.done ?? "");
}

export function wakeCopying(/** @type {ParentNode} */ within) {
  for (const button of within.querySelectorAll("button.copy")) {
    const one = /** @type {HTMLElement} */ (button);
    one.hidden = false;
    one.addEventListener("click", () => void copyCited(one));
  }
}
wakeCopying(document);
