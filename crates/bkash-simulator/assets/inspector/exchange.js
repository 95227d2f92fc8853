// One exchange: what was asked and what was answered, byte by byte, without its secrets.

import { curl } from "./curl.js";
import { h } from "./dom.js";
import { counted, dateTime, json, message, result, took, words } from "./format.js";

function headers(pairs) {
  const names = Object.keys(pairs);
  return h("details", { class: "headers" },
    h("summary", {}, counted(names.length, "header")),
    h("pre", { class: "wire", tabindex: 0 }, names.map((name) => [h("span", { class: "key" }, `${name}: `), `${pairs[name]}\n`])));
}

// Keys stand back, so that values are read first.
function coloured(text) {
  return text.split(/("(?:[^"\\]|\\.)*"(?=\s*:))/).map((piece, index) => (index % 2 ? h("span", { class: "key" }, piece) : piece));
}

function body(value, none) {
  if (value === null || value === undefined) return h("p", { class: "none" }, none);
  return h("pre", { class: "wire", tabindex: 0 }, typeof value === "string" ? value : coloured(json(value)));
}

async function copy(button, text, status) {
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = "Copied.";
  } catch {
    status.textContent = "The browser does not allow copying; the command is below.";
  }
  button.focus();
}

function curlCommand(exchange) {
  const command = curl(exchange, location.origin);
  const status = h("span", { class: "copied", role: "status" });
  const button = h("button", { type: "button", class: "button", onclick: () => copy(button, command, status) }, "Copy as curl");
  return h("div", { class: "copy" },
    h("div", { class: "actions" }, button,
      exchange.paymentID && h("a", { class: "button quiet", href: `#/payments/${exchange.paymentID}` }, "Whole payment"), status),
    h("details", {}, h("summary", {}, "The command"), h("pre", { class: "wire", id: "curl", tabindex: 0 }, command)));
}

function facts(exchange) {
  const rows = [
    ["At, in Dhaka", dateTime(exchange.at)],
    ["Took", took(exchange.duration_ms) || "still working"],
    exchange.fault && ["Fault", words(exchange.fault)],
    exchange.disconnected_after_ms !== null && ["Caller", `hung up after ${took(exchange.disconnected_after_ms)}`],
    exchange.over_token_limit && ["Token limit", "beyond two token calls in an hour"],
    exchange.tls && ["TLS", exchange.certificate_unchecked ? `${exchange.tls}, certificate not checked` : exchange.tls],
    exchange.paymentID && ["Payment", exchange.paymentID],
  ].filter(Boolean);
  return h("dl", { class: "facts" }, rows.map(([name, value]) => h("div", { class: value.length > 22 ? "long" : null }, h("dt", {}, name), h("dd", {}, value))));
}

export function exchangeDetail(exchange) {
  const { text, tone } = result(exchange);
  const { method, path } = exchange.request;
  return h("article", { class: "detail" },
    h("a", { class: "back", href: "#/exchanges" }, "Back to the list"),
    h("h2", {}, words(exchange.endpoint), " ", h("span", { class: `tag ${tone}` }, text)),
    message(exchange) && h("p", { class: "said" }, message(exchange)),
    facts(exchange),
    curlCommand(exchange),
    h("h3", {}, "Request"),
    h("p", { class: "wire line" }, `${method} ${path}`),
    headers(exchange.request.headers),
    body(exchange.request.body, "No body."),
    h("h3", {}, "Response"),
    exchange.response
      ? [h("p", { class: "wire line" }, `HTTP ${exchange.response.status}`), headers(exchange.response.headers), body(exchange.response.body, exchange.endpoint === "page" ? "The page itself is not kept." : "No body.")]
      : h("p", { class: "none" }, exchange.duration_ms === null ? "Not yet." : "None: the connection closed without an answer."));
}
