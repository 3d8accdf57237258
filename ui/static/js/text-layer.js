// @ts-check
/** Transparent text over a page picture, so that it can be selected and read aloud; and the way to the found place. */

const percent = (/** @type {number} */ number) => `${number}%`;

function lineElement(/** @type {{text: string, box: {x: number, y: number, width: number, height: number}}} */ line) {
  const element = document.createElement("span");
  element.className = "ln";
  element.textContent = `${line.text}\n`;
  element.dir = /^[^\u0590-\u08ff\ufb1d-\ufefc]*[A-Za-z]/.test(line.text) ? "ltr" : "rtl";
  element.style.top = percent(line.box.y);
  if (element.dir === "ltr") element.style.left = percent(line.box.x);
  else element.style.right = percent(100 - line.box.x - line.box.width);
  return element;
}

/** Size each line to its box: height gives the font size, a horizontal scale the width. */
function fit(/** @type {HTMLElement} */ layer, /** @type {{box: {width: number, height: number}}[]} */ lines) {
  const { clientWidth: width, clientHeight: height } = layer;
  [...layer.children].forEach((child, place) => {
    const element = /** @type {HTMLElement} */ (child);
    const box = lines[place].box;
    element.style.transform = "";
    element.style.fontSize = `${(box.height * height * 0.72) / 100}px`;
    const natural = element.offsetWidth;
    if (natural) element.style.transform = `scaleX(${(box.width * width) / 100 / natural})`;
  });
}

function centre(/** @type {HTMLElement} */ leaf, /** @type {HTMLElement} */ scroller) {
  // The first mark inside the passage; a mark elsewhere on the page only if there is no passage.
  const passage = [...leaf.querySelectorAll(".boxes rect:not(.t, .u)")].map(box => box.getBoundingClientRect());
  const marks = [...leaf.querySelectorAll(".boxes .t")];
  const inside = marks.find(mark => {
    const { top, bottom } = mark.getBoundingClientRect();
    return passage.some(box => box.top < (top + bottom) / 2 && (top + bottom) / 2 < box.bottom);
  });
  const found = inside ?? leaf.querySelector(".boxes rect:not(.t, .u)") ?? marks[0];
  if (!found) return;
  const frame = scroller.getBoundingClientRect();
  scroller.scrollTop += found.getBoundingClientRect().top - frame.top - frame.height * 0.35;
}

/** Lay the text of `leaf` over its picture and scroll `scroller` to what was found. */
export async function layText(/** @type {HTMLElement} */ leaf, /** @type {HTMLElement} */ scroller) {
  centre(leaf, scroller);
  const response = await fetch(leaf.dataset.lines ?? "");
  if (!response.ok) return;
  const { lines } = await response.json();
  const layer = document.createElement("div");
  layer.className = "text-layer";
  layer.append(...lines.map(lineElement));
  leaf.append(layer);
  await document.fonts.ready;
  new ResizeObserver(() => fit(layer, lines)).observe(leaf);
}
