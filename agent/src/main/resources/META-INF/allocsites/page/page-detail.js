// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0

import { bytes, count, element, exactBytes, percent, shortFrame, splitName } from "./page-text.js";

const CHILDREN = 25; // shown of a frame before "more"
const STACKS = 5;
const PLACES = 40;

/**
 * What an open row shows. Of a place or a line of the application: its callers or what it calls as a tree, its types, and
 * its largest stacks. Of a group: the places in it, each of which opens the same.
 */
export class Detail {
  #read;

  /** `read(path, parameters)` promises the JSON of an address below the endpoint. */
  constructor(read) {
    this.#read = read;
  }

  async fill(box, group, row) {
    const wait = element("p", "muted", "Reading…");
    box.replaceChildren(wait);
    try {
      const parts = group === "app" || group === "site" ? await this.#place(group, row) : await this.#places(group, row);
      box.replaceChildren(...parts);
    } catch (failed) {
      wait.textContent = failed.status === 404 ? nothing(group) : failed.message;
    }
  }

  async #place(group, row) {
    const site = await this.#read(`sites/${encodeURIComponent(row.id)}`, {});
    const main = element("div", "detail-main");
    main.append(element("h3", null, group === "app" ? "What it calls, down to the allocation" : "Who calls it"));
    main.append(tree(site.tree));
    const side = element("div", "detail-side");
    side.append(element("h3", null, "Allocated types"), types(site.types, site.bytes));
    const whole = element("div", "detail-whole");
    whole.append(element("h3", null, site.stacks.length > STACKS ? `Largest ${STACKS} of ${site.stacks.length} stacks`
      : "Stacks"), stacks(site.stacks, site.bytes));
    return [element("p", "detail-name", row.full), main, side, whole];
  }

  async #places(group, row) {
    const asked = { groupBy: group === "type" ? "app" : "site" };
    const { packageName } = splitName(group === "package" ? `${row.className}.` : row.className ?? "");
    if (group === "type") {
      asked.type = row.type;
    } else if (/^[\w.$-]+$/.test(packageName)) {
      asked.packages = packageName;
    }
    const report = await this.#read("json", asked);
    const places = report.sites.filter(site => isIn(site, group, row));
    const list = element("ul", "places");
    places.slice(0, PLACES).forEach(site => list.append(this.#opening(site, row.bytes, asked.groupBy)));
    const parts = [element("h3", null, group === "type" ? "Lines that caused it" : "Places in it"), list];
    if (places.length > PLACES) {
      parts.push(element("p", "muted", `and ${places.length - PLACES} smaller`));
    }
    const whole = element("div", "detail-whole");
    whole.append(element("p", "detail-name", row.full), ...parts);
    return [whole];
  }

  #opening(site, ofBytes, group) {
    const item = element("li", null);
    const button = element("button", "frame-button");
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    const type = site.type === null ? "" : `  ${splitName(site.type).simple}`;
    button.append(measure(site.bytes, ofBytes), element("span", "frame-name", (site.site ?? site.type) + type));
    const inside = element("div", "detail");
    inside.hidden = true;
    button.addEventListener("click", () => {
      inside.hidden = !inside.hidden;
      button.setAttribute("aria-expanded", String(!inside.hidden));
      if (inside.childElementCount === 0) {
        this.fill(inside, group, { id: site.id, full: site.site, className: site.className });
      }
    });
    item.append(button, inside);
    return item;
  }
}

function isIn(site, group, row) {
  switch (group) {
    case "method": return site.className === row.className && site.method === row.method;
    case "class": return site.className === row.className;
    case "package": return splitName(site.className).packageName === row.className
      || (row.className === "(default package)" && !site.className.includes("."));
    default: return true;
  }
}

function nothing(group) {
  return group === "app"
    ? "Threads of the server, a pool or the JVM did this by themselves, or its stacks are not known."
    : "This row is no longer there.";
}

/** Share as a bar, and bytes. */
function measure(part, ofAll) {
  const share = ofAll > 0 ? part / ofAll : 0;
  const box = element("span", "measure");
  const bar = element("span", "bar");
  bar.style.setProperty("--part", Math.min(1, share));
  box.append(bar, element("span", "measure-share", percent(share)), element("span", "measure-bytes", bytes(part)));
  box.title = exactBytes(part);
  return box;
}

/** The way with the most bytes is open; the rest opens when asked, and is made only then. */
function tree(root) {
  const list = element("ul", "tree");
  if (root.children.length === 0) {
    list.append(element("li", "muted", "No stack was captured here yet."));
  } else {
    addChildren(list, root, root.bytes, true);
  }
  return list;
}

function addChildren(list, parent, ofBytes, open) {
  parent.children.slice(0, CHILDREN).forEach((child, at) => list.append(branch(child, ofBytes, open && at === 0)));
  const rest = parent.children.slice(CHILDREN);
  if (rest.length > 0) {
    const item = element("li", null);
    const more = element("button", "frame-button", `${rest.length} more`);
    more.type = "button";
    more.addEventListener("click", () => {
      item.remove();
      addChildren(list, { children: rest }, ofBytes, false);
    });
    item.append(more);
    list.append(item);
  }
}

function branch(node, ofBytes, open) {
  const item = element("li", null);
  const leaf = node.children.length === 0;
  const line = element(leaf ? "span" : "button", leaf ? "frame-button leaf" : "frame-button");
  line.append(measure(node.bytes, ofBytes), element("span", "frame-name", shortFrame(node.frame)));
  line.title = node.frame;
  item.append(line);
  if (!leaf) {
    line.type = "button";
    const inside = element("ul", null);
    const show = shown => {
      inside.hidden = !shown;
      line.setAttribute("aria-expanded", String(shown));
      if (shown && inside.childElementCount === 0) {
        addChildren(inside, node, ofBytes, true);
      }
    };
    line.addEventListener("click", () => show(inside.hidden));
    show(open);
    item.append(inside);
  }
  return item;
}

function types(rows, ofBytes) {
  const list = element("ul", "places");
  for (const row of rows.slice(0, CHILDREN)) {
    const item = element("li", "frame-button leaf");
    const name = element("span", "frame-name", row.type);
    item.append(measure(row.bytes, ofBytes), name, element("span", "muted", count(row.count)));
    list.append(item);
  }
  return list;
}

function stacks(rows, ofBytes) {
  const box = element("div", "stacks");
  rows.slice(0, STACKS).forEach(row => {
    const stack = element("details", null);
    const summary = element("summary", null);
    summary.append(measure(row.bytes, ofBytes), element("span", "frame-name", splitName(row.type ?? "").simple));
    const frames = element("ol", null);
    row.stack.forEach(frame => frames.append(element("li", null, frame)));
    stack.append(summary, frames);
    box.append(stack);
  });
  return box;
}
