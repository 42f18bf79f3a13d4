/* "Leave the site": empties the page at once and takes its place in the history. Without this file the link still works. */
"use strict";

document.getElementById("leave")?.addEventListener("click", (event) => {
  event.preventDefault();
  const address = event.currentTarget.href;
  document.title = "\u00a0";
  document.body.replaceChildren();
  document.documentElement.hidden = true;
  window.stop();
  window.location.replace(address);
});
