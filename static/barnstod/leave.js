/* "Leave the site": the button, or Shift three times. The page is emptied at once, and Back finds
   nothing of ours. Without this file the link still leads away.

   A page can replace its own place in the history and no other. So where more of our pages lie
   behind, the first of them is gone back to, empty, and the way out begins there: what lay ahead
   of it is forgotten by the browser, and its own address becomes one that leads away. It takes the
   Navigation API; where that is missing, only the page in sight is replaced.
   It stands in the head and does not wait for the page: it must be there before there is anything
   to see. Nothing is stored, but for the window's name on the way out. */
"use strict";

(() => {
  const AWAY = "/lamna/";
  const LEAVING = "leaving"; // the window's name between two of our pages on the way out
  const PATIENCE = 1500; // ms to wait for our own first page
  const PRESSES = 3;
  const WITHIN = 5000; // ms from one press to the next
  const places = window.navigation;

  const empty = () => {
    window.stop();
    document.documentElement.replaceChildren(
      document.createElement("head"),
      document.createElement("body"),
    );
    document.title = "\u00a0";
  };

  const replace = () => window.location.replace(AWAY);

  const leave = () => {
    const first = firstOfOurs();
    empty();
    if (first) {
      window.name = LEAVING;
      window.setTimeout(replace, PATIENCE);
      places.traverseTo(first.key).finished.then(goOn, replace);
    } else if (places?.canGoForward) {
      goOn();
    } else {
      replace();
    }
  };

  /* Leave from the first of our pages: forget those ahead, and let Back lead away once more. */
  const goOn = () => {
    window.name = "";
    empty();
    window.history.replaceState(null, "", AWAY);
    places.navigate(AWAY, { history: "push" }).finished.catch(replace);
  };

  /* Only places known to have run this script: a PDF or the office would not go on. */
  const firstOfOurs = () => {
    const here = places?.currentEntry?.index ?? 0;
    const entries = here > 0 ? places.entries() : [];
    let first = here;
    while (first > 0 && entries[first - 1].getState()?.leaves) first -= 1;
    return first < here ? entries[first] : null;
  };

  const mark = () => {
    if (places?.currentEntry && !places.currentEntry.getState()?.leaves) {
      places.updateCurrentEntry({ state: { leaves: true } });
    }
  };

  const goOnIfLeaving = () => {
    if (window.name === LEAVING) goOn();
  };

  /* --- Shift three times, alone --- */

  let pressed = 0;
  let alone = false;
  let timer;

  const tell = () => {
    const progress = document.getElementById("leave-progress");
    if (!progress) return;
    progress.dataset.pressed = pressed;
    progress.textContent = pressed ? progress.dataset[`after${pressed}`] : "";
  };

  const forget = () => {
    window.clearTimeout(timer);
    if (pressed) {
      pressed = 0;
      tell();
    }
  };

  const onKeyDown = (event) => {
    if (event.key === "Shift") {
      if (!event.repeat) alone = !(event.ctrlKey || event.altKey || event.metaKey);
    } else {
      alone = false;
      forget();
    }
  };

  const onKeyUp = (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    window.clearTimeout(timer);
    pressed += 1;
    if (pressed >= PRESSES) {
      leave();
    } else {
      timer = window.setTimeout(forget, WITHIN);
      tell();
    }
  };

  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("#leave")) {
      event.preventDefault();
      leave();
    }
  });
  document.addEventListener("keydown", onKeyDown, true);
  document.addEventListener("keyup", onKeyUp, true);
  document.addEventListener("pointerdown", () => (alone = false), true);
  window.addEventListener("pageshow", goOnIfLeaving);
  places?.addEventListener("currententrychange", mark);
  mark();
  goOnIfLeaving();
})();
