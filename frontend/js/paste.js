// Text from Word, WPS or a page arrives without its formatting: cells become tabs, rows and paragraphs lines.
import { fresh } from "./once.js";

const BLOCK = /^(ADDRESS|ARTICLE|BLOCKQUOTE|DD|DIV|DL|DT|H[1-6]|LI|OL|P|PRE|SECTION|TABLE|TBODY|THEAD|TR|UL)$/;
const EDGE = "\u0001"; // where a block begins or ends; several in a row are one line end
const MERGED = /\b(?:row|col)span\s*=\s*["']?\s*(?:[2-9]|1\d)/i;
const MOST_ROWS = 1000;
const MOST_COLUMNS = 100;
const SKIP = /^(HEAD|META|LINK|SCRIPT|STYLE|TEMPLATE|TITLE|XML|O:P)$/;

// Fields into which whole documents are pasted: textarea[data-paste].
export function startPasting(root) {
  for (const field of fresh(root, "textarea[data-paste]", "Paste")) startPaste(field);
}

export function startPaste(root) {
  root.addEventListener("paste", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement)) return;
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    // Where cells are merged the plain text leaves the covered ones out, and what stands behind them moves.
    const table = /<t[dh][\s>]/i.test(html) && (!plain.includes("\t") || MERGED.test(html));
    const text = tidy(html && (!plain || table) ? textOf(html) : plain);
    if (!text || text === plain) return;
    event.preventDefault();
    insert(field, text);
  });
}

// At the caret, so that Ctrl+Z takes it back.
export function insert(field, text) {
  field.focus();
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

export function textOf(html) {
  // Styles are dropped before parsing: the policy of the page forbids them also in a document that is never shown.
  const bare = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle\s*=\s*("[^"]*"|'[^']*')/gi, "");
  const page = new DOMParser().parseFromString(bare, "text/html");
  return tidy(read(page.body).replace(new RegExp(` *${EDGE}[${EDGE} ]*`, "g"), "\n"));
}

function read(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/[\s\u00a0]+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || SKIP.test(node.nodeName)) return "";
  if (node.nodeName === "BR") return "\n";
  if (node.nodeName === "TABLE" && !isLayout(node)) return tableText(node);
  if (/^T[DH]$/.test(node.nodeName)) return `${EDGE}${inside(node).trim()}${EDGE}`;
  const text = inside(node);
  return BLOCK.test(node.nodeName) ? `${EDGE}${text.trim()}${EDGE}` : text;
}

// A table that only arranges a page holds others, or a whole text in one cell.
function isLayout(table) {
  if (table.querySelector("table")) return true;
  return [...table.querySelectorAll("td")].some(
    (cell) => cell.textContent.length > 600 && cell.querySelectorAll("p,br,div").length > 5,
  );
}

// A line per row; a cell that covers several places stands in the first, the others are blank.
function tableText(table) {
  const covered = [];
  const lines = [...table.rows].map((row) => {
    const cells = [];
    const blanks = () => {
      while (covered[cells.length] > 0) {
        covered[cells.length] -= 1;
        cells.push("");
      }
    };
    for (const cell of row.cells) {
      blanks();
      const below = Math.min(cell.rowSpan, MOST_ROWS) - 1;
      for (let at = 0; at < Math.min(cell.colSpan, MOST_COLUMNS); at += 1) {
        covered[cells.length] = below;
        cells.push(at ? "" : words(cell));
      }
    }
    blanks();
    return cells.join("\t");
  });
  return `${EDGE}${lines.join(EDGE)}${EDGE}`;
}

const words = (cell) => inside(cell).replaceAll(EDGE, " ").replace(/\s+/g, " ").trim();
const inside = (node) => [...node.childNodes].map(read).join("");

function tidy(text) {
  return text
    .replace(/\r\n?|\v|\f|\u2028|\u2029/g, "\n")
    .replace(/[\uf000-\uf0ff]/g, "·") // the bullets of Word are letters of a private font
    .replace(/ *\n */g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+|\n+$/g, "");
}
