// The inspector: which world, which view, and what all views share.

import { Api, Problem } from "./api.js";
import { Clock } from "./clock.js";
import { arrange, h } from "./dom.js";
import { exchanges } from "./exchanges.js";
import { faults } from "./faults.js";
import { dateTime } from "./format.js";
import { Journal } from "./live.js";
import { notifications } from "./notifications.js";
import { payments } from "./payments.js";
import { wallets } from "./wallets.js";
import { world } from "./world.js";

const VIEWS = { exchanges, payments, wallets, faults, notifications, world };
const LIVE_WORDS = { live: "live", polling: "live, by asking", connecting: "connecting", offline: "not reached", waiting: "waits for the first call" };
const WORLDS_MS = 3000;

const appKey = new URLSearchParams(location.search).get("app_key") ?? "";
const context = {
  api: new Api(appKey),
  filter: { endpoint: "", result: "", text: "" },
  changes: new EventTarget(),
  changed: () => context.changes.dispatchEvent(new Event("change")),
  run,
  guarded,
  calm,
};
context.journal = new Journal(context.api);
context.clock = new Clock(context.api);

const element = (id) => document.getElementById(id);

// Does what a person asked for, and says near it why it was not done.
async function run(action, told) {
  if (told) told.textContent = "";
  try {
    await action();
  } catch (error) {
    const text = error instanceof Problem ? error.advice : `The simulator was not reached: ${error.message}`;
    if (told) told.textContent = text;
    else element("told").textContent = text;
  }
}

// Reads what a view shows; what fails is told in the header's light already. Never twice at once.
function guarded(load) {
  let running = null;
  let again = false;
  return async function once() {
    if (running) {
      again = true;
      return running;
    }
    running = load().catch(() => {});
    await running;
    running = null;
    if (again) {
      again = false;
      await once();
    }
  };
}

// At most once in a while, however often it is asked for; the last time counts.
function calm(action, milliseconds = 400) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      action();
    }, milliseconds);
  };
}

let current = null;

function route() {
  const [name, ...rest] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const view = Object.hasOwn(VIEWS, name) ? name : "exchanges";
  if (current?.name === view && current.go) {
    current.go(rest);
  } else {
    current?.leave?.();
    const root = element("view");
    root.className = `view ${view}`;
    root.replaceChildren();
    document.title = `${VIEWS[view].title} – bKash simulator`;
    current = { name: view, ...VIEWS[view].mount(root, context, rest) };
  }
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.querySelector("nav a[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function drawWorlds(worlds) {
  const picker = element("worlds");
  const keys = worlds.map(({ app_key: key }) => key);
  if (appKey && !keys.includes(appKey)) keys.push(appKey);
  const options = keys.map((key) => picker.querySelector(`option[value="${CSS.escape(key)}"]`) ?? h("option", { value: key }, key));
  if (keys.length === 0) options.push(h("option", { value: "" }, "no app key yet"));
  arrange(picker, options);
  picker.value = appKey;
}

// Without a world in the address the first one that there is, as soon as there is one: true if so.
async function lookForWorlds() {
  try {
    const { data } = await new Api("").get("worlds");
    if (!appKey && data.length > 0) {
      visit(data[0].app_key);
      return true;
    }
    drawWorlds(data);
  } catch {
    // The light in the header says so.
  }
  setTimeout(lookForWorlds, appKey ? WORLDS_MS : WORLDS_MS / 3);
  return false;
}

function visit(key) {
  const address = new URL(location.href);
  address.searchParams.set("app_key", key);
  location.replace(address);
}

function light() {
  const state = context.journal.state;
  element("live").dataset.state = state;
  element("live").textContent = LIVE_WORDS[state];
}

function tick() {
  if (!context.clock.known) return;
  const speed = context.clock.speed === 1 ? "" : context.clock.speed === 0 ? ", frozen" : `, ${context.clock.speed} times`;
  const [day, hour] = dateTime(context.clock.now()).split(" ");
  element("today").textContent = `${day} `;
  element("hour").textContent = hour;
  element("pace").textContent = speed;
  element("now").dataset.bent = speed !== "";
}

element("worlds").addEventListener("change", (event) => visit(event.target.value));
context.journal.addEventListener("state", light);
context.clock.addEventListener("tick", tick);
addEventListener("hashchange", route);
light();
if (!(await lookForWorlds())) {
  route();
  context.clock.start();
  if (appKey) context.journal.follow();
  else context.journal.become("waiting");
}
