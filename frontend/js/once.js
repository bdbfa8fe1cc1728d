// Elements that match and were not enhanced before; the root itself counts.
export function fresh(root, selector, name) {
  const found = [...root.querySelectorAll(selector)];
  if (root instanceof Element && root.matches(selector)) found.unshift(root);
  return found.filter((element) => {
    const key = `ready${name}`;
    if (element.dataset[key]) return false;
    element.dataset[key] = "1";
    return true;
  });
}
