// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0

import { seconds } from "./page-text.js";

/** Rates are over this long; shorter while there is no older reading. */
const RATE_SECONDS = 10;

/**
 * All rows there are, as columns, and those shown, as row numbers in order. A poll replaces the columns of numbers; only
 * filter and sort touch the order, and they compare numbers and lower-case text made before.
 */
export class Rows {
  names = emptyNames();
  counts = new Float64Array(0);
  bytes = new Float64Array(0);
  samples = new Int32Array(0);
  rates = new Float64Array(0);
  totalBytes = 0;
  order = [];
  matchedBytes = 0;
  sortBy = "bytes";
  descending = true;
  terms = [];
  #readings = [];

  /** Takes what the reader told. */
  take({ report, fresh, added, counts, bytes, samples }, windowed) {
    if (fresh) {
      this.names = emptyNames();
      this.#readings = [];
    }
    for (const [column, values] of Object.entries(added)) {
      for (const value of values) { // not by spreading: arguments have a limit
        this.names[column].push(value);
      }
    }
    Object.assign(this, { counts, bytes, samples, totalBytes: report.totals?.bytes ?? 0 });
    this.#rate(seconds(report.elapsed) ?? 0, windowed);
  }

  #rate(at, windowed) {
    const last = this.#readings.at(-1);
    if (windowed || (last !== undefined && last.at >= at)) {
      this.#readings = [];
    }
    this.#readings.push({ at, bytes: this.bytes });
    while (this.#readings.length > 2 && at - this.#readings[1].at >= RATE_SECONDS) {
      this.#readings.shift();
    }
    const base = windowed ? { at: 0, bytes: [] } : this.#readings[0];
    const span = at - base.at;
    this.rates = new Float64Array(this.bytes.length);
    for (let row = 0; span > 0 && row < this.bytes.length; row += 1) {
      // an estimated row can shrink: its site's bytes are shared out anew
      this.rates[row] = Math.max(0, this.bytes[row] - (base.bytes[row] ?? 0)) / span;
    }
  }

  /** Shows rows whose text has every word. */
  search(text) {
    this.terms = text.toLowerCase().split(/\s+/).filter(term => term !== "");
    this.arrange();
  }

  /** Sorts by a column; by the same once more turns it round. */
  sort(column) {
    this.descending = column === this.sortBy ? !this.descending : column !== "name";
    this.sortBy = column;
    this.arrange();
  }

  /** Filters and sorts anew. */
  arrange() {
    const order = [];
    let matchedBytes = 0;
    for (let row = 0; row < this.counts.length; row += 1) {
      if (this.counts[row] > 0 && this.#matches(row)) {
        order.push(row);
        matchedBytes += this.bytes[row];
      }
    }
    this.order = order.sort(this.#comparison());
    this.matchedBytes = matchedBytes;
  }

  #matches(row) {
    const text = this.names.lower[row];
    return this.terms.every(term => text.includes(term));
  }

  #comparison() {
    const sign = this.descending ? -1 : 1;
    if (this.sortBy === "name") {
      const { lower } = this.names;
      return (one, other) => (lower[one] < lower[other] ? -sign : lower[one] > lower[other] ? sign : one - other);
    }
    const column = this.#column();
    return (one, other) => sign * (column[one] - column[other]) || this.bytes[other] - this.bytes[one] || one - other;
  }

  #column() {
    switch (this.sortBy) {
      case "count": return this.counts;
      case "rate": return this.rates;
      case "size": return this.bytes.map((bytes, row) => bytes / Math.max(1, this.counts[row]));
      default: return this.bytes;
    }
  }
}

function emptyNames() {
  return { id: [], primary: [], secondary: [], full: [], lower: [], className: [], method: [], type: [] };
}
