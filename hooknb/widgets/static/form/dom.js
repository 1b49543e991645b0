// Small things of the form's page.

import { element } from "../shared/dom.js";

/** Return a button. */
export function button(text, onclick, attributes = {}) {
  const { class: more = "", ...others } = attributes;
  return element("button", { type: "button", class: `hf-button ${more}`.trim(), onclick, ...others }, text);
}

/** Return a one-line box for text. */
export function box(attributes = {}) {
  return element("input", { type: "text", spellcheck: "false", autocomplete: "off", autocapitalize: "off", ...attributes });
}

let made = 0;

/** Return an id that no other element of the page has. */
export function newId(what) {
  made += 1;
  return `hooknb-form-${what}-${made}-${Math.random().toString(36).slice(2, 7)}`;
}

/** Keep the notebook from seeing keys that are typed in a form. */
export function keepKeys(root) {
  for (const kind of ["keydown", "keyup", "keypress", "paste", "copy", "cut"]) root.addEventListener(kind, event => event.stopPropagation());
}
