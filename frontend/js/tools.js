// Printing and copying: buttons that need a script carry data-needs-script and show only here.
export function startTools(page) {
  page.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-print], [data-copy]");
    if (!button) return;
    if ("print" in button.dataset) return window.print();
    copy(page.querySelector(button.dataset.copy), button);
  });
  // On paper nothing can be opened: the table of a chart is printed under it.
  window.addEventListener("beforeprint", () => {
    for (const table of page.querySelectorAll(".k-chart details")) table.open = true;
  });
}

async function copy(source, button) {
  const text = source?.value ?? source?.innerText ?? "";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without TLS there is no clipboard: leave the text selected for the reader's own Ctrl+C.
    getSelection().selectAllChildren(source);
    return;
  }
  if (button.dataset.done) button.textContent = button.dataset.done;
}
