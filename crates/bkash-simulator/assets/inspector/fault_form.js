// A form that knows what each fault takes: the simulator's own catalogue says so.

import { field, h, select } from "./dom.js";
import { capital, words } from "./format.js";

const FLAGS = new Set(["after_effect"]);
const TEXTS = new Set(["code", "paymentID", "merchantInvoiceNumber", "wallet", "from", "until", "distribution", "form", "forged_status", "forged_paymentID", "field", "value"]);
const HINTS = {
  seconds: "up to 3600",
  code: "such as 2023 or 9999",
  status: "400 to 599",
  count: "how many calls, or unlimited; 1 unless said",
  distribution: "uniform, normal, lognormal or pareto",
  form: "code or status",
  forged_status: "success, failure or cancel",
  field: "such as amount or trxID",
  probability: "0 to 1; always unless said",
  every: "every n-th call",
  from: "seconds from now, or a moment of this world",
  until: "seconds from now, or a moment of this world",
};
// Which calls a fault strikes; any fault may be narrowed by them.
const CHOICE = ["count", "probability", "every", "paymentID", "merchantInvoiceNumber", "wallet", "from", "until"];

function control(name) {
  if (FLAGS.has(name)) return h("input", { type: "checkbox", name });
  return h("input", { name, autocomplete: "off", inputmode: TEXTS.has(name) ? "text" : "decimal" });
}

function labelled(name) {
  return field(capital(words(name)), control(name), HINTS[name]);
}

// Numbers go as numbers, empty fields not at all.
function read(form) {
  const fault = {};
  for (const input of form.elements) {
    if (!input.name) continue;
    if (input.type === "checkbox") {
      if (input.checked) fault[input.name] = true;
    } else if (input.value.trim() !== "") {
      const text = input.value.trim();
      const moments = ["from", "until"].includes(input.name);
      const isNumber = Number.isFinite(Number(text)) && (moments || (!TEXTS.has(input.name) && input.tagName === "INPUT"));
      fault[input.name] = isNumber ? Number(text) : text;
    }
  }
  return fault;
}

export function faultForm(catalogue, add) {
  const told = h("p", { class: "told", role: "status" });
  const about = h("p", { class: "hint about" });
  const endpoints = h("div", { class: "field" });
  const own = h("div", { class: "pair" });
  const kinds = select(catalogue.map((kind) => [kind.name, words(kind.name)]), catalogue[0]?.name, { name: "fault", onchange: () => draw() });

  function draw() {
    const kind = catalogue.find((known) => known.name === kinds.value);
    if (!kind) return;
    const names = kind.endpoints.map((name) => [name, words(name)]);
    const chosen = names.some(([name]) => name === "execute") ? "execute" : names[0]?.[0];
    endpoints.replaceChildren(field("Endpoint", select(names, chosen, { name: "endpoint" })));
    own.replaceChildren(...kind.fields.map(labelled));
    own.hidden = kind.fields.length === 0;
    about.textContent = capital([kind.shows, kind.work].filter(Boolean).join("; ").replaceAll("`", ""));
  }

  const form = h("form", { onsubmit: (event) => { event.preventDefault(); add(read(form), told); } },
    h("div", { class: "pair" }, field("Fault", kinds), endpoints),
    about, own,
    h("details", {}, h("summary", {}, "Which calls it strikes"), h("div", { class: "pair" }, CHOICE.map(labelled))),
    h("button", { class: "button", type: "submit" }, "Add the fault"), told);
  draw();
  return form;
}
