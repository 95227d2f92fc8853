// The points on which the sources of the real gateway disagree, as this world takes them.

import { field, h, select } from "./dom.js";
import { capital, words } from "./format.js";

function switchRow(name, entry, set) {
  const input = Array.isArray(entry.allowed)
    ? select(entry.allowed.map(String), entry.value, { onchange: () => set(name, input.value) })
    : h("input", { value: entry.value, autocomplete: "off", onchange: () => set(name, input.value.trim()) });
  const hint = [entry.about, entry.source && `(${entry.source})`].filter(Boolean).join(" ");
  return field(capital(words(name)), input, hint);
}

export function switchesCard(context) {
  const card = h("section", { class: "card wide", hidden: true });
  const told = h("p", { class: "told", role: "status" });
  const draw = ({ profile, switches }) => {
    card.hidden = false;
    const profiles = [...(profile ? [] : [["", "its own mixture"]]), "lenient", "strict"];
    const chosen = select(profiles, profile ?? "", { onchange: () => chosen.value && put({ profile: chosen.value }) });
    card.replaceChildren(
      h("h3", {}, "Switches"),
      h("p", { class: "hint" }, "Points on which the sources of the real gateway disagree, or say nothing."),
      h("div", { class: "pair" }, field("Profile", chosen)),
      h("details", {}, h("summary", {}, `${Object.keys(switches).length} single switches`),
        h("div", { class: "switches" }, Object.entries(switches).map(([name, entry]) => switchRow(name, entry, (key, value) => put({ [key]: value }))))),
      told);
  };
  const put = (body) => context.run(async () => draw(await context.api.call("PUT", "switches", body)), told);
  context.guarded(async () => draw(await context.api.get("switches")))();
  return card;
}
