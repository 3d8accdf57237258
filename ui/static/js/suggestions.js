// @ts-check
/** What a text that is being typed may become: a list under the box, by the pattern of ARIA's combobox. */

const ICONS = { history: "history", title: "file-text", number: "quote", term: "search", layout: "keyboard" };

/** @typedef {{text: string, kind: keyof typeof ICONS}} Item */

export function wakeSuggestions(/** @type {HTMLInputElement} */ box) {
  const list = document.getElementById("suggestions");
  if (!list) return;
  let typing = 0;
  let at = -1;
  let written = box.value;
  const options = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=option]")]);

  const close = () => {
    clearTimeout(typing);
    list.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const choose = (/** @type {number} */ place) => {
    const all = options();
    at = place;
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    }
    box.value = at < 0 ? written : all[at].dataset.text ?? "";
  };

  const take = (/** @type {HTMLElement} */ option) => {
    box.value = option.dataset.text ?? "";
    close();
    box.form?.requestSubmit();
  };

  const shown = (/** @type {Item} */ item, /** @type {number} */ number) => {
    const option = document.createElement("div");
    option.id = `suggestion-${number}`;
    option.dataset.text = item.text;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    picture.setAttribute("class", "i");
    picture.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `/static/icons.svg#${ICONS[item.kind] ?? "search"}`);
    picture.append(use);
    const text = document.createElement("bdi");
    text.textContent = item.text;
    const kind = document.createElement("small");
    kind.textContent = list.dataset[item.kind] ?? "";
    option.append(picture, text, kind);
    option.addEventListener("pointerdown", event => { event.preventDefault(); take(option); }); // before the box loses focus
    return option;
  };

  const ask = async () => {
    const asked = box.value;
    const response = await fetch(`/api/suggest?${new URLSearchParams({ q: asked })}`);
    if (!response.ok || response.redirected || box.value !== asked || document.activeElement !== box) return;
    const items = /** @type {Item[]} */ ((await response.json()).items);
    written = asked;
    at = -1;
    list.replaceChildren(...items.map(shown));
    list.hidden = items.length === 0;
    box.setAttribute("aria-expanded", String(items.length > 0));
    box.removeAttribute("aria-activedescendant");
  };

  const soon = () => {
    clearTimeout(typing);
    typing = setTimeout(() => void ask().catch(() => { /* typing goes on without them */ }), 120);
  };

  box.addEventListener("input", soon);
  box.addEventListener("blur", close);
  box.form?.addEventListener("submit", close);
  box.addEventListener("keydown", event => {
    if (event.isComposing) return;
    const count = list.hidden ? 0 : options().length;
    if (event.key === "Escape" && count) { event.preventDefault(); box.value = written; close(); return; }
    if (event.key === "ArrowDown" && !count) { soon(); return; }
    if (!count) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(at + 1 < count ? at + 1 : -1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(at < 0 ? count - 1 : at - 1); }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(options()[at]); }
  });
}
