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
  const textIn = (words) => {
    const nodes = [];
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  };
  const markNode = (node, from, to) => {
    const characters = Array.from(node.data);
    const range = document.createRange();
    range.setStart(node, characters.slice(0, from).join("").length);
    range.setEnd(node, characters.slice(0, to).join("").length);
    const mark = document.createElement("mark");
    mark.className = "evidence";
    range.surroundContents(mark);
    return mark;
  };
  const markIn = (words, start, end) => {
    let at = Number(words.dataset.start);
    return textIn(words).map((node) => {
      const length = Array.from(node.data).length;
      const [from, to] = [Math.max(start - at, 0), Math.min(end - at, length)];
      at += length;
      return from < to ? markNode(node, from, to) : null;
    }).filter(Boolean);
  };
  const show = () => {
    const span = /^#(\d+)-(\d+)$/.exec(location.hash);
    const status = document.querySelector(".found");
    if (!status) return;
    clear();
    status.textContent = "";
    if (!span) return;
    const [start, end] = [Number(span[1]), Number(span[2])];
    const marks = all("[data-start]").flatMap((words) => markIn(words, start, end));
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
