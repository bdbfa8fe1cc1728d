// One entry of a unit's page: saved about a second after typing stops, never lost, never over somebody else's text.
import { forget, keep, recall } from "./drafts.js";
import { insert } from "./paste.js";

const PAUSE = 1000; // ms after the last key
const RETRY = 5000;
const MOST_KEPT_ALIVE = 60_000; // bytes that a browser still sends while it leaves the page

export class Entry {
  constructor(article, page) {
    this.article = article;
    this.page = page;
    this.id = article.dataset.entry;
    this.key = article.id;
    this.state = article.querySelector("[data-entry-state]");
    this.versionField = article.querySelector("[data-version]");
    this.unconfirmed = [];
    this.savedKey = "unsaved" in article.dataset ? "" : this.sent();
    this.problem = "";
    this.show();
    this.listen();
    this.offer();
    this.changed(50); // a browser may have put back what was typed before a reload
  }

  // Not those of the form that offers to write over somebody else's text: they hold what was typed before.
  controls() {
    const named = [...this.article.querySelectorAll(`[name^="${this.key}-"]`)];
    return named.filter((each) => each !== this.versionField && !each.closest("[data-stale]"));
  }

  values() {
    const values = { [`${this.key}-answer`]: "" };
    for (const field of this.controls()) {
      if (field.type !== "radio" || field.checked) values[field.name] = field.value;
    }
    return values;
  }

  now() {
    return JSON.stringify(this.values());
  }

  // What the server wrote into the page as kept, whatever the browser has put back since.
  sent() {
    const values = { [`${this.key}-answer`]: "" };
    for (const field of this.controls()) {
      if (field.type === "radio") {
        if (field.defaultChecked) values[field.name] = field.value;
      } else if (field.options) {
        values[field.name] = ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value;
      } else values[field.name] = field.defaultValue;
    }
    return JSON.stringify(values);
  }

  get dirty() {
    return this.now() !== this.savedKey;
  }

  get answer() {
    return this.article.querySelector("input[type=radio]:checked")?.value ?? "";
  }

  // Without an answer, or returned and not changed yet.
  get waits() {
    return !this.answer || ("returned" in this.article.dataset && !this.touched);
  }

  field(name) {
    return this.article.querySelector(`textarea[name="${this.key}-${name}"]`);
  }

  listen() {
    this.article.addEventListener("input", (event) => {
      if (event.target.closest("[data-stale]")) return;
      if (event.target.matches("textarea") && !this.answer) this.choose(event.target.name.endsWith("-reason") ? "none" : "progress", false);
      this.changed();
    });
    this.article.addEventListener("change", (event) => {
      if (event.target.type === "radio") this.chosen();
      this.changed(event.target.type === "radio" || event.target.matches("select") ? 50 : PAUSE);
    });
    this.article.addEventListener("focusout", (event) => {
      if (event.target.matches("textarea, input[type=text]") && this.dirty) this.send();
    });
    this.article.addEventListener("click", (event) => this.press(event));
  }

  press(event) {
    const button = event.target.closest("[data-take], [data-quote], [data-toggle]");
    if (event.target.closest("[data-stale] a")) forget(this.page.user, this.id);
    if (!button) return;
    if ("toggle" in button.dataset) return this.open(!this.article.classList.contains("is-open"));
    const field = this.field("progress");
    if ("quote" in button.dataset) {
      if (!this.answer || this.answer === "same") this.choose("progress", false);
      this.open(true);
      return insert(field, document.querySelector(button.dataset.quote).innerText);
    }
    this.choose("progress", false);
    this.open(true);
    for (const name of ["progress", "problems", "next_step"]) {
      const last = this.article.querySelector(`[data-last-${name}]`);
      if (last && !this.field(name).value) this.field(name).value = last.textContent;
    }
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    this.changed(50);
  }

  choose(value, follow = true) {
    const radio = this.article.querySelector(`input[type=radio][value="${value}"]`);
    if (!radio) return;
    radio.checked = true;
    this.chosen(follow);
    this.changed(50);
  }

  chosen(follow = true) {
    const writes = ["progress", "none"].includes(this.answer);
    this.show();
    this.open(writes);
    if (writes && follow) this.enter();
  }

  // Which fields belong to the answer.
  show() {
    const answer = this.answer;
    this.article.dataset.answer = answer;
    for (const part of this.article.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(answer || "progress");
  }

  open(on) {
    this.article.classList.toggle("is-open", on);
    const toggle = this.article.querySelector("[data-toggle]");
    if (toggle) {
      toggle.setAttribute("aria-expanded", on);
      toggle.textContent = on ? this.page.words.fold : this.page.words.unfold;
    }
    const peek = this.article.querySelector("[data-peek]");
    if (peek) peek.textContent = on ? "" : this.peek();
  }

  peek() {
    const text = { progress: "progress", none: "reason", not_applicable: "reason" }[this.answer];
    return text ? this.field(text).value.trim().slice(0, 120) : "";
  }

  enter() {
    this.open(true);
    [...this.article.querySelectorAll("[data-fields] textarea")].find((field) => field.offsetParent)?.focus();
  }

  changed(pause = PAUSE) {
    clearTimeout(this.timer);
    if (!this.dirty) return void this.page.unsaved.delete(this);
    this.page.unsaved.add(this);
    this.problem = "";
    keep(this.page.user, this.id, { values: this.values(), version: this.versionField.value, at: Date.now() });
    this.timer = setTimeout(() => this.send(), pause);
    this.page.tell();
  }

  // Gives true when everything that was typed is on the server.
  async send({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (this.sending && !leaving) {
      await this.sending;
      return this.dirty && !this.problem ? this.send() : !this.dirty;
    }
    if (!this.dirty) return true;
    this.sending = this.post(leaving);
    this.page.tell();
    await this.sending;
    this.sending = null;
    this.page.tell();
    return !this.dirty;
  }

  async post(leaving) {
    const key = this.now();
    const request = crypto.randomUUID?.() ?? uuid();
    const body = new URLSearchParams(JSON.parse(key));
    body.set(`${this.key}-version`, this.versionField.value);
    body.set("request_id", request);
    body.set("unconfirmed", this.unconfirmed.join(","));
    this.unconfirmed.push(request);
    this.problem = "";
    const keepalive = leaving && body.toString().length < MOST_KEPT_ALIVE;
    const answer = await this.page.send(this.article.dataset.url, body, keepalive);
    if (answer.ok) return this.saved(key, answer.said);
    if (answer.said?.code) this.unconfirmed = this.unconfirmed.filter((each) => each !== request); // it was refused for certain
    if (answer.said?.html) return this.both(answer.said);
    this.fail(answer.said?.sentence ?? answer.words, answer.again);
  }

  saved(key, said) {
    this.savedKey = key;
    this.touched = true;
    this.versionField.value = said.version;
    this.unconfirmed = [];
    this.article.classList.remove("has-problem");
    this.state.textContent = said.saved;
    if (!this.dirty) {
      forget(this.page.user, this.id);
      this.page.unsaved.delete(this);
    } else this.timer = setTimeout(() => this.send(), PAUSE);
    this.page.counted(said);
  }

  fail(words, again) {
    this.problem = words;
    this.state.textContent = words;
    this.article.classList.add("has-problem");
    if (again) this.timer = setTimeout(() => this.send(), RETRY);
  }

  both(said) {
    this.fail(said.sentence, false);
    this.article.querySelector("[data-stale]")?.remove();
    const box = document.createElement("template");
    box.innerHTML = said.html;
    this.state.after(box.content);
    const shown = this.article.querySelector("[data-stale]");
    shown.scrollIntoView({ block: "nearest" });
    // What was typed after the two texts were compared goes along.
    shown.querySelector("form")?.addEventListener("submit", (event) => {
      for (const [name, value] of Object.entries(this.values())) if (event.target.elements[name]) event.target.elements[name].value = value;
    });
  }

  // What an earlier visit could not save.
  offer() {
    const draft = recall(this.page.user, this.id);
    if (!draft) return;
    const current = this.values();
    const names = Object.keys(draft.values).filter((name) => name.startsWith(`${this.key}-`) && draft.values[name] !== (current[name] ?? ""));
    if (!names.length) return forget(this.page.user, this.id);
    const box = this.page.offerBox(draft, names);
    box.querySelector("[data-restore]")?.addEventListener("click", () => this.restore(draft, box));
    box.querySelector("[data-discard]").addEventListener("click", () => {
      forget(this.page.user, this.id);
      box.remove();
    });
    this.article.querySelector(".k-entry__answers").before(box);
  }

  restore(draft, box) {
    for (const field of this.controls()) {
      const value = draft.values[field.name];
      if (field.type === "radio") field.checked = value === field.value;
      else if (value !== undefined) field.value = value;
    }
    box.remove();
    this.chosen(true);
    this.changed(50);
  }
}

// Without TLS there is no crypto.randomUUID.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
