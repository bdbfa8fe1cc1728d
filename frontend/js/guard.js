// A form that changes something is sent once: its buttons rest until the answer is there.
const REST = 30_000; // a download answers without leaving the page

export function startGuard(page) {
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "noGuard" in form.dataset || event.defaultPrevented) return;
    if ("sent" in form.dataset) return event.preventDefault();
    form.dataset.sent = "";
    // After this turn: a disabled button would not send its own name and value.
    setTimeout(() => rest(form, event.submitter), 0);
    setTimeout(() => wake(form), REST);
  });
  page.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) wake(form);
  });
  // Back from the next page the browser shows this one as it was left.
  window.addEventListener("pageshow", () => page.querySelectorAll("form[data-sent]").forEach(wake));
}

const buttonsOf = (form) => [...form.elements].filter((element) => element.type === "submit");

function rest(form, pressed) {
  for (const button of buttonsOf(form)) button.disabled = true;
  pressed?.setAttribute("aria-busy", "true");
}

function wake(form) {
  delete form.dataset.sent;
  for (const button of buttonsOf(form)) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}
