// The payments of a world, newest first.

import { field, h, rows, select } from "./dom.js";
import { counted, dateTime, taka, TONES } from "./format.js";
import { paymentDetail } from "./payment.js";

function row(payment) {
  return h("a", { class: "row", href: `#/payments/${payment.paymentID}`, "data-id": payment.paymentID },
    h("span", { class: "row-head" },
      h("strong", {}, payment.merchantInvoiceNumber || payment.paymentID),
      h("span", { class: "amount" }, payment.amount ? taka(payment.amount) : "agreement"),
      h("span", { class: `tag ${TONES[payment.state] ?? "quiet"}` }, payment.state)),
    h("span", { class: "row-foot" }, h("span", {}, dateTime(payment.created_at)), h("span", { class: "grow" }, payment.paymentID)));
}

export const payments = {
  title: "Payments",

  mount(root, context, rest) {
    const list = h("div", { class: "rows" });
    const show = rows(list, (payment) => payment.paymentID, row);
    const count = h("p", { class: "count", role: "status" });
    const pane = h("div", { class: "pane" });
    const states = [["", "any state"], ...Object.keys(TONES)];
    const chosen = { state: "", invoice: "" };
    let id;

    const load = context.guarded(async () => {
      const { data, total } = await context.api.get("payments", { ...chosen, limit: 200 });
      show(data, "No payment yet: a create call makes one.");
      for (const shown of list.children) {
        if (shown.dataset.id === id) shown.setAttribute("aria-current", "true");
        else shown.removeAttribute("aria-current");
      }
      count.textContent = total > data.length ? `the newest ${data.length} of ${total} payments` : counted(total, "payment");
    });
    const detail = context.guarded(async () => {
      root.classList.toggle("has-detail", Boolean(id));
      if (!id) return pane.replaceChildren(h("p", { class: "empty" }, "Choose a payment to see who called whom, and when."));
      const payment = await context.api.get(`payments/${encodeURIComponent(id)}`);
      const key = JSON.stringify(payment);
      if (pane.dataset.key === key) return;
      pane.dataset.key = key;
      pane.replaceChildren(paymentDetail(payment, context));
    });
    const update = () => { load(); detail(); };
    const later = context.calm(update);

    root.append(
      h("div", { class: "master" },
        h("form", { class: "filters", onsubmit: (event) => event.preventDefault() },
          field("State", select(states, "", { onchange: (event) => { chosen.state = event.target.value; load(); } })),
          field("Invoice", h("input", { type: "search", placeholder: "exactly", onchange: (event) => { chosen.invoice = event.target.value.trim(); load(); } }))),
        h("div", { class: "bar" }, count),
        list),
      pane);
    context.journal.addEventListener("change", later);
    context.changes.addEventListener("change", update);

    const go = ([payment]) => { id = payment; delete pane.dataset.key; update(); };
    go(rest);
    return {
      go,
      leave: () => {
        context.journal.removeEventListener("change", later);
        context.changes.removeEventListener("change", update);
      },
    };
  },
};
