// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0

/** Numbers and names as people read them, and elements. Names reach the page as text only, never as markup. */

const UNITS = ["B", "KB", "MB", "GB", "TB", "PB"];
const GROUPED = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const SVG = "http://www.w3.org/2000/svg";

/** Three digits that matter. */
function short(number) {
  const digits = number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2;
  return number.toFixed(digits);
}

export function bytes(number) {
  if (number === null || number === undefined) {
    return "–";
  }
  let unit = 0;
  let value = number;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return unit === 0 ? `${Math.round(value)} B` : `${short(value)} ${UNITS[unit]}`;
}

export function count(number) {
  if (number === null || number === undefined) {
    return "–";
  }
  if (number < 99_999.5) {
    return GROUPED.format(number);
  }
  return number < 999_500 ? `${short(number / 1e3)} k` : number < 999_500_000 ? `${short(number / 1e6)} M`
    : `${short(number / 1e9)} G`;
}

/** With its unit, for titles. */
export function exactBytes(number) {
  return `${GROUPED.format(number)} bytes`;
}

export function exactCount(number) {
  return `${GROUPED.format(number)} ${number === 1 ? "event" : "events"}`;
}

export function percent(share) {
  const value = share * 100;
  return value === 0 ? "0 %" : value < 0.1 ? "<0.1 %" : `${value.toFixed(1)} %`;
}

/** Seconds of an ISO 8601 duration such as PT1H2M3.4S; null for null. */
export function seconds(duration) {
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration ?? "");
  return parts === null ? null : Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0);
}

export function time(ofSeconds) {
  if (ofSeconds === null) {
    return "–";
  }
  const whole = Math.round(ofSeconds);
  if (whole < 60) {
    return `${ofSeconds < 10 ? ofSeconds.toFixed(1) : whole} s`;
  }
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What stands behind the last dot, and what before it. */
export function splitName(name) {
  const dot = name.lastIndexOf(".");
  return { simple: name.slice(dot + 1), packageName: dot < 0 ? "" : name.slice(0, dot) };
}

/** Class, method and line of a frame of a stack trace, without package and file; anything else as it is. */
export function shortFrame(frame) {
  const parts = /^(.*)\(([^()]*)\)$/s.exec(frame);
  if (parts === null) {
    return frame;
  }
  const method = parts[1].lastIndexOf(".");
  const line = /:(\d+)$/.exec(parts[2]);
  return parts[1].slice(parts[1].lastIndexOf(".", method - 1) + 1) + (line === null ? "" : `:${line[1]}`);
}

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

/** An element of a drawing with its attributes. */
export function drawn(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  return made;
}

/** Touches the document only where something changed. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** A group of radio buttons drawn as one strip; `chosen` is told the value. */
export function choice(group, name, options, value, chosen) {
  for (const [key, text, title] of options) {
    const label = element("label", null);
    const input = element("input", "sr");
    input.type = "radio";
    input.name = name;
    input.value = key;
    input.checked = key === value;
    input.addEventListener("change", () => chosen(key));
    label.title = title;
    label.append(input, element("span", null, text));
    group.append(label);
  }
}
