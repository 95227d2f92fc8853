// The live list of exchanges with its filters, and one exchange beside it.

import { arrange, field, h, select } from "./dom.js";
import { exchangeDetail } from "./exchange.js";
import { counted, result, time, took, words } from "./format.js";

const MOST_ROWS = 400;
const RESULTS = [
  ["", "any result"], ["success", "success"], ["refused", "refused"], ["failed", "HTTP 5xx"],
  ["lost", "no answer"], ["open", "still working"], ["fault", "struck by a fault"],
];

function fits(exchange, filter) {
  if (filter.endpoint && exchange.endpoint !== filter.endpoint) return false;
  if (filter.result === "fault" && !exchange.fault) return false;
  if (filter.result && filter.result !== "fault" && result(exchange).kind !== filter.result) return false;
  return !filter.text || searchable(exchange).includes(filter.text);
}

function searchable(exchange) {
  exchange.searchable ??= JSON.stringify([exchange.endpoint, exchange.request, exchange.response, exchange.paymentID, exchange.fault]).toLowerCase();
  return exchange.searchable;
}

function subject(exchange) {
  const sent = exchange.request.body;
  if (sent && typeof sent === "object" && sent.merchantInvoiceNumber) return sent.merchantInvoiceNumber;
  return exchange.paymentID ?? exchange.request.path.split("?")[0];
}

function row(exchange, open) {
  const { text, tone } = result(exchange);
  return h("a", { class: "row", href: `#/exchanges/${exchange.id}`, "data-id": exchange.id, "aria-current": open ? "true" : null },
    h("span", { class: "row-head" },
      h("strong", {}, words(exchange.endpoint)),
      exchange.fault && h("span", { class: "tag warn" }, words(exchange.fault)),
      exchange.disconnected_after_ms !== null && h("span", { class: "tag bad" }, "hung up"),
      h("span", { class: `tag ${tone}` }, text)),
    h("span", { class: "row-foot" },
      h("span", {}, time(exchange.at)),
      h("span", { class: "grow" }, subject(exchange)),
      h("span", {}, took(exchange.duration_ms))));
}

// Arrow keys walk through the list.
function walk(event) {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const next = step && document.activeElement?.closest(".row")?.[step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

function empty(context, filtered) {
  if (filtered) return h("p", { class: "empty" }, "No exchange fits the filter.");
  return h("div", { class: "empty" },
    h("p", {}, "Nothing has been called yet."),
    h("p", {}, "Point a client at ", h("code", {}, location.origin), " with any credentials; every exchange appears here as it happens."),
    !context.api.appKey && h("p", {}, "The first app key that calls makes the first world."));
}

export const exchanges = {
  title: "Exchanges",

  mount(root, context, rest) {
    const filter = context.filter;
    const list = h("div", { class: "rows", onkeydown: walk });
    const count = h("p", { class: "count", role: "status" });
    const pane = h("div", { class: "pane" });
    const rows = new Map();
    let openId = 0;

    const endpoint = select([["", "any endpoint"]], filter.endpoint, { onchange: (event) => { filter.endpoint = event.target.value; draw(); } });
    const outcome = select(RESULTS, filter.result, { onchange: (event) => { filter.result = event.target.value; draw(); } });
    const text = h("input", { type: "search", value: filter.text, placeholder: "invoice, paymentID, trxID, code", oninput: (event) => { filter.text = event.target.value.trim().toLowerCase(); draw(); } });

    const kept = (exchange) => {
      const known = rows.get(exchange.id);
      const open = exchange.id === openId;
      if (known?.exchange === exchange && known.open === open) return known.node;
      const node = row(exchange, open);
      if (known) known.node.replaceWith(node);
      rows.set(exchange.id, { exchange, open, node });
      return node;
    };

    const offer = (all) => {
      const names = [...new Set(all.map((exchange) => exchange.endpoint))].sort();
      if (filter.endpoint && !names.includes(filter.endpoint)) names.push(filter.endpoint);
      if (endpoint.options.length === names.length + 1) return;
      endpoint.replaceChildren(...select([["", "any endpoint"], ...names.map((name) => [name, words(name)])]).children);
      endpoint.value = filter.endpoint;
    };

    function draw() {
      const all = context.journal.newestFirst();
      offer(all);
      const shown = all.filter((exchange) => fits(exchange, filter));
      const some = shown.slice(0, MOST_ROWS);
      for (const id of rows.keys()) if (!context.journal.get(id)) rows.delete(id);
      arrange(list, some.length ? some.map(kept) : [empty(context, all.length > 0)]);
      count.textContent = shown.length === all.length ? counted(all.length, "exchange") : `${shown.length} of ${counted(all.length, "exchange")}`;
      if (shown.length > some.length) count.textContent += `, the newest ${MOST_ROWS} shown`;
    }

    let drawn;
    function open() {
      const exchange = context.journal.get(openId);
      root.classList.toggle("has-detail", Boolean(openId));
      if (!openId) return pane.replaceChildren(h("p", { class: "empty" }, "Choose an exchange to see what was sent and answered."));
      if (!exchange) return pane.replaceChildren(h("p", { class: "empty" }, `The journal does not have exchange ${openId}.`));
      if (drawn !== exchange) pane.replaceChildren(exchangeDetail(exchange));
      drawn = exchange;
    }

    const update = () => { draw(); open(); };
    const files = ["jsonl", "har"].map((format) =>
      h("a", { class: "quiet-link", href: context.api.url("journal", { format }), download: true }, format === "har" ? "HAR" : "JSON lines"));
    const clear = h("button", { class: "quiet-link", type: "button", onclick: () => context.run(() => context.api.call("DELETE", "journal")) }, "Clear");

    root.append(
      h("div", { class: "master" },
        h("form", { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() },
          field("Search", text), field("Endpoint", endpoint), field("Result", outcome)),
        h("div", { class: "bar" }, count, h("span", { class: "links" }, "Save as ", files, clear)),
        list),
      pane);
    context.journal.addEventListener("change", update);

    const go = (id) => { openId = Number(id) || 0; update(); };
    go(rest[0]);
    return { go: ([id]) => go(id), leave: () => context.journal.removeEventListener("change", update) };
  },
};
