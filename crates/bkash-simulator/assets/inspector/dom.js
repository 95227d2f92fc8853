// Elements without a library. Text is always set as text, so nothing that a merchant sent is markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" && "value" in element) element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

// Brings a container to these children and leaves alone those that are already in place, so that focus
// and scroll stay where they are.
export function arrange(container, wanted) {
  const kept = new Set(wanted);
  for (const child of [...container.children]) if (!kept.has(child)) child.remove();
  wanted.forEach((node, index) => {
    if (container.children[index] !== node) container.insertBefore(node, container.children[index] ?? null);
  });
}

// A list whose rows are drawn anew only when what they show has changed.
export function rows(container, identify, draw) {
  let known = new Map();
  return (items, empty) => {
    const next = new Map();
    for (const item of items) {
      const [id, key] = [identify(item), JSON.stringify(item)];
      const old = known.get(id);
      next.set(id, old?.key === key ? old : { key, node: draw(item) });
    }
    known = next;
    const nodes = [...next.values()].map(({ node }) => node);
    arrange(container, nodes.length > 0 ? nodes : [h("p", { class: "empty" }, empty)]);
  };
}

// A labelled field; the label is above, the hint below.
export function field(label, input, hint) {
  const id = input.id || `field-${(field.count = (field.count ?? 0) + 1)}`;
  input.id = id;
  return h("div", { class: "field" },
    h("label", { for: id }, label),
    input,
    hint && h("p", { class: "hint" }, hint));
}

export function select(options, chosen, attributes) {
  const list = options.map((option) => {
    const [value, text] = Array.isArray(option) ? option : [option, option];
    return h("option", { value, selected: value === chosen }, text);
  });
  return h("select", attributes, list);
}
