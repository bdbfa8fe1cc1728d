// htmx with the token of the page; what goes wrong is said in the live region, never swallowed.
import "htmx.org";

const content = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

export function startHtmx(page) {
  page.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = content("csrf-token");
  });
  page.addEventListener("htmx:sendError", () => say(content("message-offline")));
  page.addEventListener("htmx:timeout", () => say(content("message-offline")));
  page.addEventListener("htmx:responseError", () => say(content("message-failed")));
}

export function say(sentence) {
  const region = document.querySelector("#k-live");
  if (!region || !sentence) return;
  const message = document.createElement("div");
  message.className = "k-message k-message--warn";
  message.textContent = sentence;
  region.replaceChildren(message);
}
