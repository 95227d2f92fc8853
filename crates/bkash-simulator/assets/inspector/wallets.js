// Wallets: what they hold, their locks and PINs, and new ones.

import { arrange, field, h } from "./dom.js";
import { taka } from "./format.js";

function card(wallet, save) {
  const told = h("p", { class: "told", role: "status" });
  const change = (body) => save(wallet.wallet, body, told);
  const balance = h("input", { inputmode: "decimal", value: wallet.balance, autocomplete: "off" });
  const pin = h("input", { inputmode: "numeric", value: wallet.pin, autocomplete: "off", maxlength: 5 });
  const write = (event) => {
    event.preventDefault();
    change({ balance: balance.value.trim(), pin: pin.value.trim() });
  };
  return h("section", { class: "card", "data-wallet": wallet.wallet },
    h("h3", {}, wallet.wallet,
      wallet.locked && h("span", { class: "tag bad" }, "locked"),
      wallet.debit_blocked && h("span", { class: "tag warn" }, "debit blocked")),
    h("p", { class: "balance" }, taka(wallet.balance)),
    h("form", { class: "pair", onsubmit: write },
      field("Balance", balance), field("PIN", pin),
      h("div", { class: "actions" },
        h("button", { class: "button", type: "submit" }, "Save"),
        h("button", { class: "button quiet", type: "button", onclick: () => change({ locked: !wallet.locked }) }, wallet.locked ? "Unlock" : "Lock"),
        h("button", { class: "button quiet", type: "button", onclick: () => change({ debit_blocked: !wallet.debit_blocked }) }, wallet.debit_blocked ? "Allow debits" : "Block debits"))),
    told);
}

export const wallets = {
  title: "Wallets",

  mount(root, context) {
    const cards = h("div", { class: "cards" });
    const known = new Map();

    const load = context.guarded(async () => {
      const { data } = await context.api.get("wallets");
      const wanted = data.map((wallet) => {
        const key = JSON.stringify(wallet);
        const old = known.get(wallet.wallet);
        // A card that somebody writes in is left alone.
        if (old && (old.key === key || old.node.contains(document.activeElement) && !old.stale)) return old.node;
        const node = card(wallet, save);
        known.set(wallet.wallet, { key, node });
        return node;
      });
      arrange(cards, wanted);
    });
    const fresh = async (number) => {
      const old = known.get(number);
      if (old) old.stale = true;
      await load();
    };
    function save(number, body, told) {
      return context.run(async () => {
        await context.api.call("PUT", `wallets/${encodeURIComponent(number)}`, body);
        await fresh(number);
      }, told);
    }

    const number = h("input", { inputmode: "numeric", autocomplete: "off", placeholder: "01XXXXXXXXX" });
    const balance = h("input", { inputmode: "decimal", autocomplete: "off", value: "1000.00" });
    const told = h("p", { class: "told", role: "status" });
    const add = (event) => {
      event.preventDefault();
      save(number.value.trim(), { balance: balance.value.trim() }, told);
    };
    root.append(h("div", { class: "page" },
      h("p", { class: "lead" }, "The payers of this world. A change counts at once; a reset brings the sandbox's eight wallets back."),
      cards,
      h("section", { class: "card add" }, h("h3", {}, "Add a wallet"),
        h("form", { class: "pair", onsubmit: add }, field("Number", number), field("Balance of the new wallet", balance), h("button", { class: "button", type: "submit" }, "Add")), told)));
    load();
    const later = context.calm(load);
    context.journal.addEventListener("change", later);
    return { leave: () => context.journal.removeEventListener("change", later) };
  },
};
