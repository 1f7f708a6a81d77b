"use strict";
(() => {
  const all = (selector) => Array.from(document.querySelectorAll(selector));

  // Contents are folded where they do not stand at the side.
  const contents = document.querySelector("nav.contents > details");
  const wide = matchMedia("(min-width: 70rem)");
  const fold = () => { if (contents) contents.open = wide.matches; };
  wide.addEventListener("change", fold);
  fold();

  // A table is sorted by the column whose head is pressed, and the other way round when it is pressed again.
  const value = (row, column) => {
    const cell = row.cells[column];
    if (!cell.classList.contains("number")) return cell.textContent.trim();
    const number = parseFloat(cell.textContent.replace(/,/g, ""));
    return Number.isNaN(number) ? -Infinity : number;
  };
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : a.localeCompare(b, "en"));
  const sort = (table, head) => {
    const turned = head.getAttribute("aria-sort") === "ascending";
    const rows = Array.from(table.tBodies[0].rows);
    const keys = new Map(rows.map((row) => [row, value(row, head.cellIndex)]));
    rows.sort((a, b) => compare(keys.get(a), keys.get(b)) * (turned ? -1 : 1));
    table.tBodies[0].append(...rows);
    table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", turned ? "descending" : "ascending");
  };
  all("main table").filter((table) => table.tBodies[0] && table.tBodies[0].rows.length > 2).forEach((table) => {
    table.querySelectorAll("thead th").forEach((head) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, head));
      head.append(button);
    });
  });

  // A long table shows only the rows with the words that are written above it.
  all("main table").filter((table) => table.tBodies[0] && table.tBodies[0].rows.length >= 15).forEach((table) => {
    const rows = Array.from(table.tBodies[0].rows);
    const words = rows.map((row) => row.textContent.toLowerCase());
    const box = document.createElement("div");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const status = document.createElement("span");
    box.className = "filter";
    input.type = "search";
    input.setAttribute("aria-label", `Rows of “${table.caption.textContent}” with these words`);
    status.setAttribute("role", "status");
    label.append("Rows with ", input);
    box.append(label, status);
    input.addEventListener("input", () => {
      const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, n) => {
        row.hidden = !wanted.every((word) => words[n].includes(word));
        if (!row.hidden) shown += 1;
      });
      status.textContent = wanted.length ? `${shown} of ${rows.length} rows` : "";
    });
    (table.closest(".table-scroll") || table).before(box);
  });

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
    const spans = /^#\d+-\d+(,\d+-\d+)*$/.test(location.hash) ? location.hash.slice(1).split(",") : [];
    const status = document.querySelector(".found");
    if (!status) return;
    clear();
    status.textContent = "";
    if (!spans.length) return;
    const marks = spans.flatMap((span) => {
      const [start, end] = span.split("-").map(Number);
      return all("[data-start]").flatMap((words) => markIn(words, start, end));
    });
    if (!marks.length) {
      status.textContent = "This article has no words at the address.";
      return;
    }
    const furniture = document.querySelector(".on-furniture");
    if (furniture && marks.some((mark) => mark.closest(".aside"))) furniture.checked = true;
    if (marks.every((mark) => mark.closest(".gap"))) {
      status.textContent = "The words at the address are left out of this report.";
      return;
    }
    status.textContent = `Characters ${spans.join(", ").replace(/-/g, " to ")} are marked.`;
    marks[0].tabIndex = -1;
    if (window === parent) marks[0].focus({ preventScroll: true });
    marks[0].scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", show);

  // Beside another article a page shows its words alone, and tells which statement was chosen in them.
  if (window !== parent) {
    document.documentElement.classList.add("framed");
    const joined = document.querySelector(".on-joined");
    if (joined) joined.checked = true;
    addEventListener("click", (event) => {
      const chosen = event.target.closest(".tag.of-joined, .joined");
      const number = chosen && /\bat-(\d+)/.exec(chosen.className);
      if (!number || !joined.checked) return;
      event.preventDefault();
      parent.postMessage({ statement: number[1] }, "*");
    });
  }
  show();

  // Two articles side by side: #a=<left>&b=<right>&at=<statement>.
  const sides = ["left", "right"].map((name) => ({
    choice: document.getElementById(name),
    frame: document.getElementById(`${name}-article`),
    status: document.getElementById(`${name}-status`),
  }));
  if (!sides[0].frame) return;
  const list = document.getElementById("statements");
  const statements = list ? Array.from(list.children) : [];
  const remarks = statements.filter((statement) => statement.querySelector("small").textContent === "remark").length;
  const cellOf = (statement, place) => statement.querySelector(`[data-place="${place}"]`);
  const put = (side, statement) => {
    const cell = statement && cellOf(statement, side.choice.selectedIndex);
    const address = `read/${side.choice.value}.html${cell ? `#${cell.dataset.spans}` : ""}`;
    if (side.frame.getAttribute("src") !== address) side.frame.src = address;
    side.frame.title = side.choice.selectedOptions[0].textContent;
    const letters = statement && statement.dataset.missing.replace(/(.)(\d+)/g, (run, letter, n) => letter.repeat(n));
    const letter = statement ? letters[side.choice.selectedIndex] : "-";
    const said = list ? list.dataset.statuses.split("|")["anu".indexOf(letter)] : "";
    side.status.textContent = letter === "-" ? "" : `⇄ ${statement.dataset.at}: ${said}.`;
  };
  const arrange = (chosen) => {
    const places = sides.map((side) => side.choice.selectedIndex);
    const counts = [0, 0, 0, 0];
    const ranks = new Map(statements.map((statement) => {
      const told = places.map((place) => Boolean(cellOf(statement, place)));
      const rank = told[0] && told[1] ? 0 : told[0] ? 1 : told[1] ? 2 : 3;
      counts[rank] += 1;
      statement.hidden = rank === 3;
      statement.classList.toggle("chosen", statement === chosen);
      statement.querySelectorAll("[data-place]").forEach((cell) => {
        cell.hidden = !places.includes(Number(cell.dataset.place));
      });
      return [statement, rank];
    }));
    list.append(...statements.slice().sort((a, b) => ranks.get(a) - ranks.get(b)));
    document.getElementById("told-counts").textContent =
      `Of ${statements.length - remarks} facts and ${remarks} remarks in the set, ${counts[0]} found in both, ${counts[1]} in the left alone, ${counts[2]} in the right alone.`;
  };
  const pair = () => {
    const wanted = new URLSearchParams(location.hash.slice(1));
    ["a", "b"].forEach((name, n) => {
      const option = Array.from(sides[n].choice.options).find((other) => other.value === wanted.get(name));
      if (option) option.selected = true;
    });
    const chosen = statements.find((statement) => statement.dataset.at === wanted.get("at"));
    if (list) arrange(chosen);
    sides.forEach((side) => put(side, chosen));
  };
  const go = (at) => {
    const wanted = new URLSearchParams({ a: sides[0].choice.value, b: sides[1].choice.value });
    if (at) wanted.set("at", at);
    location.hash = wanted.toString();
  };
  sides.forEach((side) => side.choice.addEventListener("change", () => go(null)));
  statements.forEach((statement) => {
    statement.querySelector("button").addEventListener("click", () => go(statement.dataset.at));
  });
  addEventListener("message", (event) => {
    const number = event.data && String(event.data.statement);
    if (sides.some((side) => side.frame.contentWindow === event.source) && /^\d+$/.test(number)) go(number);
  });
  addEventListener("hashchange", pair);
  pair();
})();
