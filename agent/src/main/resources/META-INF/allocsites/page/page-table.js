// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0

import { bytes, count, element, exactBytes, exactCount, percent, setText } from "./page-text.js";

const COLUMNS = [
  ["name", "Site", "The place in the code"],
  ["share", "Share", "Part of all bytes"],
  ["rate", "Rate", "Bytes a second, over the last 10 seconds or the window"],
  ["bytes", "Bytes", "All bytes"],
  ["count", "Events", "How many allocations"],
  ["size", "Size", "Bytes of one allocation, on average"],
];
const BEYOND = 6; // rows drawn above and below what is seen

/**
 * A table of any length: only rows in sight are elements, taken from and given back to a pool.
 *
 *   top of a row = its position x row height + heights of the panels open above it
 */
export class Table {
  #rows;
  #open;
  #box;
  #body = element("div", "rows");
  #heads = [];
  #drawn = new Map(); // row number -> element
  #pool = [];
  #panels = new Map(); // row number -> { element, height }
  #position = new Map(); // row number -> position, of open rows only
  #active = null; // row number that Tab reaches
  #rowHeight = 44;
  #due = false;
  #resized = new ResizeObserver(() => this.#measure());

  /** `open(row, panel)` fills the panel of a row. */
  constructor(box, rows, open) {
    this.#box = box;
    this.#rows = rows;
    this.#open = open;
    this.#body.setAttribute("role", "rowgroup");
    box.append(this.#head(), this.#body);
    box.addEventListener("scroll", () => this.#drawSoon(), { passive: true });
    box.addEventListener("keydown", event => this.#key(event));
    this.#body.addEventListener("click", event => this.#click(event));
    this.#resized.observe(box);
  }

  /** Whether somebody points at rows, walks through them or reads one: then a poll leaves their order alone. */
  get held() {
    return this.#body.matches(":hover") || this.#panels.size > 0 || this.#body.querySelector(":focus-visible") !== null;
  }

  #head() {
    const head = element("div", "head");
    head.setAttribute("role", "rowgroup");
    const line = element("div", "line");
    line.setAttribute("role", "row");
    line.setAttribute("aria-rowindex", "1");
    COLUMNS.forEach(([key, text, title], at) => {
      const cell = element("div", `cell c${at}`);
      cell.setAttribute("role", "columnheader");
      const button = element("button", null, text);
      button.type = "button";
      button.title = title;
      button.addEventListener("click", () => this.sort(key));
      cell.append(button);
      line.append(cell);
      this.#heads.push({ cell, key });
    });
    head.append(line);
    return head;
  }

  sort(key) {
    this.#rows.sort(key);
    this.#box.scrollTop = 0;
    this.refresh();
    this.#box.dispatchEvent(new CustomEvent("sorted"));
  }

  /** Closes every row and goes to the top: other rows are coming. */
  clear() {
    for (const row of [...this.#panels.keys()]) {
      this.#close(row);
    }
    this.#active = null;
    this.#box.scrollTop = 0;
  }

  /** Draws after the rows, their order or their numbers changed. */
  refresh() {
    const { order, sortBy, descending } = this.#rows;
    this.#box.setAttribute("aria-rowcount", String(order.length + 1));
    for (const { cell, key } of this.#heads) {
      cell.setAttribute("aria-sort", key !== sortBy ? "none" : descending ? "descending" : "ascending");
    }
    this.#position.clear();
    if (this.#panels.size > 0) {
      order.forEach((row, position) => this.#panels.has(row) && this.#position.set(row, position));
    }
    this.draw();
  }

  #measure() {
    const height = Number.parseFloat(getComputedStyle(this.#box).getPropertyValue("--row-height"));
    this.#rowHeight = Number.isFinite(height) ? height : 44;
    for (const panel of this.#panels.values()) {
      panel.height = panel.element.hidden ? 0 : panel.element.offsetHeight;
    }
    this.draw();
  }

  #drawSoon() {
    if (!this.#due) {
      this.#due = true;
      requestAnimationFrame(() => this.draw());
    }
  }

  draw() {
    this.#due = false;
    const { order } = this.#rows;
    const seen = this.#box.scrollTop;
    const first = Math.max(0, this.#at(seen) - BEYOND);
    const end = Math.min(order.length, this.#at(seen + this.#box.clientHeight) + BEYOND);
    const wanted = new Set();
    for (let position = first; position < end; position += 1) {
      wanted.add(order[position]);
    }
    if (this.#active !== null && this.#drawn.get(this.#active)?.contains(document.activeElement)) {
      wanted.add(this.#active); // an element that leaves the document loses the focus
    }
    for (const [row, drawn] of this.#drawn) {
      if (!wanted.has(row)) {
        drawn.hidden = true;
        this.#drawn.delete(row);
        this.#pool.push(drawn);
      }
    }
    for (let position = first; position < end; position += 1) {
      this.#drawRow(order[position], position);
    }
    this.#drawPanels();
    this.#body.style.height = `${this.#top(order.length)}px`;
  }

  #drawRow(row, position) {
    let line = this.#drawn.get(row);
    if (line === undefined) {
      line = this.#pool.pop() ?? this.#newLine();
      line.hidden = false;
      this.#drawn.set(row, line);
    }
    const { names, rates, counts, samples, totalBytes } = this.#rows;
    const rowBytes = this.#rows.bytes[row];
    const share = totalBytes > 0 ? rowBytes / totalBytes : 0;
    const cells = line.children;
    line.dataset.row = row;
    line.style.transform = `translateY(${this.#top(position)}px)`;
    line.tabIndex = row === (this.#active ?? this.#rows.order[0]) ? 0 : -1;
    line.setAttribute("aria-rowindex", String(position + 2));
    line.setAttribute("aria-expanded", String(this.#panels.has(row)));
    cells[0].title = names.full[row];
    setText(cells[0].firstChild, names.primary[row]);
    setText(cells[0].lastChild, names.secondary[row]);
    setText(cells[1].lastChild, percent(share));
    cells[1].firstChild.style.setProperty("--part", share);
    setText(cells[2], rates[row] > 0 ? `${bytes(rates[row])}/s` : "–");
    setText(cells[3], bytes(rowBytes));
    cells[3].title = exactBytes(rowBytes);
    setText(cells[4], count(counts[row]));
    cells[4].title = exactCount(counts[row]);
    setText(cells[5], bytes(rowBytes / Math.max(1, counts[row])));
    line.classList.toggle("estimated", samples[row] >= 0);
    cells[1].title = samples[row] >= 0 ? `Estimated from ${samples[row]} stacks; sums are exact` : "Exact";
  }

  #newLine() {
    const line = element("div", "line");
    line.setAttribute("role", "row");
    line.setAttribute("aria-level", "1");
    COLUMNS.forEach((column, at) => {
      const cell = element("div", `cell c${at}`);
      cell.setAttribute("role", "gridcell");
      line.append(cell);
    });
    line.children[0].append(element("span", "primary"), element("span", "secondary"));
    line.children[1].append(element("span", "bar"), element("span", null));
    this.#body.append(line);
    return line;
  }

  #drawPanels() {
    for (const [row, panel] of this.#panels) {
      const position = this.#position.get(row);
      panel.element.hidden = position === undefined;
      if (position !== undefined) {
        panel.element.style.transform = `translateY(${this.#top(position) + this.#rowHeight}px)`;
      }
    }
  }

  /** Open panels that are shown, by position. */
  #shown() {
    return [...this.#position].map(([row, position]) => ({ position, height: this.#panels.get(row).height }))
      .sort((one, other) => one.position - other.position);
  }

  #top(position) {
    let top = position * this.#rowHeight;
    for (const [row, open] of this.#position) {
      top += open < position ? this.#panels.get(row).height : 0;
    }
    return top;
  }

  /** The position drawn at a height. */
  #at(height) {
    let above = 0;
    for (const panel of this.#shown()) {
      const bottom = (panel.position + 1) * this.#rowHeight + above;
      if (height < bottom) {
        break;
      }
      if (height < bottom + panel.height) {
        return panel.position;
      }
      above += panel.height;
    }
    return Math.max(0, Math.floor((height - above) / this.#rowHeight));
  }

  #click(event) {
    const line = event.target.closest(".line");
    if (line !== null && line.parentNode === this.#body && getSelection().isCollapsed) {
      this.#activate(Number(line.dataset.row));
      this.#toggle(Number(line.dataset.row));
    }
  }

  #toggle(row) {
    if (this.#panels.has(row)) {
      this.#close(row);
    } else {
      this.#openRow(row);
    }
    this.refresh();
  }

  #openRow(row) {
    const panel = element("div", "panel-row");
    panel.setAttribute("role", "row");
    panel.setAttribute("aria-level", "2");
    const cell = element("div", "detail");
    cell.setAttribute("role", "gridcell");
    panel.append(cell);
    panel.dataset.of = row;
    this.#panels.set(row, { element: panel, height: 0 });
    this.#body.append(panel);
    this.#resized.observe(panel);
    this.#open(row, cell);
  }

  #close(row) {
    const panel = this.#panels.get(row);
    this.#resized.unobserve(panel.element);
    const focused = panel.element.contains(document.activeElement);
    panel.element.remove();
    this.#panels.delete(row);
    this.#position.delete(row);
    if (focused) {
      this.#drawn.get(row)?.focus();
    }
  }

  #activate(row) {
    const before = this.#drawn.get(this.#active ?? this.#rows.order[0]);
    if (before !== undefined) {
      before.tabIndex = -1;
    }
    this.#active = row;
    const now = this.#drawn.get(row);
    if (now !== undefined) {
      now.tabIndex = 0;
      now.focus({ preventScroll: true });
    }
  }

  #key(event) {
    const panel = event.target.closest(".panel-row");
    if (event.key === "Escape") {
      this.#escape(panel === null ? this.#active : Number(panel.dataset.of), event);
      return;
    }
    const line = event.target.closest(".line");
    if (panel !== null || line === null || line.parentNode !== this.#body) {
      return;
    }
    const row = Number(line.dataset.row);
    const isOpen = this.#panels.has(row);
    if (event.key === "Enter" || event.key === " " || (event.key === "ArrowRight" && !isOpen)
        || (event.key === "ArrowLeft" && isOpen)) {
      event.preventDefault();
      this.#toggle(row);
      return;
    }
    this.#move(row, event);
  }

  #escape(row, event) {
    const last = [...this.#panels.keys()].at(-1);
    const closing = this.#panels.has(row) ? row : last;
    if (closing !== undefined) {
      event.stopPropagation();
      this.#close(closing);
      this.refresh();
      this.#activate(closing);
    }
  }

  #move(row, event) {
    const { order } = this.#rows;
    const page = Math.max(1, Math.floor(this.#box.clientHeight / this.#rowHeight) - 2);
    const position = order.indexOf(row);
    const to = {
      ArrowDown: position + 1, ArrowUp: position - 1, PageDown: position + page, PageUp: position - page,
      Home: 0, End: order.length - 1,
    }[event.key];
    if (to === undefined || order.length === 0) {
      return;
    }
    event.preventDefault();
    const next = Math.min(order.length - 1, Math.max(0, to));
    this.#reveal(next);
    this.draw();
    this.#activate(order[next]);
  }

  #reveal(position) {
    const top = this.#top(position);
    const head = this.#body.offsetTop;
    const seen = this.#box.clientHeight - head - this.#rowHeight;
    if (top < this.#box.scrollTop) {
      this.#box.scrollTop = top;
    } else if (top > this.#box.scrollTop + seen) {
      this.#box.scrollTop = top - seen;
    }
  }
}
