// What this world tells a listener of completed payments, and how that went.

import { field, h } from "./dom.js";
import { json, took } from "./format.js";

function attempt(one, index) {
  const ended = one.error ?? (one.status ? `HTTP ${one.status}` : "under way");
  return h("li", {}, `attempt ${index + 1}: ${ended}${one.duration_ms === undefined ? "" : `, ${took(one.duration_ms)}`}`);
}

function parsed(body) {
  try {
    return json(JSON.parse(body));
  } catch {
    return String(body);
  }
}

function delivery(one) {
  const tone = one.state === "delivered" ? "good" : one.state === "failed" ? "bad" : "quiet";
  return h("li", { class: "row still" },
    h("span", { class: "row-head" }, h("strong", {}, one.type), one.trxID && h("span", {}, one.trxID), h("span", { class: `tag ${tone}` }, one.state)),
    h("ul", { class: "attempts" }, one.attempts.map(attempt)),
    h("details", {}, h("summary", {}, "Envelope"), h("pre", { class: "wire", tabindex: 0 }, typeof one.body === "string" ? parsed(one.body) : json(one.body))));
}

export const notifications = {
  title: "Notifications",

  mount(root, context) {
    const state = h("dl", { class: "facts" });
    const list = h("ul", { class: "rows plain", "aria-label": "Deliveries" });
    const told = h("p", { class: "told", role: "status" });
    const url = h("input", { type: "url", placeholder: "http://127.0.0.1:8080/notifications/bkash" });
    let shown = "";

    const load = context.guarded(async () => {
      const answer = await context.api.get("notifications");
      const key = JSON.stringify(answer);
      if (key === shown) return;
      shown = key;
      const rows = [
        ["Subscription", answer.subscription],
        answer.url && ["Listener", answer.url],
        answer.topic && ["Topic", answer.topic],
        answer.signature_version && ["Signature version", answer.signature_version],
      ].filter(Boolean);
      state.replaceChildren(...rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
      const deliveries = [...(answer.deliveries ?? [])].reverse();
      list.replaceChildren(...(deliveries.length ? deliveries.map(delivery) : [h("li", { class: "empty" }, "Nothing was sent yet.")]));
    });
    const subscribe = (event) => {
      event.preventDefault();
      context.run(async () => { await context.api.call("PUT", "notifications", { url: url.value.trim() }); await load(); }, told);
    };
    const act = (method, path, body) => context.run(async () => { await context.api.call(method, path, body); await load(); }, told);

    root.append(h("div", { class: "page columns" },
      h("section", { class: "card" }, h("h3", {}, "Sent"), list),
      h("section", { class: "card" }, h("h3", {}, "Listener"), state,
        h("form", { class: "line-form", onsubmit: subscribe }, field("Address", url), h("button", { class: "button", type: "submit" }, "Subscribe")),
        h("div", { class: "actions" },
          h("button", { class: "button quiet", type: "button", onclick: () => act("POST", "notifications/send", {}) }, "Send the newest payment again"),
          h("button", { class: "button quiet", type: "button", onclick: () => act("DELETE", "notifications") }, "Unsubscribe")),
        told)));
    load();
    const timer = setInterval(load, 2000);
    return { leave: () => clearInterval(timer) };
  },
};
