// Questions to the kernel, and arrow keys: what all parts of the explorer use.

import { rovingTo, SLOW } from "./pure.js";

/**
 * Return a function that asks the kernel and gives its answer.
 *
 * `slow` is told when one is long in coming, `heard` what the kernel says of itself.
 */
export function asker(model, slow, heard) {
  const waiting = new Map();
  const view = Math.random().toString(36).slice(2);
  let count = 0;
  let timer = 0;
  const hear = message => {
    if (message.event) heard(message.event);
    if (!waiting.has(message.reply)) return;
    waiting.get(message.reply)(message);
    waiting.delete(message.reply);
    clearTimeout(timer);
    slow(false);
    if (waiting.size) timer = setTimeout(slow, SLOW, true);
  };
  model.on("msg:custom", hear);
  return {
    ask: message => new Promise(resolve => {
      const id = `${view}.${++count}`;
      waiting.set(id, resolve);
      if (waiting.size === 1) timer = setTimeout(slow, SLOW, true);
      model.send({ ...message, id });
    }),
    end: () => { clearTimeout(timer); model.off("msg:custom", hear); },
  };
}

/**
 * Let the arrow keys move among elements of which one has the tabindex.
 * @param {HTMLElement} box
 * @param {string} selector
 * @param {{across?: boolean, chosen?: (element: HTMLElement) => void}} [manner] `chosen` is told of each move
 */
export function roving(box, selector, { across = false, chosen = () => {} } = {}) {
  const all = () => /** @type {HTMLElement[]} */ ([...box.querySelectorAll(selector)]);
  box.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const elements = all();
    const at = elements.indexOf(/** @type {HTMLElement} */ (event.target).closest(selector));
    const to = at < 0 ? null : rovingTo(event.key, at, elements.length, { across });
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    elements.forEach((each, place) => { each.tabIndex = place === to ? 0 : -1; });
    elements[to].focus();
    elements[to].scrollIntoView({ block: "nearest", inline: "nearest" });
    chosen(elements[to]);
  });
  return {
    /** Give the tabindex to one element, by default to the first. */
    rest: (chosenOne = null) => {
      const elements = all();
      const one = elements.includes(chosenOne) ? chosenOne : elements[0];
      for (const each of elements) each.tabIndex = each === one ? 0 : -1;
    },
  };
}
