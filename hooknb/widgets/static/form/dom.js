// Elements, clipboard and small things of the page. Text is always text: nothing here makes markup of it.

/** Return an element; text among its children becomes text, never markup. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  // Without this, "d d" typed in a field would delete the notebook's cell.
  if (/^(INPUT|SELECT|BUTTON|TEXTAREA|SUMMARY)$/.test(made.tagName) || "tabindex" in attributes) made.setAttribute("data-lm-suppress-shortcuts", "true");
  return made;
}

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

/** Set or take away an attribute. */
export function put(node, name, value) {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

/** Show a text in an input without moving the cursor of somebody who types in it. */
export function fill(input, text) {
  if (input.value !== text) input.value = text;
}

/** Copy a text, on plain http too, and leave the focus where it was; tell whether it worked. */
export async function copyText(text, root) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = document.activeElement;
    const field = element("textarea", { class: "hf-offscreen", "aria-hidden": "true", tabindex: "-1" });
    field.value = text;
    root.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus?.({ preventScroll: true });
    return done;
  }
}

/** Keep the notebook from seeing keys that are typed in a form. */
export function keepKeys(root) {
  for (const kind of ["keydown", "keyup", "keypress", "paste", "copy", "cut"]) root.addEventListener(kind, event => event.stopPropagation());
}
