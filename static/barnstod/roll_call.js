// The roll call on a telephone: each tap is sent at once, and waits while there is no network
// (kept_taps.js, loaded before). Without this script the form with its button does the same. Twice a
// minute the page asks whether its children are still those of the session, and shows what stands:
// who becomes protected or leaves is on no open page.
(() => {
  const ASK_EVERY = 30 * 1000;

  const form = document.getElementById("roll");
  if (!form) return;
  const said = form.dataset;
  const state = document.getElementById("roll-state");
  let { taps, at: since } = keptTaps.of(said.phone);
  let sending = false;
  let timer;

  const keep = () => {
    if (!taps.length) since = Date.now();
    keptTaps.keep(said.phone, { at: since, taps });
  };
  const say = (words) => {
    const text = words.replace("NUMBER", new Set(taps.map((one) => one.child)).size);
    if (state.textContent !== text) state.textContent = text;
  };

  // --- one child on the page ---

  const boxOf = (child) => form.querySelector(`[data-child="${child}"]`);
  const partOf = (box, part) => form.elements[`${part}-${box.dataset.child}`];

  const show = (box, presence, reason) => {
    partOf(box, "p").value = presence;
    for (const radio of box.querySelectorAll("[type=radio]")) radio.checked = radio.value === presence;
    if (reason) partOf(box, "r").value = reason;
  };
  const refuse = (box, words) => {
    box.classList.toggle("refused", Boolean(words));
    box.querySelector(".roll-refused").textContent = words;
  };

  const tap = (box) => {
    const presence = partOf(box, "p").value;
    if (!presence) return;
    refuse(box, "");
    const child = box.dataset.child;
    // A tap that was never sent is replaced; one that may have arrived is sent again as it was.
    taps = taps.filter((one) => one.child !== child || one.tried);
    taps.push({
      child,
      key: keptTaps.newKey(),
      presence,
      reason: presence === "absent" ? partOf(box, "r").value : "",
      seen: partOf(box, "s").value.split(".")[0],
    });
    keep();
    send();
  };

  // --- sending: the oldest tap of each child, then the next ---

  const firstOfEach = () => taps.filter((one, at) => taps.findIndex((other) => other.child === one.child) === at);

  const packed = (batch) => {
    const body = new URLSearchParams({ key: batch[0].key, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    for (const one of batch) {
      body.set(`p-${one.child}`, one.presence);
      body.set(`r-${one.child}`, one.reason);
      body.set(`s-${one.child}`, one.seen);
      body.set(`k-${one.child}`, one.key);
    }
    return body;
  };

  const send = async () => {
    clearTimeout(timer);
    if (sending || !taps.length) return;
    sending = true;
    say(said.saving);
    const batch = firstOfEach();
    for (const one of batch) one.tried = true;
    keep();
    const { told, isAway } = await keptTaps.post(said.taps, packed(batch));
    if (told) take(batch, told);
    sending = false;
    if (told) return taps.length ? send() : say(form.querySelector(".refused") ? said.refused : said.saved);
    say(isAway ? said.waiting : said.signedOut);
    if (isAway) timer = setTimeout(send, keptTaps.AGAIN_AFTER);
  };

  const take = (batch, { answers = [], refused = said.gone }) => {
    const told = new Map(answers.map((answer) => [answer.child, answer]));
    for (const one of batch) {
      const box = boxOf(one.child);
      const answer = told.get(one.child);
      const isLost = !answer || answer.refused;
      // After a refusal, what was tapped on top of it was tapped without knowing.
      taps = taps.filter((other) => other.key !== one.key && !(isLost && other.child === one.child));
      if (!box) continue;
      if (!answer) {
        refuse(box, refused);
        continue;
      }
      partOf(box, "s").value = `${answer.version}.${answer.presence}.${answer.reason}`;
      refuse(box, answer.refused);
      const next = taps.find((other) => other.child === one.child);
      if (next) next.seen = String(answer.version);
      else show(box, answer.presence, answer.reason);
    }
    keep();
  };

  // --- is this still the list? ---

  const get = (address) => fetch(address, { redirect: "manual", credentials: "same-origin", cache: "no-store" });
  const boxes = (within) => [...within.querySelectorAll("[data-child]")];

  const ask = async () => {
    if (!navigator.onLine) return;
    try {
      const response = await get(said.taps);
      if (response.status >= 500) return;
      // Signed out, or no longer a session of this leader: the names go, the taps are kept.
      if (!response.ok) return location.reload();
      const { cards } = await response.json();
      const mine = boxes(form);
      const isSame = mine.length === Object.keys(cards).length && mine.every((box) => cards[box.dataset.child] === box.dataset.card);
      if (!isSame) await renew();
    } catch {
      // Out of reach: asked again.
    }
  };

  const renew = async () => {
    const response = await get(location.pathname);
    if (response.status >= 500) return;
    const fresh = response.ok && new DOMParser().parseFromString(await response.text(), "text/html").getElementById("roll");
    if (!fresh) return location.reload();
    const stays = new Set(boxes(fresh).map((box) => box.dataset.child));
    for (const box of boxes(form)) if (!stays.has(box.dataset.child)) box.remove();
    taps = taps.filter((one) => stays.has(one.child));
    keep();
    let last = form.elements.key;
    for (const box of boxes(fresh)) {
      const mine = boxOf(box.dataset.child);
      if (!mine) last.after(box);
      else if (mine.dataset.card !== box.dataset.card) mine.replaceWith(box);
      last = boxOf(box.dataset.child);
    }
    showWaiting();
    if (!taps.length) say(said.changed);
  };

  const showWaiting = () => {
    for (const one of taps) if (boxOf(one.child)) show(boxOf(one.child), one.presence, one.reason);
  };

  // --- begin ---

  document.getElementById("roll-save").hidden = true;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => tap(event.target.closest("[data-child]")));
  const resume = () => {
    send();
    ask();
  };
  addEventListener("online", resume);
  document.addEventListener("visibilitychange", () => document.hidden || resume());
  setInterval(ask, ASK_EVERY);
  showWaiting();
  send();
})();
