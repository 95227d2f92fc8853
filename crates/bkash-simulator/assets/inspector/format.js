// How moments, amounts and results are written.

const DHAKA_MS = 6 * 3600 * 1000;

function dhaka(moment) {
  const date = new Date(new Date(moment).getTime() + DHAKA_MS);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

// 11:48:29.876, in Dhaka.
export function time(moment) {
  return dhaka(moment)?.slice(11, 23) ?? "";
}

// 2025-12-11 11:48:29, in Dhaka.
export function dateTime(moment) {
  return dhaka(moment)?.slice(0, 19).replace("T", " ") ?? "";
}

// An agreement has no amount.
export function taka(amount) {
  if (amount === null || amount === undefined) return "no amount";
  const [whole, fraction] = String(amount).split(".");
  return `৳${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${fraction ?? "00"}`;
}

export function took(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return "";
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

export function words(name) {
  return name.replaceAll("_", " ");
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function counted(number, one) {
  return `${number} ${number === 1 ? one : `${one}s`}`;
}

// What came of an exchange: a short text, and how good it is.
export function result(exchange) {
  const response = exchange.response;
  if (!response) {
    return exchange.duration_ms === null
      ? { text: "working", tone: "quiet", kind: "open" }
      : { text: "no answer", tone: "bad", kind: "lost" };
  }
  const body = response.body;
  const object = body && typeof body === "object" ? body : {};
  const code = object.statusCode ?? object.externalCode ?? object.errorCode;
  if (response.status >= 500) return { text: `HTTP ${response.status}`, tone: "bad", kind: "failed" };
  if (exchange.endpoint === "page") {
    const shown = response.status < 400;
    return { text: shown ? "shown" : "error page", tone: shown ? "quiet" : "warn", kind: shown ? "success" : "refused" };
  }
  if (code !== undefined && code !== "0000") return { text: String(code), tone: "warn", kind: "refused" };
  if (response.status >= 400) return { text: `HTTP ${response.status}`, tone: "warn", kind: "refused" };
  return { text: code ?? String(response.status), tone: "good", kind: "success" };
}

// The gateway's own words about it.
export function message(exchange) {
  const body = exchange.response?.body;
  if (!body || typeof body !== "object") return "";
  return body.statusMessage ?? body.errorMessageEn ?? body.errorMessage ?? body.message ?? "";
}

export function json(body) {
  if (body === null || body === undefined) return "";
  return typeof body === "string" ? body : JSON.stringify(body, null, 2);
}

// How good the state of a payment is.
export const TONES = {
  initiated: "quiet", approved: "quiet", agreed: "good", authorized: "quiet", completed: "good", voided: "warn",
  failed: "warn", cancelled: "warn", expired: "warn", refused: "bad",
};
