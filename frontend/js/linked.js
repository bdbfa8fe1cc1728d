// Text on one side, findings on the other: what is looked at on one side is lit on both.
// Both sides carry data-item; a piece of text may belong to several items ("t12 u3").
import { fresh } from "./once.js";

const DWELL = 140; // ms: a pointer that only passes moves nothing
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

export function startLinked(root) {
  for (const reader of fresh(root, "[data-linked]", "Linked")) new Linked(reader);
}

const inPage = (hash) => hash && document.getElementById(decodeURIComponent(hash.slice(1)));

class Linked {
  constructor(reader) {
    this.reader = reader;
    this.text = reader.querySelector(".k-reader__text");
    this.list = reader.querySelector(".k-reader__list");
    if (!this.text || !this.list) return;
    this.lit = [];
    this.items().forEach((item, index) => (item.tabIndex = index ? -1 : 0));
    for (const mark of this.text.querySelectorAll("[data-item]")) mark.tabIndex = -1;
    this.listen();
    this.fromAddress();
  }

  items() {
    return [...this.list.querySelectorAll("[data-item]")];
  }

  listen() {
    const { reader } = this;
    reader.addEventListener("mouseover", (event) => this.dwell(event.target.closest("[data-item]")));
    reader.addEventListener("mouseleave", () => clearTimeout(this.timer));
    reader.addEventListener("focusin", (event) => this.focused(event.target.closest("[data-item]")));
    // What moves between pressing and letting go of the button is not pressed at all.
    reader.addEventListener("pointerdown", () => (this.pressing = true));
    document.addEventListener("pointerup", () => (this.pressing = false));
    document.addEventListener("pointercancel", () => (this.pressing = false));
    reader.addEventListener("click", (event) => this.press(event));
    reader.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => this.fromAddress());
  }

  // Wherever one steps into an item, walking goes on from there.
  focused(element) {
    if (element && this.list.contains(element)) this.rove(element);
    this.light(element, { follow: !this.pressing });
  }

  dwell(element) {
    clearTimeout(this.timer);
    if (element) this.timer = setTimeout(() => this.light(element, { follow: this.scrolls(this.otherSide(element)) }), DWELL);
  }

  otherSide(element) {
    return this.list.contains(element) ? this.text : this.list;
  }

  // Columns scroll by themselves on wide screens; on a phone the list is part of the page, which hovering must not move.
  scrolls(side) {
    return side.scrollHeight > side.clientHeight + 1 && getComputedStyle(side).overflowY !== "visible";
  }

  light(element, { follow }) {
    if (!element) return;
    const names = element.dataset.item.split(" ");
    for (const old of this.lit) old.classList.remove("is-lit");
    this.lit = names.flatMap((name) => [...this.reader.querySelectorAll(`[data-item~="${CSS.escape(name)}"]`)]);
    for (const each of this.lit) each.classList.add("is-lit");
    const side = this.otherSide(element);
    const partner = this.lit.find((each) => side.contains(each));
    if (follow && partner) this.show(partner, side);
    return partner;
  }

  show(partner, side, lower = 0.25) {
    if (!this.scrolls(side)) return partner.scrollIntoView({ block: "nearest" });
    const box = side.getBoundingClientRect();
    const place = partner.getBoundingClientRect();
    const head = side.querySelector(".k-reader__head")?.offsetHeight ?? 0;
    if (place.top >= box.top + head && place.bottom <= box.bottom) return;
    side.scrollTo({ top: side.scrollTop + place.top - box.top - head - box.height * lower, behavior: calm.matches ? "auto" : "smooth" });
  }

  press(event) {
    const link = event.target.closest('a[href^="#"]');
    const aim = link && inPage(link.hash);
    if (aim && this.reader.contains(aim)) {
      event.preventDefault();
      return this.go(aim);
    }
    const item = event.target.closest("[data-item]");
    if (item && this.list.contains(item) && !event.target.closest("a, button, input")) this.light(item, { follow: true });
    const mark = event.target.closest("mark[data-item]");
    if (!mark || event.target.closest("a")) return;
    const partner = this.light(mark, { follow: true });
    if (partner) return this.rove(partner);
    // On another page of the list.
    const name = mark.dataset.item.split(" ").find((each) => /^c\d+$/.test(each));
    if (name && this.reader.dataset.find) location.assign(`${this.reader.dataset.find}?at=${name.slice(1)}`);
  }

  // Moves inside the columns: the browser's own jump would move the whole page too.
  go(aim) {
    const item = aim.closest("[data-item]") ?? this.firstPiece(aim.id);
    if (item) return this.focus(item);
    const side = this.list.contains(aim) ? this.list : this.text;
    aim.tabIndex = -1;
    aim.focus({ preventScroll: true });
    this.show(aim, side, 0);
  }

  // Items that begin together share a mark: all but one have an empty anchor before it.
  firstPiece(id) {
    return id.endsWith("-text") ? this.text.querySelector(`[data-item~="${CSS.escape(id.slice(0, -5))}"]`) : null;
  }

  focus(element) {
    if (this.list.contains(element)) this.rove(element);
    element.focus({ preventScroll: true });
    this.show(element, this.list.contains(element) ? this.list : this.text);
    this.light(element, { follow: false });
  }

  // One stop for Tab in the whole list: where one was last.
  rove(item) {
    for (const each of this.items()) each.tabIndex = each === item ? 0 : -1;
  }

  key(event) {
    if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    const inList = this.list.contains(event.target);
    const step = { j: 1, k: -1, ...(inList && { ArrowDown: 1, ArrowUp: -1 }) }[event.key];
    if (step) return this.walk(event, step);
    const here = event.target.closest("[data-item]");
    if (here !== event.target || !["Enter", "Escape"].includes(event.key)) return;
    const partner = this.light(here, { follow: true });
    if (partner && (event.key === "Enter") === inList) return this.focus(partner);
    if (event.key === "Escape" && !inList) this.press({ target: here, preventDefault() {} });
  }

  walk(event, step) {
    const items = this.items().filter((item) => item.offsetParent !== null);
    const now = items.findIndex((item) => item.tabIndex === 0);
    const next = items[Math.min(Math.max(this.list.contains(document.activeElement) ? now + step : now, 0), items.length - 1)];
    if (!next) return;
    event.preventDefault();
    this.focus(next);
    this.light(next, { follow: true });
  }

  fromAddress() {
    const aim = inPage(location.hash);
    if (!aim || !this.reader.contains(aim)) return;
    this.light(aim.closest("[data-item]") ?? this.firstPiece(aim.id), { follow: true });
  }
}
