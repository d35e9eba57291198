// Whether what was removed from a text is shown: remembered from article to article, in this browser alone.
"use strict";

const KEY = "warta.show-removed";
const box = document.querySelector(".show-removed");

function remembered() {
  try {
    return localStorage.getItem(KEY) === "yes";
  } catch {
    return false; // A browser may forbid it to remember.
  }
}

if (box) {
  // What a browser fills in again after a reload is older than what was chosen last.
  box.autocomplete = "off";
  box.checked = remembered();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(KEY, box.checked ? "yes" : "no");
    } catch {
      // Then it holds for this page.
    }
  });
}
