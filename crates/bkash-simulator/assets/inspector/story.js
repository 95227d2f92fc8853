// The exchanges about one payment as the steps of a sequence: who called whom, when, with what result.

import { message, result, took, words } from "./format.js";

export const LANES = ["Payer's browser", "Shop", "bKash"];
const [PAYER, SHOP, BKASH] = [0, 1, 2];

const PAGE_STEPS = {
  wallet: "gives the account number",
  otp: "gives the code",
  resend: "asks for the code again",
  pin: "gives the PIN",
  cancel: "closes the payment",
};

function pageStep(exchange) {
  const path = exchange.request.path.split("?")[0];
  if (path === "/") return "opens the bkashURL";
  return PAGE_STEPS[path.split("/").at(-1)] ?? null;
}

// Reading a page again is no step of the story: each form is followed by one such look.
function isNoise(exchange) {
  return exchange.endpoint === "page" && exchange.request.method === "GET" && pageStep(exchange) === null;
}

function visit(exchange) {
  const refused = exchange.response && exchange.response.status >= 400;
  return [{
    from: PAYER, to: BKASH, at: exchange.at, when: moment(exchange), order: exchange.id, id: exchange.id,
    label: pageStep(exchange) ?? "page", tone: refused ? "warn" : "plain",
    note: refused ? "sees the error page" : "",
  }];
}

const moment = (exchange) => new Date(exchange.at).getTime();

function answer(exchange) {
  const { text, tone, kind } = result(exchange);
  const gone = exchange.disconnected_after_ms !== null;
  return {
    from: BKASH, to: SHOP, when: moment(exchange) + (exchange.duration_ms ?? 0), order: exchange.id + 0.2, id: exchange.id, tone, answer: true,
    lost: kind === "lost" || gone,
    label: kind === "lost" ? "no answer" : [text, message(exchange)].filter(Boolean).join(" "),
    note: [took(exchange.duration_ms), gone && kind !== "lost" && "nobody was there any more"].filter(Boolean).join(", "),
  };
}

function call(exchange) {
  const asked = {
    from: SHOP, to: BKASH, at: exchange.at, when: moment(exchange), order: exchange.id, id: exchange.id, tone: "plain",
    label: words(exchange.endpoint), note: exchange.fault ? `fault: ${words(exchange.fault)}` : "",
    noteTone: "warn",
  };
  const told = [asked];
  if (exchange.disconnected_after_ms !== null) {
    told.push({ lane: SHOP, when: asked.when + exchange.disconnected_after_ms, order: exchange.id + 0.1, id: exchange.id, tone: "bad",
      label: `hung up after ${took(exchange.disconnected_after_ms)}` });
  }
  if (result(exchange).kind !== "open") told.push(answer(exchange));
  return told;
}

// The browser's way from the pages to the shop is not seen by the gateway; its outcome is.
function callback(outcome, pages, exchanges) {
  const page = pages.at(-1);
  const execute = exchanges.find((exchange) => exchange.endpoint === "execute");
  const [beside, order] = page ? [page, page.id + 0.5] : [execute, (execute?.id ?? Infinity) - 0.5];
  return {
    from: BKASH, to: PAYER, tone: outcome === "success" ? "plain" : "warn", unseen: true,
    when: beside ? moment(beside) : Infinity, order,
    label: `callback: ${outcome}`,
    note: page ? "its way on to the shop is not seen from here" : "walked by a control call",
  };
}

// In the order in which things happened: an answer may come after later calls. Within a millisecond the
// order of the journal counts.
export function steps(payment) {
  const exchanges = payment.exchanges.filter((exchange) => !isNoise(exchange));
  const pages = exchanges.filter((exchange) => exchange.endpoint === "page");
  const told = exchanges.flatMap((exchange) => (exchange.endpoint === "page" ? visit(exchange) : call(exchange)));
  if (payment.outcome) told.push(callback(payment.outcome, pages, exchanges));
  return told.sort((one, other) => one.when - other.when || one.order - other.order);
}

// For those who do not see the picture.
export function sentence(step) {
  const tail = step.note ? ` (${step.note})` : "";
  if (step.lane !== undefined) return `${LANES[step.lane]}: ${step.label}${tail}`;
  return `${LANES[step.from]} to ${LANES[step.to]}: ${step.label}${tail}`;
}
