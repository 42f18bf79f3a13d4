// An open page of children asks what stands. Where it may no longer be read, or nobody is signed in
// any more, the whole page is asked for again: the names go, and nothing else is put in their place.
addEventListener("htmx:beforeOnLoad", (event) => {
  const { status, responseURL } = event.detail.xhr;
  const isHere = new URL(responseURL || location.href).pathname === location.pathname;
  if (status >= 500 || (status < 400 && isHere)) return;
  event.preventDefault();
  location.reload();
});
