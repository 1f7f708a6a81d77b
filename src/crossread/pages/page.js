"use strict";
(() => {
  const all = (selector) => Array.from(document.querySelectorAll(selector));

  // Contents are folded where they do not stand at the side.
  const contents = document.querySelector("nav.contents > details");
  const wide = matchMedia("(min-width: 70rem)");
  const fold = () => { if (contents) contents.open = wide.matches; };
  wide.addEventListener("change", fold);
  fold();

  // #<start>-<end> marks these characters. They are counted as code points, the DOM counts UTF-16 units.
  const clear = () => all("mark.evidence").forEach((mark) => {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  });
  const markIn = (words, start, end) => {
    words.normalize();
    const node = words.firstChild;
    const characters = Array.from(node ? node.data : "");
    const at = Number(words.dataset.start);
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, characters.length);
    if (from >= to) return null;
    const range = document.createRange();
    range.setStart(node, characters.slice(0, from).join("").length);
    range.setEnd(node, characters.slice(0, to).join("").length);
    const mark = document.createElement("mark");
    mark.className = "evidence";
    range.surroundContents(mark);
    return mark;
  };
  const show = () => {
    const span = /^#(\d+)-(\d+)$/.exec(location.hash);
    const status = document.querySelector(".found");
    if (!status) return;
    clear();
    status.textContent = "";
    if (!span) return;
    const [start, end] = [Number(span[1]), Number(span[2])];
    const marks = all("[data-start]").map((words) => markIn(words, start, end)).filter(Boolean);
    if (!marks.length) {
      status.textContent = "This article has no words at the address.";
      return;
    }
    if (marks.some((mark) => mark.closest(".aside"))) document.getElementById("hide-furniture").checked = false;
    status.textContent = `Characters ${start} to ${end} are marked.`;
    marks[0].tabIndex = -1;
    marks[0].focus({ preventScroll: true });
    marks[0].scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", show);
  show();
})();
