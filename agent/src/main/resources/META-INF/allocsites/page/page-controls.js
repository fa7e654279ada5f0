// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0

import { setText } from "./page-text.js";

const THEMES = ["auto", "light", "dark"];
const THEME_KEY = "allocsites.theme";
const JSON_TYPES = { Accept: "application/json", "Content-Type": "application/json" }; // no action on any other
const CSRF_COOKIE = "XSRF-TOKEN=";

/** What the top bar does: writes where the access level allows them, the range of the counts, polling, light and dark. */
export class Controls {
  range = "";
  polling = true;
  #base;
  #changed;
  #failed;
  #status = null;
  #byId = id => document.getElementById(id);

  /** `changed` is told that other counts are wanted, `failed` what did not work. */
  constructor(base, changed, failed) {
    this.#base = base;
    this.#changed = changed;
    this.#failed = failed;
    if (document.documentElement.dataset.access === "unrestricted") {
      this.#writes(false);
    }
    this.#byId("range").addEventListener("change", event => this.#choose(event.target.value));
    this.#byId("mark").addEventListener("click", () => this.#mark());
    this.#byId("pause").addEventListener("click", () => this.#post(this.#status === "PAUSED" ? "resume" : "pause"));
    this.#byId("reset").addEventListener("click", () => this.#send("DELETE", ""));
    this.#byId("polling").addEventListener("click", () => this.poll(!this.polling));
    this.#byId("theme").addEventListener("click", () => this.#nextTheme());
    this.#theme(stored());
  }

  get windowed() {
    return this.range.startsWith("seconds=");
  }

  show(report) {
    this.#status = report.status;
    const paused = report.status === "PAUSED";
    setText(this.#byId("pause"), paused ? "Resume counting" : "Pause counting");
    for (const id of ["pause", "reset", "mark"]) {
      this.#byId(id).disabled = report.status === "NOT_INSTALLED";
    }
  }

  poll(on) {
    this.polling = on;
    const button = this.#byId("polling");
    button.setAttribute("aria-pressed", String(on));
    button.title = on ? "Reading every 2 s; press to hold" : "Held; press to go on reading";
    if (on) {
      this.#changed(false);
    }
  }

  #choose(range) {
    this.range = range;
    this.#changed(true);
  }

  #writes(hidden) {
    for (const button of document.querySelectorAll(".write")) {
      button.hidden = hidden;
    }
  }

  async #mark() {
    const answer = await this.#post("mark");
    if (answer?.mark === undefined) {
      return;
    }
    const option = new Option(`Since mark ${new Date(answer.since ?? Date.now()).toLocaleTimeString()}`,
      `since=${encodeURIComponent(answer.mark)}`);
    this.#byId("range").append(option);
    option.selected = true;
    this.#choose(option.value);
  }

  #post(word) {
    return this.#send("POST", word);
  }

  async #send(method, word) {
    try {
      const url = word === "" ? new URL(this.#base.href.replace(/\/$/, "")) : new URL(word, this.#base);
      const response = await fetch(url, { method, headers: { ...JSON_TYPES, ...csrfToken() } });
      if (response.status === 405) {
        this.#writes(true); // the access level is not what the page was told
      }
      if (!response.ok) {
        throw new Error(`The server refused: ${response.status} ${response.statusText}`.trim());
      }
      const body = await response.text();
      this.#changed(method === "DELETE");
      return body === "" ? {} : JSON.parse(body);
    } catch (refused) {
      this.#failed(refused);
      return null;
    }
  }

  #nextTheme() {
    this.#theme(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme ?? "auto") + 1) % THEMES.length]);
  }

  #theme(theme) {
    document.documentElement.dataset.theme = theme;
    this.#byId("theme").title = `Colours: ${theme === "auto" ? "as the system has them" : theme}`;
    try {
      localStorage.setItem(THEME_KEY, theme);
    } catch {
      // storage is off: the choice lasts as long as the page
    }
  }
}

/** Where Spring Security, or who took over its convention, keeps the token in a cookie that scripts may read. */
function csrfToken() {
  const cookie = document.cookie.split("; ").find(each => each.startsWith(CSRF_COOKIE));
  return cookie === undefined ? {} : { "X-XSRF-TOKEN": decodeURIComponent(cookie.slice(CSRF_COOKIE.length)) };
}

function stored() {
  try {
    const theme = localStorage.getItem(THEME_KEY);
    return THEMES.includes(theme) ? theme : "auto";
  } catch {
    return "auto";
  }
}
