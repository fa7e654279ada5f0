// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0

import { Reader } from "./page-reader.js";

/** Answers { id, ask, about } with { id, answer } or { id, error, status }. */
const reader = new Reader();

self.addEventListener("message", async ({ data: { id, ask, about } }) => {
  try {
    const answer = await reader[ask](about);
    const columns = [answer.counts, answer.bytes, answer.samples].filter(ArrayBuffer.isView);
    self.postMessage({ id, answer }, columns.map(column => column.buffer)); // moved, not copied
  } catch (failed) {
    self.postMessage({ id, error: failed.message, status: failed.status ?? 0 });
  }
});
self.postMessage({ id: 0 });
