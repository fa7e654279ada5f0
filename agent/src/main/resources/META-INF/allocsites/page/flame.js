// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A flame graph in a box, root on top. Used by the page and by the file to keep, so it is a plain script: a file has no
 * second module to import from.
 *
 *   tree { name, kind, value, children } --d3-flame-graph--> frames; names get into the document as text only
 *
 * kind: "type" an allocated type, "none" no frame at all, "app" or null a frame of code, coloured by whose it is.
 */
globalThis.AllocSitesFlame = (() => {
  "use strict";

  const JDK = /^(?:java|javax|jdk|sun|com\.sun)\./;
  const LIBRARY_COLOURS = 6;
  const CELL_HEIGHT = 20;

  class Flame {
    #box;
    #chart = null;
    #frame = null; // frame that the arrow keys are at
    #terms = [];
    #hits = 0; // of the tree's value
    #width = 0;
    #tree = null;
    #text;
    #told;
    #application;

    /**
     * text(value): a value with its unit; told({ frame, part, hits }): what to say below; application(className): whether
     * a class is the application's
     */
    constructor(box, { text, told, application }) {
      this.#box = box;
      this.#text = text;
      this.#told = told;
      this.#application = application;
      box.addEventListener("keydown", event => this.#key(event));
      box.addEventListener("focusin", event => this.#focused(event.target));
      new ResizeObserver(() => this.#resize()).observe(box);
    }

    get zoomed() {
      return this.#chart !== null && this.#root().children?.some(child => child.data.hide) === true
        || this.#root()?.data.fade === true;
    }

    show(tree) {
      this.#tree = tree;
      this.#frame = null;
      this.#box.replaceChildren();
      this.#chart = null;
      if (tree.value > 0 && this.#inner() > 0) {
        this.#draw();
      }
    }

    #draw() {
      this.#width = this.#inner();
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.#chart = globalThis.flamegraph()
        .width(this.#width)
        .cellHeight(CELL_HEIGHT)
        .inverted(true)
        .getName(frame => short(frame.data))
        .minFrameSize(1)
        .transitionDuration(still ? 0 : 160)
        .resetHeightOnZoom(true)
        .setColorMapper(frame => this.#colour(frame))
        .setLabelHandler(frame => this.#label(frame))
        .setDetailsHandler(() => {})
        .onHover(frame => this.#tell(frame))
        .onClick(() => this.#settle());
      this.#chart(selection(this.#box, this.#tree));
      this.#box.querySelector("svg").setAttribute("aria-label", "Frames; arrow keys move, Enter zooms, Escape zooms out");
      this.#box.querySelector("svg").setAttribute("role", "tree");
      this.search(this.#terms);
    }

    /** Room between the paddings. */
    #inner() {
      const { paddingLeft, paddingRight } = getComputedStyle(this.#box);
      return Math.max(0, this.#box.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight));
    }

    #resize() {
      if (this.#chart === null) {
        if (this.#tree !== null && this.#tree.value > 0 && this.#inner() > 0) {
          this.#draw();
        }
      } else if (this.#inner() !== this.#width && this.#inner() > 0) {
        this.#width = this.#inner();
        this.#chart.width(this.#width).update();
        this.#settle();
      }
    }

    /** Highlights frames that have any of the words; bytes below one count once. */
    search(terms) {
      this.#terms = terms;
      if (this.#chart === null) {
        return;
      }
      this.#box.classList.toggle("searching", terms.length > 0);
      this.#hits = 0;
      this.#mark(this.#root(), false);
      this.#chart.update();
      this.#settle();
    }

    #mark(frame, below) {
      const name = frame.data.name.toLowerCase();
      frame.highlight = frame.depth > 0 && this.#terms.some(term => name.includes(term));
      if (frame.highlight && !below) {
        this.#hits += frame.data.value;
      }
      for (const child of frame.children ?? []) {
        this.#mark(child, below || frame.highlight);
      }
    }

    zoomOut() {
      if (this.#chart !== null) {
        this.#chart.resetZoom();
        this.#settle();
      }
    }

    #root() {
      return this.#box.__data__;
    }

    /** After each drawing: d3-flame-graph makes frames that no key reaches. */
    #settle() {
      for (const group of this.#box.querySelectorAll("g.frame")) {
        const frame = group.__data__;
        group.setAttribute("role", "treeitem");
        group.setAttribute("aria-level", String(frame.depth + 1));
        group.setAttribute("aria-label", this.#label(frame));
        group.tabIndex = frame === (this.#frame ?? this.#root()) ? 0 : -1;
      }
      this.#tell(null);
    }

    #tell(frame) {
      this.#told({
        frame: frame === null ? null : this.#label(frame),
        hits: this.#terms.length > 0 ? this.#share(this.#hits) : null,
        zoomed: this.zoomed,
      });
    }

    #label(frame) {
      return `${frame.data.name}  ${this.#text(frame.data.value)}, ${this.#share(frame.data.value)}`;
    }

    #share(value) {
      const percent = value / this.#tree.value * 100;
      return percent > 0 && percent < 0.1 ? "<0.1 %" : `${percent.toFixed(1)} %`;
    }

    #colour(frame) {
      if (frame.highlight) {
        return "var(--flame-hit)";
      }
      const { name, kind } = frame.data;
      if (frame.depth === 0 || kind === "none" || name.startsWith("(")) {
        return "var(--flame-none)";
      }
      if (kind === "type") {
        return "var(--flame-type)";
      }
      const className = name.replace(/\.[^.]*$/, "");
      if (kind === "app" || this.#application(className)) {
        return "var(--flame-app)";
      }
      return JDK.test(name) ? "var(--flame-jdk)" : `var(--flame-library-${hash(className) % LIBRARY_COLOURS})`;
    }

    #focused(target) {
      if (target.__data__ !== undefined && target.matches("g.frame")) {
        this.#frame = target.__data__;
        this.#tell(this.#frame);
      }
    }

    #key(event) {
      const at = event.target.closest("g.frame")?.__data__;
      if (at === undefined) {
        return;
      }
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        this.#chart.zoomTo(at);
        this.#settle();
        this.#focus(at);
      } else if (event.key === "Escape" && this.zoomed) {
        event.stopPropagation();
        this.zoomOut();
        this.#focus(at);
      } else {
        const to = this.#neighbour(at, event.key);
        if (to !== undefined) {
          event.preventDefault();
          this.#focus(to);
        }
      }
    }

    #neighbour(at, key) {
      const drawn = [...this.#box.querySelectorAll("g.frame")].map(group => group.__data__);
      const beside = at.parent === null ? [at] : at.parent.children.filter(child => drawn.includes(child));
      switch (key) {
        case "ArrowDown": return at.children?.filter(child => drawn.includes(child))
          .sort((one, other) => other.value - one.value)[0];
        case "ArrowUp": return at.parent ?? undefined;
        case "ArrowRight": return beside[beside.indexOf(at) + 1];
        case "ArrowLeft": return beside[beside.indexOf(at) - 1];
        case "Home": return this.#root();
        default: return undefined;
      }
    }

    #focus(frame) {
      this.#frame = frame;
      for (const group of this.#box.querySelectorAll("g.frame")) {
        group.tabIndex = group.__data__ === frame ? 0 : -1;
        if (group.__data__ === frame) {
          group.focus();
        }
      }
    }
  }

  /** As much of a d3 selection of one element as the chart uses; its bundle has one inside and does not hand it out. */
  function selection(box, tree) {
    box.__data__ = tree;
    return {
      datum(value) {
        box.__data__ = typeof value === "function" ? value.call(box, box.__data__) : value;
        return this;
      },
      each(action) {
        action.call(box, box.__data__);
        return this;
      },
    };
  }

  /** Without the package, which the colour stands for; the whole name is in the label. */
  function short({ name, kind }) {
    if (kind === "none") {
      return name;
    }
    const method = kind === "type" ? name.length : name.lastIndexOf(".");
    return name.slice(name.lastIndexOf(".", method - 1) + 1);
  }

  /** Frames of one library have one colour: by the first three parts of the package. */
  function hash(className) {
    let sum = 7;
    for (const char of className.split(".").slice(0, 3).join(".")) {
      sum = (sum * 31 + char.codePointAt(0)) % 1_000_003;
    }
    return sum;
  }

  return { Flame };
})();
