// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0

import { bytes, choice, count, element, setText } from "./page-text.js";

const FORMATS = [
  ["flamegraph", "Flame graph", "A file to keep and mail"],
  ["collapsed", "Collapsed stacks", "For speedscope, flamegraph.pl, async-profiler's converter"],
  ["pprof", "pprof", "For go tool pprof, Pyroscope, Parca"],
  ["dhat", "DHAT", "For dh_view and Firefox Profiler"],
  ["csv", "CSV", "For a spreadsheet"],
  ["json", "JSON", "Every row, as this page reads it"],
];
const SEARCH_DELAY_MILLIS = 150; // the table answers each key first

/** The graph beside the table: read when asked, not at each poll, because stacks are many. */
export class FlamePanel {
  #read;
  #flame;
  #value = "bytes";
  #terms = [];
  #timer = 0;
  #at = "";
  #isApplication;

  /** `read(value)` promises the tree; `isApplication(className)` says whose a class is. */
  constructor(base, read, isApplication) {
    this.#read = read;
    this.#isApplication = isApplication;
    this.#flame = new globalThis.AllocSitesFlame.Flame(document.getElementById("flame"), {
      text: value => (this.#value === "bytes" ? bytes(value) : `${count(value)} events`),
      told: about => this.#tell(about),
      application: className => this.#isApplication(className),
    });
    choice(document.getElementById("values"), "value", [["bytes", "Bytes", "Width by bytes"],
      ["objects", "Events", "Width by events"]], this.#value, value => this.#choose(value));
    document.getElementById("redraw").addEventListener("click", () => this.load());
    document.getElementById("unzoom").addEventListener("click", () => this.#flame.zoomOut());
    const list = document.getElementById("formats");
    for (const [format, text, about] of FORMATS) {
      const link = element("a", null, text);
      link.href = new URL(format, base);
      link.title = about;
      link.download = "";
      list.append(link);
    }
  }

  #choose(value) {
    this.#value = value;
    this.load();
  }

  async load() {
    const box = document.getElementById("flame");
    box.setAttribute("aria-busy", "true");
    try {
      const tree = await this.#read(this.#value);
      this.#at = new Date().toLocaleTimeString();
      this.#flame.show(tree);
      if (tree.value === 0) {
        box.replaceChildren(element("p", "empty", "No stacks yet."));
      }
    } catch (failed) {
      box.replaceChildren(element("p", "empty", failed.status === 404 ? "This server has no stacks to draw."
        : failed.message));
    }
    box.removeAttribute("aria-busy");
  }

  search(terms) {
    clearTimeout(this.#timer);
    this.#terms = terms;
    this.#timer = setTimeout(() => this.#flame.search(this.#terms), SEARCH_DELAY_MILLIS);
  }

  #tell({ frame, hits, zoomed }) {
    const found = hits === null ? "" : `${hits} of all match`;
    setText(document.getElementById("frame"), frame ?? (found || `As of ${this.#at}. Click a frame to zoom`));
    document.getElementById("unzoom").disabled = !zoomed;
  }
}
