// What waits to be saved: one answer per item, in memory and mirrored to this tab's sessionStorage until it is kept.
// One request at a time per item; a broken line is tried again after 2, 4, 8 … 30 seconds, on focus, and when back online.

const LONGEST_WAIT = 30;

export class Queue {
  // send(code, fields, version) → Response; told: { state(), saved(code, body), conflict(code, present), refused(code, sentence), ended(), lost() }
  constructor({ send, told, versionOf, mirror }) {
    Object.assign(this, { send, told, versionOf, mirror });
    this.waiting = new Map();
    this.running = new Set();
    this.timers = new Map();
    this.conflicts = new Set();
    this.wait = 0;
    this.broken = false;
    this.paused = false;
    addEventListener("online", () => this.now());
    addEventListener("focus", () => this.now());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.now());
  }

  get count() {
    return this.waiting.size;
  }

  // Fields of an item as they are now; sent after `delay` milliseconds without another change.
  put(code, fields, delay) {
    const before = this.waiting.get(code);
    this.waiting.set(code, { fields, seen: before ? before.seen : this.versionOf(code), stamp: (before?.stamp ?? 0) + 1 });
    this.keep();
    this.told.state();
    if (this.conflicts.has(code)) return;
    clearTimeout(this.timers.get(code));
    this.timers.set(code, setTimeout(() => this.flush(code), delay));
  }

  // What the last page of this tab could not save.
  restored() {
    try {
      return Object.entries(JSON.parse(sessionStorage.getItem(this.mirror) ?? "{}"));
    } catch {
      return [];
    }
  }

  take(code, entry) {
    this.waiting.set(code, { ...entry, stamp: 1 });
    this.flush(code);
  }

  // Everything, at once; resolves when nothing is on its way any more.
  async now() {
    clearTimeout(this.retry);
    if (this.paused) return;
    await Promise.all([...this.waiting.keys()].map((code) => this.flush(code)));
  }

  async flush(code) {
    const entry = this.waiting.get(code);
    clearTimeout(this.timers.get(code));
    if (!entry || entry.refused || this.running.has(code) || this.conflicts.has(code) || this.paused) return;
    const stamp = entry.stamp;
    this.running.add(code);
    this.told.state();
    let response = null;
    try {
      response = await this.send(code, entry.fields, entry.seen);
      const body = await response.json();
      this.answered(code, stamp, response.status, body);
    } catch {
      this.fail();
    } finally {
      this.running.delete(code);
    }
    const left = this.waiting.get(code);
    if (left && left.stamp !== stamp && response?.ok) await this.flush(code);
    this.told.state();
  }

  answered(code, stamp, status, body) {
    if (status === 200) return this.done(code, stamp, body);
    if (status === 401 || status === 400) {
      this.paused = true;
      return this.told.ended();
    }
    if (status === 409 && body.present) {
      this.conflicts.add(code);
      this.broken = false;
      return this.told.conflict(code, body.present);
    }
    if (status >= 500) return this.fail();
    const entry = this.waiting.get(code);
    if (entry && entry.stamp === stamp) entry.refused = true;
    if (status === 404) return this.told.lost(body.sentence);
    return this.told.refused(code, body.sentence);
  }

  done(code, stamp, body) {
    this.wait = 0;
    this.broken = false;
    const entry = this.waiting.get(code);
    if (entry?.stamp === stamp) this.waiting.delete(code);
    else if (entry) entry.seen = body.answer.version;
    this.keep();
    this.told.saved(code, body, !this.waiting.has(code));
  }

  fail() {
    this.broken = true;
    if (this.wait === 0) this.wait = 2;
    else this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.now(), this.wait * 1000);
  }

  // The reviewer chose between the two: `fields` goes out over the present version, or nothing does.
  settle(code, present, fields) {
    this.conflicts.delete(code);
    this.waiting.delete(code);
    if (fields) {
      this.waiting.set(code, { fields, seen: present.version, stamp: 1 });
      this.flush(code);
    }
    this.keep();
    this.told.state();
  }

  resume() {
    this.paused = false;
    this.now();
  }

  keep() {
    const left = Object.fromEntries([...this.waiting].map(([code, { fields, seen }]) => [code, { fields, seen }]));
    if (this.waiting.size) sessionStorage.setItem(this.mirror, JSON.stringify(left));
    else sessionStorage.removeItem(this.mirror);
  }
}
