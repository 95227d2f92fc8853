// Failures on demand: those that wait to strike, a form for more, and whole stories of them.

import { h, rows } from "./dom.js";
import { faultForm } from "./fault_form.js";
import { words } from "./format.js";
import { scenariosCard } from "./scenarios.js";

const SHOWN_APART = new Set(["id", "endpoint", "fault", "remaining"]);

function detail(fault) {
  const rest = Object.entries(fault).filter(([name, value]) => !SHOWN_APART.has(name) && value !== null && value !== false);
  return rest.map(([name, value]) => (value === true ? words(name) : `${words(name)} ${typeof value === "object" ? JSON.stringify(value) : value}`)).join(", ");
}

function remaining(fault) {
  if (typeof fault.remaining !== "number") return "strikes without end";
  return fault.remaining === 1 ? "strikes once more" : `strikes ${fault.remaining} times more`;
}

function row(fault, remove) {
  const endpoint = Array.isArray(fault.endpoint) ? fault.endpoint.map(words).join(", ") : words(fault.endpoint);
  return h("div", { class: "row still" },
    h("span", { class: "row-head" }, h("strong", {}, words(fault.fault)), h("span", { class: "tag quiet" }, endpoint)),
    h("span", { class: "row-foot" }, h("span", { class: "grow" }, [detail(fault), remaining(fault)].filter(Boolean).join("; ")),
      h("button", { class: "quiet-link", type: "button", "aria-label": `Remove the fault ${words(fault.fault)} of ${endpoint}`, onclick: () => remove(fault.id) }, "Remove")));
}

export const faults = {
  title: "Faults",

  mount(root, context) {
    const list = h("div", { class: "rows", role: "region", "aria-label": "Faults that wait" });
    const show = rows(list, (fault) => fault.id, (fault) => row(fault, remove));
    const form = h("div", {});
    const told = h("p", { class: "told", role: "status" });

    const load = context.guarded(async () => {
      const { data } = await context.api.get("faults");
      show(data, "No fault waits: every call is answered as it should be.");
    });
    const remove = (id) => context.run(async () => { await context.api.call("DELETE", `faults/${id}`); await load(); }, told);
    const clear = () => context.run(async () => { await context.api.call("DELETE", "faults"); await load(); }, told);
    const add = (fault, status) => context.run(async () => { await context.api.call("POST", "faults", fault); await load(); }, status);

    context.guarded(async () => {
      const { data } = await context.api.get("faults/catalogue");
      form.replaceChildren(faultForm(data, add));
    })();

    root.append(h("div", { class: "page columns" },
      h("section", { class: "card" },
        h("div", { class: "bar flush" }, h("h3", {}, "Waiting to strike"), h("button", { class: "quiet-link", type: "button", onclick: clear }, "Remove all")),
        list, told),
      h("section", { class: "card" }, h("h3", {}, "Add a fault"), form),
      scenariosCard(context, load)));
    load();
    const later = context.calm(load);
    context.journal.addEventListener("change", later);
    return { leave: () => context.journal.removeEventListener("change", later) };
  },
};
