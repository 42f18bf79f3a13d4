// How many came, on a telephone: what is saved is sent at once, and waits while there is no network
// (kept_taps.js, loaded before). Without this script the form with its button does the same.
(() => {
  const form = document.getElementById("count");
  if (!form) return;
  const said = form.dataset;
  const { children, seen, csrfmiddlewaretoken } = form.elements;
  const state = document.getElementById("roll-state");
  const refused = document.getElementById("count-refused");
  let { taps, at: since } = keptTaps.of(said.phone);
  let sending = false;
  let timer;

  const keep = () => {
    if (!taps.length) since = Date.now();
    keptTaps.keep(said.phone, { at: since, taps });
  };
  const say = (words) => {
    if (state.textContent !== words) state.textContent = words;
  };

  const save = () => {
    refused.textContent = "";
    // A number that was never sent is replaced; one that may have arrived is sent again as it was.
    taps = taps.filter((one) => one.tried);
    taps.push({ key: keptTaps.newKey(), children: children.value, seen: seen.value });
    keep();
    send();
  };

  const send = async () => {
    clearTimeout(timer);
    if (sending || !taps.length) return;
    sending = true;
    say(said.saving);
    const one = taps[0];
    one.tried = true;
    keep();
    const body = { key: one.key, children: one.children, seen: one.seen, csrfmiddlewaretoken: csrfmiddlewaretoken.value };
    const { told, isAway } = await keptTaps.post(said.taps, new URLSearchParams(body));
    if (told) take(one, told);
    sending = false;
    if (told) return taps.length ? send() : say(told.refused ? "" : said.saved);
    say(isAway ? said.waiting : said.signedOut);
    if (isAway) timer = setTimeout(send, keptTaps.AGAIN_AFTER);
  };

  const take = (one, told) => {
    // After a refusal, what was saved on top of it was saved without knowing.
    taps = told.refused ? [] : taps.filter((other) => other.key !== one.key);
    for (const next of taps) next.seen = String(told.seen);
    seen.value = told.seen;
    refused.textContent = told.refused || "";
    keep();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  if (taps.length) children.value = taps.at(-1).children;
  send();
})();
