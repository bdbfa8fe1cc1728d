// Printing and copying: buttons that need a script carry data-needs-script and show only here.
export function startTools(page) {
  page.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-print], [data-copy]");
    if (!button) return;
    if ("print" in button.dataset) return window.print();
    copy(page.querySelector(button.dataset.copy), button);
  });
  // A message that was asked for is copied as it comes.
  page.addEventListener("htmx:load", (event) => {
    const source = event.target.parentElement?.querySelector("[data-copy-now]");
    if (source) copy(source, page.querySelector(`[data-copy="#${source.id}"]`));
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
    // Without TLS there is no clipboard: the old command, else the text stays selected for the reader's own Ctrl+C.
    if (!copySelected(source)) return;
  }
  if (button?.dataset.done) button.textContent = button.dataset.done;
}

function copySelected(source) {
  const folded = source.closest("details");
  if (folded) folded.open = true;
  if (source.select) source.select();
  else getSelection().selectAllChildren(source);
  return document.execCommand("copy");
}
