// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0

/** Shows the data of this file. Names get into the document as text only. */
(() => {
  "use strict";

  const byId = id => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const units = ["B", "KB", "MB", "GB", "TB", "PB"];
  let value = "bytes";

  /** Frames come in the order of a walk, parents first: depth, name, bytes, events of each. */
  function tree() {
    const root = { name: "all", kind: "none", bytes: data.bytes, count: data.count, children: [] };
    const path = [root];
    for (let at = 0; at < data.frames.length; at += 4) {
      const [depth, name, bytes, count] = data.frames.slice(at, at + 4);
      const kind = { t: "type", a: "app", n: "none", c: null }[data.kinds[name]];
      const frame = { name: data.names[name], kind, bytes, count, children: [] };
      path[depth - 1].children.push(frame);
      path[depth] = frame;
    }
    return root;
  }

  function weighed(frame) {
    frame.value = frame[value];
    frame.hide = false;
    frame.fade = false;
    frame.children.forEach(weighed);
    frame.children.sort((one, other) => other.value - one.value);
    return frame;
  }

  function text(number) {
    if (value === "count") {
      return `${number.toLocaleString("en")} events`;
    }
    let unit = 0;
    let shown = number;
    while (shown >= 999.5 && unit < units.length - 1) {
      shown /= 1024;
      unit += 1;
    }
    return `${unit === 0 ? shown : shown.toPrecision(3)} ${units[unit]}`;
  }

  const root = tree();
  const flame = new globalThis.AllocSitesFlame.Flame(byId("flame"), {
    text,
    application: () => false, // kinds say it
    told: ({ frame, hits, zoomed }) => {
      byId("frame").textContent = frame ?? (hits === null ? "Click a frame to zoom; arrow keys, Enter and Escape do too"
        : `${hits} of all match`);
      byId("unzoom").disabled = !zoomed;
    },
  });
  byId("about").textContent = data.about;
  byId("unzoom").addEventListener("click", () => flame.zoomOut());
  byId("search").addEventListener("input", event =>
    flame.search(event.target.value.toLowerCase().split(/\s+/).filter(term => term !== "")));
  byId("value").addEventListener("change", event => {
    value = event.target.value;
    flame.show(weighed(root));
  });
  flame.show(weighed(root));
})();
