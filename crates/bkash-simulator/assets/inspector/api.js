// The control calls of one world.

const BASE = "/_simulator";

// Why a call was not done, in the simulator's own words.
export class Problem extends Error {
  constructor(body, status) {
    super(body?.detail ?? `HTTP ${status}`);
    this.status = status;
    this.field = body?.field;
    this.allowed = body?.allowed;
  }

  get advice() {
    if (this.allowed === undefined || this.allowed === null) return this.message;
    const allowed = Array.isArray(this.allowed) ? this.allowed.join(", ") : String(this.allowed);
    return `${this.message} (allowed: ${allowed})`;
  }
}

export class Api {
  constructor(appKey) {
    this.appKey = appKey;
  }

  url(path, parameters) {
    const query = new URLSearchParams(parameters);
    if (this.appKey) query.set("app_key", this.appKey);
    const text = query.toString();
    return `${BASE}/${path}${text ? `?${text}` : ""}`;
  }

  async call(method, path, body, parameters) {
    const init = { method, headers: {} };
    if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(this.url(path, parameters), init);
    const text = await response.text();
    const answer = text && response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text;
    if (!response.ok) throw new Problem(answer, response.status);
    return answer;
  }

  get(path, parameters) {
    return this.call("GET", path, undefined, parameters);
  }
}
