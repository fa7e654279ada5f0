// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0

import { splitName } from "./page-text.js";

/**
 * Reads reports and makes columns of them. Runs in a worker, where a large report blocks no input; where a policy
 * forbids workers the page runs it itself.
 *
 *   report --read--> rows --known index--> names of new rows once, numbers of all rows each time
 *
 * A row keeps its index until the counts begin anew, so that the page compares numbers of different times by index.
 */
export class Reader {
  #index = new Map();
  #key = null;
  #since = null;

  /** Names of rows not told yet, and numbers of all. `key` says what is asked for: another one starts anew. */
  async rows({ url, group, key, windowed }) {
    const report = JSON.parse(await text(url, "application/json"));
    const rows = group === "package" ? byPackage(report.sites) : report.sites;
    const fresh = key !== this.#key || (!windowed && report.since !== this.#since);
    if (fresh) {
      this.#index.clear();
    }
    this.#key = key;
    this.#since = report.since;
    delete report.sites;
    return { report, fresh, ...this.#columns(rows, group) };
  }

  #columns(rows, group) {
    const added = { id: [], primary: [], secondary: [], full: [], lower: [], className: [], method: [], type: [] };
    for (const row of rows) {
      const id = rowKey(row);
      if (!this.#index.has(id)) {
        this.#index.set(id, this.#index.size);
        addNames(added, row, group);
      }
    }
    const size = this.#index.size;
    const counts = new Float64Array(size);
    const bytes = new Float64Array(size);
    const samples = new Int32Array(size);
    for (const row of rows) {
      const at = this.#index.get(rowKey(row));
      counts[at] += row.count;
      bytes[at] += row.bytes;
      samples[at] = row.estimated ? row.samples ?? 0 : -1;
    }
    return { added, counts, bytes, samples };
  }

  /** The stacks as a tree, root first; children of less than a ten-thousandth of all are put together. */
  async flame({ url }) {
    return tree(await text(url, "text/plain"));
  }

  async json({ url }) {
    return JSON.parse(await text(url, "application/json"));
  }
}

const rowKey = row => row.id ?? row.className ?? "";

async function text(url, accept) {
  const response = await fetch(url, { headers: { Accept: accept }, cache: "no-store" });
  const body = await response.text();
  if (!response.ok) {
    throw Object.assign(new Error(refusal(response, body)), { status: response.status });
  }
  if (response.redirected || (response.headers.get("Content-Type") ?? "").startsWith("text/html")) {
    throw Object.assign(new Error("The server answers with another page: sign in again?"), { status: 401 });
  }
  return body;
}

function refusal(response, body) {
  try {
    const { parameter, value, allowed } = JSON.parse(body);
    if (parameter !== undefined) {
      return `${parameter}=${value} is not allowed; allowed: ${allowed}`;
    }
  } catch {
    // a body of somebody else's
  }
  return `The server answers ${response.status} ${response.statusText}`.trim();
}

function byPackage(classes) {
  const packages = new Map();
  for (const row of classes) {
    const name = splitName(row.className).packageName || "(default package)";
    const sum = packages.get(name) ?? { id: name, className: name, count: 0, bytes: 0, estimated: false, samples: 0 };
    sum.count += row.count;
    sum.bytes += row.bytes;
    sum.estimated ||= row.estimated;
    sum.samples += row.samples ?? 0;
    packages.set(name, sum);
  }
  return [...packages.values()];
}

function addNames(added, row, group) {
  const [primary, secondary, full] = names(row, group);
  added.id.push(row.id);
  added.primary.push(primary);
  added.secondary.push(secondary);
  added.full.push(full);
  added.lower.push(`${primary} ${full}`.toLowerCase()); // both forms: concat:27 and concat(ReportService.java:27)
  added.className.push(row.className ?? null);
  added.method.push(row.method ?? null);
  added.type.push(row.type ?? null);
}

/** First line, second line, and all there is to search in. */
function names(row, group) {
  if (group === "package") {
    return [row.className, "", row.className];
  }
  if (group === "type") {
    const type = splitName(row.type);
    return [type.simple, type.packageName, row.type];
  }
  if (row.className === null || row.className === undefined) {
    return [row.site ?? "(unknown)", "", row.site ?? "(unknown)"];
  }
  const owner = splitName(row.className);
  const method = row.method === null ? "" : `.${row.method}`;
  const line = row.line === null ? "" : `:${row.line}`;
  const type = group === "site" && row.type !== null ? row.type : "";
  return [
    owner.simple + method + line,
    type === "" ? owner.packageName : `${splitName(type).simple}  ·  ${owner.packageName}`,
    [row.site ?? row.className + method, type].join(" ").trim(),
  ];
}

function tree(collapsed) {
  const root = node("all", null);
  let from = 0;
  while (from < collapsed.length) {
    const end = collapsed.indexOf("\n", from);
    const line = collapsed.slice(from, end < 0 ? collapsed.length : end);
    from = end < 0 ? collapsed.length : end + 1;
    const space = line.lastIndexOf(" ");
    if (space > 0) {
      add(root, line.slice(0, space).split(";"), Number(line.slice(space + 1)));
    }
  }
  return built(root, root.value / 10_000);
}

function node(name, kind) {
  return { name, kind, value: 0, next: new Map() };
}

function add(root, frames, value) {
  let at = root;
  at.value += value;
  for (const frame of frames) {
    let child = at.next.get(frame);
    if (child === undefined) {
      const type = /^(.*)_\[\w\]$/s.exec(frame);
      child = type === null ? node(dotted(frame), null) : node(dotted(type[1]), "type");
      at.next.set(frame, child);
    }
    child.value += value;
    at = child;
  }
}

/** Class names have slashes there, so that other readers take them for Java; what follows the class has none. */
function dotted(frame) {
  return frame.replaceAll("/", ".");
}

function built({ name, kind, value, next }, smallest) {
  const children = [];
  let smaller = 0;
  let cut = 0;
  for (const child of next.values()) {
    if (child.value >= smallest) {
      children.push(built(child, smallest));
    } else {
      smaller += child.value;
      cut += 1;
    }
  }
  if (cut > 0) {
    children.push({ name: `(${cut} smaller)`, kind: "none", value: smaller, children: [] });
  }
  children.sort((one, other) => other.value - one.value);
  return { name, kind, value, children };
}
