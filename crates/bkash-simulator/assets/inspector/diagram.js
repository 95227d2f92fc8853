// A sequence diagram: three lanes, time downwards.

import { h, s } from "./dom.js";
import { time } from "./format.js";
import { LANES, sentence, steps } from "./story.js";

const HEAD = 44;
const ROW = 46;
const TIME_WIDTH = 104;
const NARROW = 560;
// About the width of one, at the size of labels.
const LETTER = 6.8;

function lanes(width) {
  const left = width < NARROW ? 46 : TIME_WIDTH + 70;
  const right = width - (width < NARROW ? 40 : 90);
  return [left, (left + right) / 2, right];
}

function clipped(text, room) {
  const most = Math.max(6, Math.floor(room / LETTER));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function head(x, direction, tone) {
  const back = x - 7 * direction;
  return s("path", { class: `head ${tone}`, d: `M${back} -4 L${x} 0 L${back} 4 Z` });
}

function arrow(step, x) {
  const [from, to] = [x[step.from], x[step.to]];
  const direction = Math.sign(to - from);
  const end = step.lost ? from + (to - from) * 0.55 : to;
  const classes = ["line", step.tone, step.answer && "answer", step.unseen && "unseen"].filter(Boolean).join(" ");
  const cross = `M${end - 5} -5 L${end + 5} 5 M${end - 5} 5 L${end + 5} -5`;
  return [
    s("line", { class: classes, x1: from, y1: 0, x2: end - (step.lost ? 0 : 3 * direction), y2: 0 }),
    step.lost ? s("path", { class: `cross ${step.tone}`, d: cross }) : head(to, direction, step.tone),
  ];
}

// A text may be longer than its arrow on a phone: it stays within the picture and near its arrow.
function text(kind, content, y, step, x, width) {
  const span = Math.abs(x[step.to] - x[step.from]) - 12;
  const shown = clipped(content, width < NARROW ? Math.max(span, width * 0.68) : span);
  const half = (shown.length * LETTER) / 2 + 4;
  const middle = Math.min(Math.max((x[step.from] + x[step.to]) / 2, half), width - half);
  return s("text", { class: kind, x: middle, y }, shown);
}

function texts(step, x, width) {
  return [
    text(`label ${step.tone}`, step.label, -8, step, x, width),
    step.note && text(`note ${step.noteTone ?? ""}`, step.note, 15, step, x, width),
  ];
}

function drawn(step, index, x, width) {
  const group = s("g", { transform: `translate(0 ${HEAD + 28 + index * ROW})` });
  const wide = width >= NARROW;
  if (wide && step.at && !step.answer) group.append(s("text", { class: "time", x: 0, y: 4 }, time(step.at)));
  if (step.lane !== undefined) {
    group.append(
      s("circle", { class: `dot ${step.tone}`, cx: x[step.lane], cy: 0, r: 4 }),
      s("text", { class: `label ${step.tone}`, x: x[step.lane], y: -10 }, step.label),
    );
  } else {
    group.append(...arrow(step, x), ...texts(step, x, width).filter(Boolean));
  }
  return step.id ? s("a", { href: `#/exchanges/${step.id}`, "aria-label": sentence(step) }, group) : group;
}

function picture(told, width) {
  const x = lanes(width);
  const height = HEAD + 20 + told.length * ROW;
  const columns = LANES.map((name, lane) => [
    s("line", { class: "lane", x1: x[lane], y1: HEAD - 8, x2: x[lane], y2: height }),
    s("text", { class: "actor", x: x[lane], y: 20 }, width < NARROW && lane === 0 ? "Payer" : name),
  ]);
  return s("svg", { class: "diagram", viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": "Sequence diagram" },
    columns.flat(), told.map((step, index) => drawn(step, index, x, width)));
}

export function diagram(payment) {
  const told = steps(payment);
  const frame = h("div", { class: "frame" });
  const list = h("ol", { class: "unseen-list" }, told.map((step) => h("li", {}, sentence(step))));
  let last = 0;
  new ResizeObserver(() => {
    const width = Math.floor(frame.clientWidth);
    if (width === last || width === 0) return;
    last = width;
    frame.replaceChildren(picture(told, Math.max(width, 320)));
  }).observe(frame);
  return h("div", {}, frame, list);
}
