// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0

import { Controls } from "./page-controls.js";
import { Detail } from "./page-detail.js";
import { FlamePanel } from "./page-flame.js";
import { Head } from "./page-head.js";
import { Reader } from "./page-reader.js";
import { Rows } from "./page-rows.js";
import { Table } from "./page-table.js";
import { bytes, choice, count, percent, setText } from "./page-text.js";

/**
 * The page. What it asks for lies beside this file, wherever that is: behind a proxy's prefix, on a management port,
 * under another name.
 *
 *   poll --worker--> columns --> rows --> table, tiles
 *   input ---------------------> rows --> table            (no request, no element more than is seen)
 */
const BASE = new URL(".", import.meta.url);
const POLL_MILLIS = 2000;
const REST = 5; // a poll is followed by at least this many times its own duration: large reports cost the server more
const GROUPS = [
  ["app", "Application", "By the line of the application that caused it, in libraries and the JDK too"],
  ["site", "Site", "By the place that allocates"],
  ["method", "Method", "By the method that allocates"],
  ["class", "Class", "By the class that allocates"],
  ["package", "Package", "By the package that allocates"],
  ["type", "Type", "By what is allocated"],
];

const byId = id => document.getElementById(id);
const state = readState();
const rows = new Rows();
const application = new Set();
const ask = reading();
const head = new Head(byId("tiles"));
const table = new Table(byId("table"), rows, openRow);
const detail = new Detail((path, asked) => ask("json", { url: address(path, { ...asked, ...ranged() }) }));
const controls = new Controls(BASE, anew => (anew ? startAnew() : pollNow()), fail);
const flame = new FlamePanel(BASE,
  value => ask("flame", { url: address("collapsed", { value, ...parameters(controls.range) }) }),
  className => application.has(className));
let timer = 0;
let turn = 0;
let flameAsked = false; // after the first rows, which say whose a class is

choice(byId("groups"), "group", GROUPS, state.group, group => {
  state.group = group;
  startAnew();
});
byId("search").value = state.q;
byId("search").addEventListener("input", event => search(event.target.value));
byId("table").addEventListener("sorted", keepState);
for (const button of document.querySelectorAll("[data-view]")) {
  button.addEventListener("click", () => view(button.dataset.view));
}
document.addEventListener("keydown", shortcut);
document.addEventListener("visibilitychange", () => !document.hidden && pollNow());
rows.sortBy = state.sort;
rows.descending = state.descending;
search(state.q);
pollNow();

/** Asks the worker, or does its work here where a policy allows none. */
function reading() {
  const own = new Reader();
  const waiting = new Map();
  let worker = null;
  let last = 0;
  const started = new Promise(resolve => {
    try {
      worker = new Worker(new URL("page-worker.js", import.meta.url), { type: "module" });
      worker.addEventListener("error", () => resolve(false));
      worker.addEventListener("message", ({ data: { id, answer, error, status } }) => {
        if (id === 0) {
          resolve(true);
        } else if (error === undefined) {
          waiting.get(id).resolve(answer);
        } else {
          waiting.get(id).reject(Object.assign(new Error(error), { status }));
        }
        waiting.delete(id);
      });
    } catch {
      resolve(false);
    }
  });
  return async (what, about) => {
    if (!await started) {
      return own[what](about);
    }
    return new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ id: last, ask: what, about });
    });
  };
}

function address(path, parameters) {
  const url = new URL(path, BASE);
  for (const [name, value] of Object.entries(parameters)) {
    url.searchParams.set(name, value);
  }
  return url.href;
}

const parameters = range => Object.fromEntries(new URLSearchParams(range));

/** An open row shows what is known since the start or the mark: it does not wait for a window of its own. */
function ranged() {
  return controls.windowed ? {} : parameters(controls.range);
}

function startAnew() {
  keepState();
  table.clear();
  flame.load();
  pollNow();
}

function pollNow() {
  clearTimeout(timer);
  turn += 1;
  poll(turn);
}

async function poll(mine) {
  const began = performance.now();
  const { windowed, range } = controls;
  const { group } = state;
  try {
    const asked = { groupBy: group === "package" ? "class" : group, ...parameters(range) };
    byId("table").toggleAttribute("aria-busy", windowed);
    const answer = await ask("rows", { url: address("json", asked), group, key: `${group} ${range}`, windowed });
    if (mine === turn) {
      take(answer, windowed);
      notice(answer.report.reason);
    }
  } catch (failed) {
    if (mine === turn) {
      fail(failed);
    }
  }
  if (mine === turn && controls.polling && !document.hidden) {
    const took = performance.now() - began;
    const rest = windowed ? 100 : took * REST; // a window's time is not the application's; a refusal is no window
    timer = setTimeout(pollNow, Math.max(POLL_MILLIS - took, rest));
  }
}

function take(answer, windowed) {
  rows.take(answer, windowed);
  if (state.group === "app") {
    rows.names.className.forEach(className => className !== null && application.add(className));
  }
  if (answer.fresh || !table.held) {
    rows.arrange();
  }
  table.refresh();
  head.show(answer.report, windowed);
  controls.show(answer.report);
  matched();
  if (!flameAsked) {
    flameAsked = true;
    flame.load();
  }
}

function search(text) {
  state.q = text;
  rows.search(text);
  byId("table").scrollTop = 0;
  table.refresh();
  matched();
  flame.search(rows.terms);
  keepState();
}

function matched() {
  const part = rows.totalBytes > 0 ? ` · ${bytes(rows.matchedBytes)}, ${percent(rows.matchedBytes / rows.totalBytes)}` : "";
  const all = rows.counts.length;
  const shown = rows.terms.length > 0 ? `${count(rows.order.length)} of ${count(all)}` : count(rows.order.length);
  setText(byId("matched"), `${shown} rows${part}${table.held ? " · order held" : ""}`);
}

function openRow(row, box) {
  const { names } = rows;
  const about = { id: names.id[row], full: names.full[row], className: names.className[row],
    method: names.method[row], type: names.type[row], bytes: rows.bytes[row] };
  detail.fill(box, state.group, about);
}

function view(name) {
  byId("split").dataset.view = name;
  for (const button of document.querySelectorAll("[data-view]")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === name));
  }
}

function shortcut(event) {
  const typing = event.target.matches("input, select, textarea");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    view("sites");
    byId("search").focus();
    byId("search").select();
  } else if (event.key === "Escape") {
    byId("search").value = "";
    search("");
    document.querySelector(".menu[open]")?.removeAttribute("open");
  }
}

function fail(failed) {
  notice(failed.status === 429 ? "Too many windows are being measured; trying again." : failed.message);
}

function notice(text) {
  byId("notice").hidden = text === null;
  setText(byId("notice"), text ?? "");
}

function readState() {
  const kept = new URLSearchParams(location.hash.slice(1));
  const group = kept.get("group") ?? new URLSearchParams(location.search).get("groupBy");
  return {
    group: GROUPS.some(([key]) => key === group) ? group : "app",
    sort: ["name", "share", "bytes", "rate", "count", "size"].includes(kept.get("sort")) ? kept.get("sort") : "bytes",
    descending: kept.get("order") !== "up",
    q: kept.get("q") ?? "",
  };
}

/** In the address, so that a view can be kept and sent; after the #, so that no server hears of it. */
function keepState() {
  const kept = new URLSearchParams({ group: state.group, sort: rows.sortBy, order: rows.descending ? "down" : "up" });
  if (state.q !== "") {
    kept.set("q", state.q);
  }
  history.replaceState(null, "", `#${kept}`);
}
