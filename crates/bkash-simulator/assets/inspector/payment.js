// One payment: its facts, what a payer may still do with it, and its story as a picture.

import { diagram } from "./diagram.js";
import { field, h } from "./dom.js";
import { dateTime, taka, TONES } from "./format.js";

function facts(payment) {
  const rows = [
    payment.amount ? ["Amount", taka(payment.amount)] : ["Agreement", "no money"],
    ["Created, in Dhaka", dateTime(payment.created_at)],
    payment.completed_at && ["Completed, in Dhaka", dateTime(payment.completed_at)],
    payment.wallet && ["Wallet", payment.wallet],
    payment.trxID && ["trxID", payment.trxID],
    payment.refunds?.length > 0 && ["Refunded", payment.refunds.map((refund) => `${taka(refund.amount)} (${refund.trxID})`).join(", ")],
    ["paymentID", payment.paymentID],
  ].filter(Boolean);
  return h("dl", { class: "facts" }, rows.map(([name, value]) => h("div", { class: value.length > 22 ? "long" : null }, h("dt", {}, name), h("dd", {}, value))));
}

// Walks the hosted pages; the browser's way back to the shop stays unvisited.
function payer(payment, context) {
  if (payment.state !== "initiated") return null;
  const wallet = h("input", { inputmode: "numeric", autocomplete: "off", placeholder: "the first that can pay" });
  const told = h("p", { class: "told", role: "status" });
  const act = (outcome) => context.run(async () => {
    const body = { outcome };
    if (outcome === "pay" && wallet.value.trim()) body.wallet = wallet.value.trim();
    await context.api.call("POST", `payments/${encodeURIComponent(payment.paymentID)}/pay`, body);
    context.changed();
  }, told);
  return h("section", { class: "payer" },
    h("h3", {}, "Be the payer"),
    h("div", { class: "line-form" },
      field("Wallet", wallet),
      h("button", { type: "button", class: "button", onclick: () => act("pay") }, "Approve"),
      h("button", { type: "button", class: "button quiet", onclick: () => act("cancel") }, "Cancel")),
    told);
}

export function paymentDetail(payment, context) {
  return h("article", { class: "detail" },
    h("a", { class: "back", href: "#/payments" }, "Back to the list"),
    h("h2", {}, payment.merchantInvoiceNumber || "Payment", " ", h("span", { class: `tag ${TONES[payment.state] ?? "quiet"}` }, payment.state)),
    facts(payment),
    payer(payment, context),
    h("h3", {}, "Who called whom"),
    payment.exchanges.length ? diagram(payment) : h("p", { class: "none" }, "The journal no longer has an exchange of this payment."));
}
