// A file field that can be dropped on and pasted into; says what was chosen and whether it fits.
import { fresh } from "./once.js";

export function startUploads(root) {
  for (const box of fresh(root, "[data-drop]", "Drop")) {
    const field = box.querySelector("input[type=file]");
    if (field) watch(box, field);
  }
}

function watch(box, field) {
  const over = (on) => (event) => {
    event.preventDefault();
    box.classList.toggle("is-over", on);
  };
  box.addEventListener("dragover", over(true));
  box.addEventListener("dragleave", over(false));
  box.addEventListener("drop", (event) => {
    over(false)(event);
    take(field, event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    if (box.isConnected && event.clipboardData.files.length) take(field, event.clipboardData.files);
  });
  field.addEventListener("change", () => tell(box, field));
  tell(box, field);
}

function take(field, files) {
  if (!files.length) return;
  const chosen = new DataTransfer();
  for (const file of field.multiple ? files : [files[0]]) chosen.items.add(file);
  field.files = chosen.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function tell(box, field) {
  const file = field.files[0];
  const limit = Number(box.dataset.limit || Infinity);
  const problem = file && problemOf(file, limit, box.dataset);
  box.classList.toggle("has-file", Boolean(file && !problem));
  box.classList.toggle("has-problem", Boolean(problem));
  field.setCustomValidity(problem || "");
  const line = box.querySelector("[data-drop-state]");
  if (line) line.textContent = problem || (file ? `${file.name} · ${readable(file.size)}` : "");
}

function problemOf(file, limit, words) {
  if (file.size === 0) return words.messageEmpty;
  if (file.size > limit) return words.messageLarge.replace("{size}", readable(file.size)).replace("{limit}", readable(limit));
  return "";
}

function readable(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
