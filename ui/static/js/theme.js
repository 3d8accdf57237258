// Before the first paint, so that nothing flashes; a file of its own, so that the strict policy holds.
(() => {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen) document.documentElement.dataset.theme = chosen;
    else if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.dataset.theme = "dark";
  } catch { /* private mode: the system's preference holds through the style sheet */ }
})();
