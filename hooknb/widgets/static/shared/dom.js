// Elements and the clipboard. Text is always text: nothing here makes markup of it.

/**
 * Return an element; text among its children becomes text, never markup.
 * @param {string} tag
 * @param {Record<string, any>} attributes `on…` are listeners; what is null, undefined or false is left out
 * @param {...(Node | string | null | undefined)} children
 * @returns {any} as the kind of element that the tag is
 */
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

/**
 * Set or take away an attribute.
 * @param {Element} node
 * @param {string} name
 * @param {unknown} value
 */
export function put(node, name, value) {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

/**
 * Show a text in an input without moving the cursor of somebody who types in it.
 * @param {{value: string}} input
 * @param {string} text
 */
export function fill(input, text) {
  if (input.value !== text) input.value = text;
}

/**
 * Copy a text, on plain http too, and leave the focus where it was; tell whether it worked.
 * @param {string} text
 * @param {Element} root where an element may be put for a moment
 */
export async function copyText(text, root) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = focused();
    const field = element("textarea", { "aria-hidden": "true", tabindex: "-1" });
    Object.assign(field.style, { position: "absolute", insetInlineStart: "-9999px" });
    field.value = text;
    root.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus({ preventScroll: true });
    return done;
  }
}

/**
 * Return the element that has the focus.
 * @returns {HTMLElement | null}
 */
export function focused() {
  return document.activeElement instanceof HTMLElement ? document.activeElement : null;
}
