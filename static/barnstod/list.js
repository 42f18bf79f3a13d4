// After the button was pressed, go to the answer; a choice that is changed leaves everything where it is.
addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.requestConfig?.triggeringEvent?.type !== "submit") return;
  const number = document.getElementById("antal");
  number.scrollIntoView();
  number.focus({ preventScroll: true });
});
