// The world itself: its clock, its switches, its money and its end.

import { field, h, select } from "./dom.js";
import { dateTime } from "./format.js";
import { switchesCard } from "./switches.js";

const HOUR = 3600;
const STEPS = [["1 hour", HOUR], ["1 day", 24 * HOUR], ["28 days", 28 * 24 * HOUR], ["60 days", 60 * 24 * HOUR]];
const SPEEDS = [["0", "stands still"], ["1", "normal"], ["60", "a minute a second"], ["3600", "an hour a second"], ["86400", "a day a second"]];

function clockCard(context) {
  const told = h("p", { class: "told", role: "status" });
  const now = h("p", { class: "balance", id: "world-now" });
  const speed = select(SPEEDS, "1", { onchange: () => set({ speed: Number(speed.value) }) });
  const moment = h("input", { placeholder: "2030-01-31T12:00:00Z", autocomplete: "off" });
  const set = (body) => context.run(async () => { context.clock.show(await context.api.call("POST", "clock", body)); }, told);
  const advance = (seconds) => context.run(async () => {
    context.clock.show(await context.api.call("POST", "clock/advance", { seconds }));
    context.changed();
  }, told);
  const tick = () => {
    const clock = context.clock;
    if (!clock.known) return;
    now.textContent = `${dateTime(clock.now())} in Dhaka`;
    const value = String(clock.speed);
    if (document.activeElement !== speed && speed.value !== value) {
      if (![...speed.options].some((option) => option.value === value)) speed.append(h("option", { value }, `${value} times`));
      speed.value = value;
    }
  };
  context.clock.addEventListener("tick", tick);
  tick();
  const card = h("section", { class: "card" }, h("h3", {}, "Clock"), now,
    h("p", { class: "hint" }, "A world's clock goes forward only; a reset brings the present back."),
    h("div", { class: "actions", role: "group", "aria-label": "Advance the clock" },
      STEPS.map(([name, seconds]) => h("button", { class: "button quiet", type: "button", onclick: () => advance(seconds) }, `+ ${name}`))),
    h("div", { class: "pair" }, field("Speed", speed)),
    h("form", { class: "line-form", onsubmit: (event) => { event.preventDefault(); set({ now: moment.value.trim() }); } },
      field("Set to a moment", moment), h("button", { class: "button quiet", type: "submit" }, "Set")),
    told);
  return { card, leave: () => context.clock.removeEventListener("tick", tick) };
}

function resetCard(context) {
  const told = h("p", { class: "told", role: "status" });
  const seed = h("input", { inputmode: "numeric", autocomplete: "off", placeholder: "none: new ids" });
  const reset = (event) => {
    event.preventDefault();
    if (!confirm("Reset this world? Its payments, tokens, faults and journal are forgotten.")) return;
    context.run(async () => {
      const text = seed.value.trim();
      await context.api.call("POST", "reset", text === "" ? {} : { seed: /^\d+$/.test(text) ? Number(text) : text });
      await context.clock.load();
      context.changed();
    }, told);
  };
  const settle = () => context.run(async () => {
    const { settled } = await context.api.call("POST", "settle");
    told.textContent = `৳${settled} paid out to the merchant's bank.`;
  }, told);
  return h("section", { class: "card" }, h("h3", {}, "Begin anew"),
    h("form", { class: "line-form", onsubmit: reset }, field("Seed", seed), h("button", { class: "button", type: "submit" }, "Reset")),
    h("p", { class: "hint" }, "With the same seed the same calls give the same ids."),
    h("div", { class: "actions" }, h("button", { class: "button quiet", type: "button", onclick: settle }, "Pay the merchant's balance out")),
    told);
}

export const world = {
  title: "World",

  mount(root, context) {
    const clock = clockCard(context);
    root.append(h("div", { class: "page columns" }, clock.card, resetCard(context), switchesCard(context)));
    return { leave: clock.leave };
  },
};
