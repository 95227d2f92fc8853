// Stories of faults that the simulator brings along; one is played in this world from now on.

import { h } from "./dom.js";
import { capital } from "./format.js";

function row(scenario, play) {
  return h("li", { class: "row still" },
    h("span", { class: "row-head" },
      h("strong", {}, capital(scenario.name.replaceAll("-", " "))),
      h("button", { class: "button quiet", type: "button", "aria-label": `Play ${scenario.name}`, onclick: () => play(scenario.name) }, "Play")),
    scenario.story && h("span", { class: "row-foot" }, h("span", { class: "grow" }, scenario.story.trim())));
}

export function scenariosCard(context, played) {
  const list = h("ul", { class: "rows plain", "aria-label": "Scenarios" });
  const told = h("p", { class: "told", role: "status" });
  const play = (name) => context.run(async () => {
    await context.api.call("POST", "scenarios", { name });
    await played();
  }, told);
  context.guarded(async () => {
    const { data } = await context.api.get("scenarios");
    list.replaceChildren(...data.map((scenario) => row(scenario, play)));
  })();
  return h("section", { class: "card wide" },
    h("h3", {}, "Scenarios"),
    h("p", { class: "hint" }, "Whole stories of faults, wallets and switches. A reset ends them."),
    told, list);
}
