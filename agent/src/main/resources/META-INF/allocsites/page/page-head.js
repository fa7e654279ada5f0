// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0

import { bytes, count, drawn, element, exactBytes, exactCount, percent, seconds, setText, time } from "./page-text.js";

const READINGS = 60; // of a line
const RATE_SECONDS = 10;
const WIDTH = 120;
const HEIGHT = 28;

const TILES = [
  ["allocated", "Allocated", "Bytes that the program asked for, a second and in all"],
  ["events", "Allocations", "How often it asked, a second and in all"],
  ["heap", "Heap", "Used now; the mark is what was left by the last collection; the bar's end is the peak"],
  ["resident", "Resident", "Memory of the process in RAM; the bar's end is the peak"],
  ["ratio", "Counted to JVM", "Counted bytes by the bytes that the JVM says it allocated. Above 1 where the JIT compiler "
    + "removed allocations, below 1 for what native code and the JVM itself allocate: information, no error figure"],
  ["table", "Call-site table", "Room for stacks. An event whose stack found none is dropped from the stacks, not from "
    + "the totals"],
  ["agent", "Agent's own", "What counting costs: memory outside of the heap and in it, and time spent"],
];

/** State, totals and memory: one tile each. */
export class Head {
  #tiles = new Map();
  #status = document.getElementById("status");
  #origin = document.getElementById("origin");
  #readings = [];
  #lines = { bytes: [], count: [] };
  #since = null;

  constructor(box) {
    for (const [key, title, about] of TILES) {
      const tile = element("div", `tile ${key}`);
      const parts = { name: element("h2", null, title), value: element("p", "value", "–"), sub: element("p", "sub", " ") };
      tile.title = about;
      tile.append(parts.name, parts.value, parts.sub);
      box.append(tile);
      this.#tiles.set(key, { tile, ...parts });
    }
    for (const key of ["allocated", "events"]) {
      this.#add(key, drawn("svg", { class: "line-chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true",
        preserveAspectRatio: "none" }));
    }
    for (const key of ["heap", "resident", "table"]) {
      const bar = element("div", "level");
      bar.append(element("span", "level-used"), element("span", "level-mark"));
      this.#add(key, bar);
    }
  }

  #add(key, chart) {
    const tile = this.#tiles.get(key);
    tile.tile.append(chart);
    tile.chart = chart;
  }

  show(report, windowed) {
    this.#state(report);
    this.#rates(report, windowed);
    this.#memory(report.memory);
    this.#table(report);
  }

  #state(report) {
    const words = { RECORDING: "Recording", PAUSED: "Paused", NOT_INSTALLED: "Not installed" };
    setText(this.#status, words[report.status] ?? report.status);
    this.#status.dataset.status = report.status;
    this.#status.title = report.reason ?? "";
    const by = (report.installedBy ?? "").toLowerCase().replace("_", " ");
    const since = report.since === null ? "" : `since ${new Date(report.since).toLocaleTimeString()}`;
    const elapsed = report.elapsed === null ? "" : `for ${time(seconds(report.elapsed))}`;
    setText(this.#origin, [by, since, elapsed].filter(text => text !== "").join(" · "));
  }

  #rates({ totals, elapsed, since }, windowed) {
    if (totals === null) {
      this.#set("allocated", "–", "nothing is counted");
      this.#set("events", "–", "nothing is counted");
      this.#set("ratio", "–", " ");
      return;
    }
    if (!windowed && since !== this.#since) {
      this.#readings = [];
    }
    this.#since = since;
    const now = { at: seconds(elapsed), ...totals };
    const before = windowed ? { at: 0, bytes: 0, count: 0 } : this.#readings[0];
    this.#readings = [...this.#readings.filter(({ at }) => at < now.at && now.at - at < RATE_SECONDS), now];
    const rate = key => (before === undefined || now.at <= before.at ? null
      : Math.max(0, now[key] - before[key]) / (now.at - before.at));
    this.#rate("allocated", "bytes", rate("bytes"), bytes, `${bytes(totals.bytes)} in all`, exactBytes(totals.bytes));
    this.#rate("events", "count", rate("count"), count, `${count(totals.count)} in all`, exactCount(totals.count));
    this.#set("ratio", totals.ratio === null ? "–" : totals.ratio.toFixed(3),
      totals.jvmBytes === null ? "this JVM does not count" : `${bytes(totals.jvmBytes)} by the JVM`);
  }

  #rate(tile, key, rate, format, sub, exact) {
    this.#set(tile, rate === null ? "–" : `${format(Math.round(rate))}/s`, sub);
    this.#tiles.get(tile).sub.title = exact;
    if (rate !== null) {
      const line = this.#lines[key];
      line.push(rate);
      line.splice(0, line.length - READINGS);
      draw(this.#tiles.get(tile).chart, line);
    }
  }

  #memory(memory) {
    const { heapUsedBytes: used, heapAfterGcBytes: after, heapPeakBytes: peak } = memory;
    this.#set("heap", bytes(used), `peak ${bytes(peak)}${after === null ? "" : ` · GC ${bytes(after)}`}`);
    this.#level("heap", used / peak, after === null ? null : after / peak);
    const { residentBytes: resident, residentPeakBytes: residentPeak } = memory;
    this.#set("resident", bytes(resident), resident === null ? "not known here" : `peak ${bytes(residentPeak)}`);
    this.#level("resident", resident === null ? 0 : resident / residentPeak, null);
  }

  #table({ table, agent }) {
    if (table === null || agent === null) {
      this.#set("table", "–", " ");
      this.#set("agent", "–", " ");
      return;
    }
    const full = table.occupiedBuckets / table.capacityBuckets;
    this.#set("table", percent(full), `${count(table.droppedEvents)} dropped`);
    this.#tiles.get("table").tile.classList.toggle("warn", table.droppedEvents > 0);
    this.#level("table", full, null);
    const skipped = agent.skippedClasses + agent.skippedMethods;
    this.#set("agent", bytes(agent.ownBytes + agent.heapBytes),
      `${time(agent.transformNanos / 1e9)} instrumenting`);
    this.#tiles.get("agent").sub.title = [
      `${bytes(agent.ownBytes)} of ${bytes(agent.maxBytes)} outside of the heap`, `${bytes(agent.heapBytes)} in the heap`,
      `${bytes(agent.allocatedBytes)} allocated`, `${count(agent.stacks)} stacks in ${time(agent.stackNanos / 1e9)}`,
      `${count(agent.instrumentedClasses)} classes instrumented`, `${count(skipped)} classes and methods skipped`,
    ].join("\n");
  }

  #set(key, value, sub) {
    const tile = this.#tiles.get(key);
    setText(tile.value, value);
    setText(tile.sub, sub);
  }

  #level(key, used, mark) {
    const [usedPart, markPart] = this.#tiles.get(key).chart.children;
    usedPart.style.setProperty("--part", Math.min(1, used || 0));
    markPart.hidden = mark === null;
    markPart.style.setProperty("--part", Math.min(1, mark ?? 0));
  }
}

/** The last readings as a line over a filled area, the largest at the top. */
function draw(chart, line) {
  const largest = Math.max(...line, 1);
  const step = WIDTH / (READINGS - 1);
  const from = WIDTH - (line.length - 1) * step;
  const points = line.map((value, at) =>
    `${(from + at * step).toFixed(1)},${(HEIGHT - 2 - (value / largest) * (HEIGHT - 5)).toFixed(1)}`).join(" ");
  chart.replaceChildren(
    drawn("polygon", { points: `${from.toFixed(1)},${HEIGHT} ${points} ${WIDTH},${HEIGHT}` }),
    drawn("polyline", { points }));
}
