// Suggestions below a box, as one types: the combobox pattern of WAI-ARIA, one list for the whole form.

import { element, put } from "../shared/dom.js";
import { newId } from "./dom.js";

const MOST = 12;

/** Return what of a list goes with a typed text, beginnings first; nothing when the text is one of them already. */
export function matching(words, typed) {
  const text = typed.trim().toLowerCase();
  const folded = words.map(word => [word, word.toLowerCase()]);
  if (text && folded.some(([, word]) => word === text)) return [];
  const first = folded.filter(([, word]) => word.startsWith(text));
  const later = folded.filter(([, word]) => !word.startsWith(text) && word.includes(text));
  return [...first, ...later].slice(0, MOST).map(([word]) => word);
}

/** Return the `$NAME` that is being written before the cursor: `{from, typed}`; null when there is none. */
export function dollarBefore(text, cursor) {
  const found = /(^|[^$])((?:\$\$)*)\$(\{?)([A-Za-z_][A-Za-z0-9_]*)?$/.exec(text.slice(0, cursor));
  if (!found) return null;
  const typed = found[4] ?? "";
  return { from: cursor - typed.length - found[3].length - 1, brace: found[3], typed };
}

/** Put a chosen name into a text at the `$` before the cursor; return the text and the new cursor. */
export function withName(text, cursor, name) {
  const at = dollarBefore(text, cursor);
  const rest = text.slice(cursor).replace(/^[A-Za-z0-9_]*\}?/, "");
  const braces = at.brace || /^[A-Za-z0-9_]/.test(rest);
  const written = braces ? `\${${name}}` : `$${name}`;
  return { text: text.slice(0, at.from) + written + rest, cursor: at.from + written.length };
}

/** Return the one list of suggestions of a form. */
export function suggestions(root) {
  const list = element("ul", { class: "hf-suggestions", role: "listbox", id: newId("words"), "aria-label": "Suggestions", hidden: true });
  root.append(list);
  let input = null;
  let offered = [];
  let at = -1;
  let take = null;

  function show(box, words, taken) {
    input = box;
    offered = words;
    take = taken;
    at = -1;
    if (!words.length) { hide(); return; }
    list.replaceChildren(...words.map((word, place) => element("li", {
      role: "option", id: `${list.id}-${place}`, "aria-selected": "false",
      onpointerdown: event => { event.preventDefault(); choose(place); },
    }, word)));
    const outer = root.getBoundingClientRect();
    const inner = box.getBoundingClientRect();
    list.hidden = false;
    list.style.minWidth = `${Math.min(inner.width, 320)}px`;
    list.style.left = `${Math.max(0, Math.min(inner.left - outer.left, outer.width - list.offsetWidth - 4))}px`;
    const below = inner.bottom - outer.top + 2;
    const room = window.innerHeight - inner.bottom;
    list.style.top = `${room < list.offsetHeight + 8 && inner.top > list.offsetHeight ? inner.top - outer.top - list.offsetHeight - 2 : below}px`;
    expand(box, true);
    put(box, "aria-controls", list.id);
  }

  function hide() {
    list.hidden = true;
    if (!input) return;
    expand(input, false);
    put(input, "aria-activedescendant", null);
  }

  function expand(box, is) {
    if (box.getAttribute("role") === "combobox") put(box, "aria-expanded", String(is));
  }

  function move(by) {
    at = (at + by + offered.length + (at < 0 && by < 0 ? 1 : 0)) % offered.length;
    [...list.children].forEach((option, place) => put(option, "aria-selected", String(place === at)));
    put(input, "aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function choose(place) {
    const word = offered[place];
    hide();
    take(word);
  }

  /** Give a box its suggestions.
   *
   * @param {HTMLInputElement} box
   * @param {() => string[]} words  what the whole box may hold
   * @param {() => string[]} names  what may follow a `$` in it
   */
  function attach(box, words, names = () => []) {
    put(box, "aria-autocomplete", "list");
    // A box of many lines cannot be a combobox; it is a text box that has a list.
    if (box.tagName === "INPUT") { put(box, "role", "combobox"); expand(box, false); }
    const replace = (text, cursor) => {
      box.value = text;
      box.setSelectionRange?.(cursor, cursor);
      box.dispatchEvent(new Event("input", { bubbles: true }));
      hide();
    };
    const offer = always => {
      const cursor = box.selectionStart ?? box.value.length;
      const dollar = dollarBefore(box.value, cursor);
      if (dollar && names().length) {
        show(box, matching(names(), dollar.typed), name => { const made = withName(box.value, cursor, name); replace(made.text, made.cursor); });
      } else if (box.value.trim() || always) {
        show(box, matching(words(), always && !box.value.trim() ? "" : box.value), word => replace(word, word.length));
      } else hide();
    };
    box.addEventListener("input", event => { if (event.isTrusted) offer(false); });
    box.addEventListener("pointerdown", () => { if (document.activeElement === box && !box.value && list.hidden) offer(true); });
    box.addEventListener("blur", hide);
    box.addEventListener("keydown", event => {
      if (event.key === " " && event.ctrlKey) { event.preventDefault(); offer(true); return; }
      if (list.hidden || input !== box) return;
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (by && !event.altKey) move(by);
      else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) choose(at);
      else if (event.key === "Escape") hide();
      else return;
      if (event.key !== "Tab") event.preventDefault();
      event.stopImmediatePropagation();
    });
  }

  return { attach, hide };
}
