// A link with data-dialog opens the native dialog of that id; where there is none it stays a link to a page.
export function startDialogs(page) {
  page.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog]");
    if (opener) return open(event, page.getElementById(opener.dataset.dialog));
    if (event.target.closest?.("[data-close]")) return event.target.closest("dialog")?.close();
    // A press on the backdrop has the dialog itself as its target.
    if (event.target instanceof HTMLDialogElement) event.target.close();
  });
}

function open(event, dialog) {
  if (!dialog?.showModal || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  dialog.showModal();
}
