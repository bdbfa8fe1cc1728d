// Text from Word, WPS or a page arrives without its formatting: cells become tabs, rows and paragraphs lines.
const BLOCK = /^(ADDRESS|ARTICLE|BLOCKQUOTE|DD|DIV|DL|DT|H[1-6]|LI|OL|P|PRE|SECTION|TABLE|TBODY|THEAD|TR|UL)$/;
const EDGE = "\u0001"; // where a block begins or ends; several in a row are one line end
const SKIP = /^(HEAD|META|LINK|SCRIPT|STYLE|TEMPLATE|TITLE|XML|O:P)$/;

export function startPaste(root) {
  root.addEventListener("paste", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement)) return;
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    const table = /<t[dh][\s>]/i.test(html) && !plain.includes("\t");
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
  if (node.nodeName === "TR") {
    const cells = [...node.children].map((cell) => inside(cell).replaceAll(EDGE, " ").replace(/\s+/g, " ").trim());
    return `${EDGE}${cells.join("\t")}${EDGE}`;
  }
  const text = inside(node);
  return BLOCK.test(node.nodeName) ? `${EDGE}${text.trim()}${EDGE}` : text;
}

const inside = (node) => [...node.childNodes].map(read).join("");

function tidy(text) {
  return text
    .replace(/\r\n?|\v|\f|\u2028|\u2029/g, "\n")
    .replace(/[\uf000-\uf0ff]/g, "·") // the bullets of Word are letters of a private font
    .replace(/ *\n */g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+|\n+$/g, "");
}
