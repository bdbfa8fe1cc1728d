// Everything here makes a page that already works quicker or more comfortable.
import { startCounters } from "./count.js";
import { startDialogs } from "./dialog.js";
import { forgetOthers } from "./drafts.js";
import { startFindings } from "./findings.js";
import { startGuard } from "./guard.js";
import { startHtmx } from "./requests.js";
import { startLinked } from "./linked.js";
import { startMenus } from "./menu.js";
import { startPasting } from "./paste.js";
import { startReport } from "./report.js";
import { startTools } from "./tools.js";
import { startUploads } from "./upload.js";

document.documentElement.classList.add("has-script");
startMenus(document);
startDialogs(document);
startGuard(document);
startTools(document);
startHtmx(document);
forgetOthers(document);
startFindings(document);

// These look at elements one by one, so they look again at what htmx brings in.
const enhance = (root) => {
  startLinked(root);
  startUploads(root);
  startCounters(root);
  startPasting(root);
  startReport(root);
};
document.addEventListener("DOMContentLoaded", () => enhance(document));
document.addEventListener("htmx:load", (event) => enhance(event.target));
