// @ts-check
/** The viewer: selectable text, zoom, keys for finds. */
import { layText } from "./text-layer.js";

const scroller = /** @type {HTMLElement | null} */ (document.querySelector(".scroll"));
const leaf = /** @type {HTMLElement | null} */ (document.querySelector(".scroll .leaf"));
if (scroller && leaf) void layText(leaf, scroller);
else document.querySelector(".reading .here, .reading mark")?.scrollIntoView({ block: "center" });
document.querySelector(".thumbs [aria-current]")?.scrollIntoView({ block: "nearest" });

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
