// Findings are decided about with single keys while one of them has the focus, and keep it when they are swapped.
const KEYS = new Set(["a", "x", "e", "s", "m", "u", "c"]);

export function startFindings(page) {
  let here = "";
  page.addEventListener("keydown", press);
  // Back from editing or splitting: where one was.
  page.addEventListener("DOMContentLoaded", () => {
    const item = location.hash ? page.getElementById(location.hash.slice(1)) : null;
    if (item?.classList.contains("k-finding")) item.focus({ preventScroll: true });
  });
  page.addEventListener("htmx:beforeRequest", (event) => {
    here = event.target.closest?.(".k-finding")?.id ?? "";
  });
  page.addEventListener("htmx:afterSettle", () => {
    const item = here && page.getElementById(here);
    here = "";
    if (!item) return;
    item.focus({ preventScroll: true });
    for (const mark of page.querySelectorAll(`mark[data-item~="${CSS.escape(item.id)}"]`)) {
      mark.classList.toggle("k-span--out", item.dataset.state === "rejected");
      if (item.dataset.state !== "open") mark.classList.remove("k-span--unsure");
    }
  });
}

function press(event) {
  const item = event.target.closest?.(".k-finding");
  if (!item || event.target !== item || event.ctrlKey || event.metaKey || event.altKey || !KEYS.has(event.key)) return;
  const aim = item.querySelector(`[data-key="${event.key}"]`);
  if (!aim) return;
  event.preventDefault();
  aim.click();
}
