// @ts-check
/** The viewer: selectable text, zoom, keys for finds. */
import { layText } from "./text-layer.js";

const scroller = /** @type {HTMLElement | null} */ (document.querySelector(".scroll"));
const leaf = /** @type {HTMLElement | null} */ (document.querySelector(".scroll .leaf"));
if (scroller && leaf) void layText(leaf, scroller);
else document.querySelector(".reading .here, .reading mark")?.scrollIntoView({ block: "center" });
for (const list of [".thumbs", ".info"]) {
  const place = /** @type {HTMLElement | null} */ (document.querySelector(list));
  const current = place?.querySelector("a[aria-current]");
  if (!place || !current || place.scrollHeight <= place.clientHeight) continue;
  const [outer, inner] = [place.getBoundingClientRect(), current.getBoundingClientRect()];
  if (inner.bottom > outer.bottom || inner.top < outer.top) place.scrollTop += inner.top - outer.top - outer.height / 3;
}

/* back to where the reader came from, with filters and page */
const back = /** @type {HTMLAnchorElement | null} */ (document.getElementById("back"));
const from = /^(\/search|\/ask)\?/;
try {
  const came = new URL(document.referrer);
  const kept = came.origin === location.origin && from.test(came.pathname + came.search) ? came.href : null;
  if (kept) sessionStorage.setItem("back", kept);
  else if (came.origin !== location.origin || !came.pathname.startsWith("/doc/")) sessionStorage.removeItem("back");
  const target = sessionStorage.getItem("back");
  if (back && target) back.href = target;
} catch { /* no referrer: the link leads to the search for the same text */ }

/* zoom */
let zoom = 0;
const set = (/** @type {number} */ wanted) => {
  zoom = Math.max(0, Math.min(2, wanted));
  leaf?.classList.toggle("z1", zoom === 1);
  leaf?.classList.toggle("z2", zoom === 2);
};
for (const [id, step] of /** @type {const} */ ([["zoom-in", 1], ["zoom-out", -1]])) {
  const button = document.getElementById(id);
  if (!button) continue;
  button.hidden = false;
  button.addEventListener("click", () => set(zoom + step));
}

/* n and p go to the next and the previous find */
document.addEventListener("keydown", event => {
  const typing = /INPUT|TEXTAREA|SELECT/.test(document.activeElement?.tagName ?? "");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = { n: "next-find", p: "previous-find" }[event.key];
  if (target) document.getElementById(target)?.click();
});

/* documents like this one come when the page is there; without them the link leads to them */
const similar = document.getElementById("similar");
if (similar?.dataset.href) {
  fetch(similar.dataset.href)
    .then(response => (response.ok && !response.redirected ? response.text() : ""))
    .then(html => {
      if (!html) return;
      similar.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.children);
    })
    .catch(() => { /* the link stays */ });
}
