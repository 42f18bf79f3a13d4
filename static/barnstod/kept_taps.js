// What a telephone keeps of a roll that has not been sent yet: keys that mean nothing outside this
// session, and codes or a number; no name. Erased when it has been sent, or after twelve hours.
// {phone key: {at, taps: [{key, tried, seen, …}]}}
const keptTaps = (() => {
  const STORE = "barnstod-narvaro";
  const KEPT_FOR = 12 * 60 * 60 * 1000;

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(STORE)) || {};
    } catch {
      return {};
    }
  };
  const write = (all) => {
    const fresh = Object.entries(all).filter(([, one]) => one.taps.length && Date.now() - one.at < KEPT_FOR);
    try {
      if (fresh.length) localStorage.setItem(STORE, JSON.stringify(Object.fromEntries(fresh)));
      else localStorage.removeItem(STORE);
    } catch {
      // A browser that keeps nothing: the taps wait on the page.
    }
  };
  write(read());

  const randomKey = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  return {
    AGAIN_AFTER: 5000,
    newKey: () => (crypto.randomUUID ? crypto.randomUUID() : randomKey()),
    of: (phone) => read()[phone] || { at: Date.now(), taps: [] },
    keep: (phone, kept) => write({ ...read(), [phone]: kept }),
    // Posts to the address: what it told, or isAway where nobody can be reached, or neither.
    post: async (address, body) => {
      try {
        const response = await fetch(address, { method: "POST", body, redirect: "manual", credentials: "same-origin" });
        return { isAway: response.status >= 500, told: response.ok ? await response.json() : undefined };
      } catch {
        return { isAway: true };
      }
    },
  };
})();
