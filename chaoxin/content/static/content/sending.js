// Sends one large file in parts by the resumable protocol of tus.io: after a lost connection, a pause or a page that was
// closed it goes on from what the server has. Parts grow and shrink with the line, so that each takes a few seconds.
const SMALLEST = 256 * 1024;
const LARGEST = 16 * 1024 * 1024;
const AIM_SECONDS = 2;
const LOOK_MS = 1000;
const LONGEST_WAIT_SECONDS = 30;
const UPLOADS = "/api/v1/uploads";

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

// The server does not take it, for a reason that trying again does not change.
export class Refused extends Error {}

export class Sending {
  // `told` is called with {state, percent, speed, left} whenever something has changed.
  constructor(file, workspace, told) {
    Object.assign(this, { file, workspace, told, part: 1024 * 1024, offset: 0, speed: 0, url: "", paused: false, cancelled: false });
  }

  get fingerprint() {
    return `${this.file.size}:${this.file.lastModified}:${this.file.name}`;
  }

  // Answers the id of the asset; null where it was cancelled. Throws Refused with a sentence.
  async run() {
    for (let failures = 0; !this.cancelled; ) {
      try {
        // A part that was broken off may have been kept up to where it broke.
        if (this.paused) await this.#unpaused().then(() => this.#ask());
        if (!this.url) await this.#begin();
        await this.#sendAll();
        return await this.#checked();
      } catch (error) {
        if (error instanceof Refused) throw error;
        if (this.paused || this.cancelled) continue;
        failures = error.progressed ? 1 : failures + 1;
        this.#tell("waiting");
        await pause(Math.min(2 ** failures, LONGEST_WAIT_SECONDS));
        await this.#ask().catch(() => undefined);
      }
    }
    return null;
  }

  pause() {
    this.paused = true;
    this.abort?.abort();
    this.#tell("paused");
  }

  resume() {
    this.paused = false;
    this.wake?.();
  }

  async cancel() {
    this.cancelled = true;
    this.abort?.abort();
    this.resume();
    if (this.url) await this.#call("DELETE", this.url).catch(() => undefined);
  }

  async #begin() {
    const headers = { "Upload-Length": String(this.file.size), "Upload-Metadata": `filename ${base64(this.file.name)},fingerprint ${base64(this.fingerprint)}` };
    const answer = await this.#call("POST", UPLOADS, { headers });
    this.url = answer.headers.get("Location");
    this.offset = Number(answer.headers.get("Upload-Offset"));
  }

  async #sendAll() {
    while (this.offset < this.file.size) {
      this.#tell("sending");
      const body = this.file.slice(this.offset, this.offset + this.part);
      const began = performance.now();
      const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(this.offset) };
      const answer = await this.#call("PATCH", this.url, { headers, body });
      this.offset = Number(answer.headers.get("Upload-Offset"));
      this.#learn(body.size, (performance.now() - began) / 1000);
    }
  }

  async #checked() {
    for (;;) {
      const answer = await this.#call("GET", this.url);
      const upload = await answer.json();
      if (upload.state === "done") return upload.asset;
      if (upload.state === "refused") throw new Refused(upload.message);
      this.#tell("checking");
      await pause(LOOK_MS / 1000);
    }
  }

  // Where the server is; a file that it no longer knows begins anew.
  async #ask() {
    if (!this.url) return;
    const answer = await this.#call("HEAD", this.url).catch((error) => {
      if (error.status === 404) Object.assign(this, { url: "", offset: 0 });
      throw error;
    });
    this.offset = Number(answer.headers.get("Upload-Offset"));
  }

  async #call(method, url, { headers = {}, body } = {}) {
    this.abort = new AbortController();
    const own = { "X-Workspace": this.workspace, ...JSON.parse(document.body.getAttribute("hx-headers:inherited")), ...headers };
    const signal = method === "DELETE" ? undefined : this.abort.signal;
    const answer = await fetch(url, { method, body, headers: own, credentials: "same-origin", signal });
    if (answer.ok) return answer;
    const told = await answer.json().catch(() => ({}));
    // In another place (409), still being written (423), unknown (404), a server that restarts: these pass.
    const passes = answer.status >= 500 || [404, 408, 409, 423, 429].includes(answer.status) && method !== "POST";
    if (!passes) throw new Refused(told.message || String(answer.status));
    throw Object.assign(new Error(told.message), { status: answer.status });
  }

  #learn(octets, seconds) {
    const speed = octets / Math.max(seconds, 0.001);
    this.speed = this.speed ? this.speed * 0.7 + speed * 0.3 : speed;
    this.part = Math.round(Math.min(LARGEST, Math.max(SMALLEST, Math.min(this.part * 2, speed * AIM_SECONDS))));
  }

  #tell(state) {
    const left = this.speed ? (this.file.size - this.offset) / this.speed : 0;
    this.told({ state, percent: Math.floor((this.offset / this.file.size) * 100), offset: this.offset, speed: this.speed, left, url: this.url });
  }

  #unpaused() {
    this.#tell("paused");
    return new Promise((resolve) => { this.wake = resolve; });
  }
}
