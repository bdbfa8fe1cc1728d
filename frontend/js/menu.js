// Menus are <details>; they close when one leaves them or presses Escape.
export function startMenus(page) {
  page.addEventListener("click", (event) => closeOthers(page, event.target));
  page.addEventListener("focusin", (event) => closeOthers(page, event.target));
  page.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details.k-menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

function closeOthers(page, target) {
  for (const menu of page.querySelectorAll("details.k-menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}
