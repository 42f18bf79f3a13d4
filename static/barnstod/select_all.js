// Marks the whole text of a field when somebody comes to it, ready to be copied.
"use strict";
for (const field of document.querySelectorAll("[data-select-all]")) {
  field.addEventListener("focus", () => field.select());
}
