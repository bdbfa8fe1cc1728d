// What was typed and not saved stays on this machine under the person and the entry, until it is saved or another
// person signs in. Storage may be full or forbidden.
const PREFIX = "kepu:draft:";
const name = (user, entry) => `${PREFIX}${user}:${entry}`;

export function keep(user, entry, draft) {
  try {
    localStorage.setItem(name(user, entry), JSON.stringify(draft));
  } catch {
    // the page alone keeps it
  }
}

export function recall(user, entry) {
  try {
    return JSON.parse(localStorage.getItem(name(user, entry)));
  } catch {
    return null;
  }
}

export function forget(user, entry) {
  try {
    localStorage.removeItem(name(user, entry));
  } catch {
    // nothing was kept
  }
}

export function forgetOthers(page) {
  const user = page.querySelector('meta[name="kepu-user"]')?.content;
  if (!user) return;
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && !key.startsWith(`${PREFIX}${user}:`)) localStorage.removeItem(key);
    }
  } catch {
    // nothing was kept
  }
}
