// A unit's page: saved as one writes, walked by keyboard, filed when everything is on the server.
import { Entry } from "./entry.js";
import { fresh } from "./once.js";
import { startPaste } from "./paste.js";

const FEW = 8; // so many rows stay open
const ANSWERS = { 1: "progress", 2: "same", 3: "none", 4: "not_applicable" };

export function startReport(root) {
  for (const box of fresh(root, "[data-report]", "Report")) new Report(box);
}

class Report {
  constructor(box) {
    this.box = box;
    this.user = box.dataset.user;
    this.words = words(box.dataset);
    this.state = box.querySelector("[data-state]");
    this.unsaved = new Set();
    const articles = [...box.querySelectorAll("[data-entry]")];
    if (!articles.length) return;
    this.entries = articles.map((article) => new Entry(article, this));
    for (const entry of this.entries) entry.open(articles.length <= FEW && ["progress", "none"].includes(entry.answer));
    this.listen();
    startPaste(box);
    this.arrive();
  }

  listen() {
    const { box } = this;
    document.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("click", (event) => this.press(event));
    box.addEventListener("submit", (event) => this.submit(event));
    document.querySelector("#report-form").addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" ? this.leave() : this.flush());
    window.addEventListener("online", () => this.flush());
    window.addEventListener("beforeunload", (event) => {
      if ([...this.unsaved].some((entry) => entry.problem)) event.preventDefault();
    });
  }

  // A link such as #e12 from the list of what is missing opens that row.
  arrive() {
    const entry = this.entries.find((each) => `#${each.key}` === location.hash);
    if (!entry) return;
    entry.open(true);
    entry.article.focus({ preventScroll: true });
    entry.article.scrollIntoView({ block: "center" });
  }

  async flush() {
    const done = await Promise.all([...this.unsaved].map((entry) => entry.send()));
    return done.every(Boolean);
  }

  leave() {
    for (const entry of this.unsaved) entry.send({ leaving: true });
  }

  // One after the other: the count in an answer is then never older than the one shown. Whoever leaves cannot wait.
  send(url, body, keepalive) {
    if (keepalive) return this.request(url, body, true);
    this.turn = (this.turn ?? Promise.resolve()).then(() => this.request(url, body, false));
    return this.turn;
  }

  // Signing in again elsewhere changes the token, so a refused request is tried once more with a new one.
  async request(url, body, keepalive, isSecond = false) {
    try {
      const response = await fetch(url, {
        method: "POST",
        body,
        keepalive,
        redirect: "manual",
        headers: { "X-CSRFToken": token().content, Accept: "application/json" },
      });
      if (response.type === "opaqueredirect") return { words: this.words.out, again: false };
      const isJson = response.headers.get("Content-Type")?.includes("json");
      const said = isJson ? await response.json() : null;
      if (response.ok && said) return { ok: true, said };
      if (response.status === 403 && !isSecond && !keepalive) {
        return (await this.renew()) ? this.request(url, body, keepalive, true) : { words: this.words.out, again: false };
      }
      if (response.status === 403 || response.status === 404) return { words: this.words.forbidden, again: false };
      return { said, words: this.words.failed, again: response.status >= 500 };
    } catch {
      return { words: this.words.offline, again: true };
    }
  }

  async renew() {
    const response = await fetch(location.href, { redirect: "manual" });
    if (!response.ok) return false;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const given = page.querySelector('meta[name="csrf-token"]')?.content;
    if (given) token().content = given;
    return Boolean(given);
  }

  tell() {
    const open = [...this.unsaved];
    const failed = open.find((entry) => entry.problem);
    const sending = open.some((entry) => entry.sending || !entry.problem);
    this.say(failed ? failed.problem : sending ? this.words.saving : this.last ?? "", Boolean(failed));
  }

  say(words, isBad) {
    if (this.state.textContent !== words) this.state.textContent = words;
    this.state.classList.toggle("is-bad", isBad);
  }

  counted({ answered, total, saved }) {
    this.last = saved;
    this.box.querySelector("[data-count-words]").textContent = this.words.count.replace("{done}", answered).replace("{total}", total);
    const bar = this.box.querySelector("[data-count-bar]");
    bar.max = total;
    bar.value = answered;
    const same = this.box.querySelector("[data-same]");
    const n = this.entries.filter((entry) => !entry.answer && entry.article.querySelector("input[value=same]")).length;
    if (!same) return;
    same.hidden = !n;
    same.querySelector("button").textContent = same.dataset.word.replace("{n}", n);
  }

  press(event) {
    const button = event.target.closest("[data-next], [data-unfold]");
    if (!button) return;
    if ("next" in button.dataset) return this.next();
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", on);
    for (const entry of this.entries) entry.open(on);
  }

  next() {
    const here = this.entries.findIndex((entry) => entry.article.contains(document.activeElement));
    const order = [...this.entries.slice(here + 1), ...this.entries.slice(0, here + 1)];
    const entry = order.find((each) => each.waits);
    if (entry) this.go(entry);
    else this.box.querySelector("[data-file]")?.focus();
  }

  go(entry) {
    entry.article.focus({ preventScroll: true });
    entry.article.scrollIntoView({ block: "center" });
  }

  // Everything that goes on to the server's own pages waits until what was typed is there.
  async submit(event) {
    const form = event.target;
    const filing = event.submitter?.dataset.file;
    const own = form.id === "report-form" || "same" in form.dataset || "afterSave" in form.dataset;
    if (!own || form.dataset.ready) return;
    event.preventDefault();
    const done = await this.flush();
    if (!done) return this.blocked();
    if (filing) return location.assign(filing);
    if (form.id === "report-form") return this.say(this.last ?? "", false);
    form.dataset.ready = "1";
    form.submit();
  }

  blocked() {
    const [entry] = this.unsaved;
    this.say(entry?.problem || this.words.wait, true);
    if (entry) this.go(entry);
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    const here = this.entries.find((entry) => entry.article.contains(target));
    if (event.key === "Escape" && here && target.matches("textarea, input, select")) return here.article.focus();
    const radio = target.matches("input[type=radio]");
    if (target.matches("textarea, select, input, [contenteditable]") && !radio) return;
    const free = target === document.body || target === here?.article;
    const step = { j: 1, k: -1, ...(free && { ArrowDown: 1, ArrowUp: -1 }) }[event.key];
    if (step) return this.walk(event, here, step);
    if (event.key === "n") return this.next();
    if (here && ANSWERS[event.key]) {
      event.preventDefault(); // the figure must not land in the field that gets the focus
      return here.choose(ANSWERS[event.key]);
    }
    if (event.key === "Enter" && target === here?.article) {
      event.preventDefault();
      here.enter();
    }
  }

  walk(event, here, step) {
    event.preventDefault();
    const now = this.entries.indexOf(here ?? this.lastHere);
    const entry = this.entries[Math.min(Math.max(now + step, 0), this.entries.length - 1)];
    this.lastHere = entry;
    this.go(entry);
  }

  offerBox(draft, names) {
    const box = document.createElement("div");
    box.className = "k-entry__draft";
    const head = document.createElement("p");
    head.textContent = this.words.offer.replace("{time}", new Date(draft.at).toLocaleString());
    box.append(head);
    for (const name of names) {
      if (!draft.values[name] || name.endsWith("-answer") || name.endsWith("-state")) continue;
      const text = document.createElement("div");
      text.className = "k-entry__text";
      text.textContent = draft.values[name];
      box.append(text);
    }
    box.append(this.button("restore", "btn-outline-primary"), this.button("discard", "btn-light"));
    return box;
  }

  button(name, style) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `btn btn-sm ${style}`;
    button.dataset[name] = "";
    button.textContent = this.words[name];
    return button;
  }
}

const token = () => document.querySelector('meta[name="csrf-token"]');

function words(data) {
  const found = {};
  for (const [name, value] of Object.entries(data)) {
    if (name.startsWith("word")) found[name[4].toLowerCase() + name.slice(5)] = value;
  }
  return found;
}
