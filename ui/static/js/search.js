// @ts-check
/** The page of results: the answer card comes when it is ready, facets act at once, phones get a sheet. */
import { busy, wakeCitations, wakeCopying } from "./page.js";
import { layText } from "./text-layer.js";

/* The results never wait for the answer, and stay if it fails. */
const answer = document.getElementById("answer");
if (answer?.dataset.href) {
  const skeleton = setTimeout(() => {
    answer.classList.add("busy");
    for (let line = 0; line < 3; line += 1) answer.append(Object.assign(document.createElement("div"), { className: "skel" }));
  }, 300);
  fetch(answer.dataset.href)
    .then(response => {
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      return response.status === 200 ? response.text() : "";
    })
    .then(html => {
      clearTimeout(skeleton);
      if (!html) { answer.remove(); return; }
      const fragment = new DOMParser().parseFromString(html, "text/html");
      answer.replaceWith(...fragment.body.children);
      const card = document.querySelector(".answer") ?? document;
      wakeCopying(card);
      wakeCitations(card);
    })
    .catch(() => {
      clearTimeout(skeleton);
      answer.className = "notice";
      answer.textContent = answer.dataset.failed ?? "";
    });
}

/* facets */
const facets = /** @type {HTMLFormElement | null} */ (document.getElementById("facets"));
const send = () => {
  if (!facets) return;
  busy();
  facets.requestSubmit();
};
facets?.addEventListener("change", event => {
  if (/** @type {HTMLInputElement} */ (event.target).matches("[type=checkbox], [type=radio]") && !drawer?.open) send();
});

/* phone: the same facets in a bottom sheet */
const drawer = /** @type {HTMLDialogElement | null} */ (document.getElementById("drawer"));
const opener = document.getElementById("open-facets");
if (drawer && opener && facets) {
  opener.hidden = false;
  opener.addEventListener("click", () => { document.getElementById("drawer-body")?.append(facets); drawer.showModal(); });
  drawer.addEventListener("close", () => document.getElementById("side")?.append(facets));
  for (const closer of drawer.querySelectorAll("[data-close]")) closer.addEventListener("click", () => drawer.close());
  drawer.addEventListener("click", event => { if (event.target === drawer) drawer.close(); });
}

/* preview opens at the passage */
const sheet = /** @type {HTMLElement | null} */ (document.querySelector(".sheet"));
const leaf = /** @type {HTMLElement | null} */ (sheet?.querySelector(".leaf") ?? null);
if (sheet && leaf) void layText(leaf, sheet);
else if (sheet) {
  const here = sheet.querySelector(".here, mark");
  if (here) sheet.scrollTop = here.getBoundingClientRect().top - sheet.getBoundingClientRect().top - 40;
}
