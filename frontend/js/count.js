// How many characters a text has, under its field: data-count="{n} 字".
import { fresh } from "./once.js";

export function startCounters(root) {
  for (const field of fresh(root, "textarea[data-count]", "Count")) {
    const line = document.createElement("span");
    line.className = "k-count";
    line.id = `${field.id}_count`;
    field.after(line);
    const show = () => {
      // Code points, as the server counts them.
      const n = [...field.value].length;
      line.textContent = n ? field.dataset.count.replace("{n}", n.toLocaleString()) : "";
    };
    field.addEventListener("input", show);
    show();
  }
}
