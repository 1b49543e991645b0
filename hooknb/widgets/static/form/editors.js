// One editor for each kind of field: text, choice, switch, number, seconds. Each shows a value, tells what is typed,
// and keeps its problem right below itself.

import { element, fill, put } from "../shared/dom.js";
import { box, button, newId } from "./dom.js";
import { brokenAgain, inOneLine } from "./values.js";

const SIGNS = { error: "✗", warning: "!", advice: "i" };
const CODE = ["code", "asked", "secret"];

/** Return a problem as a line of text; the sign says what the colour says. */
export function markLine(mark, id) {
  return element("div", { class: `hf-mark hf-${mark.severity}`, id },
    element("span", { class: "hf-sign", "aria-hidden": "true" }, SIGNS[mark.severity]), element("span", {}, mark.text));
}

/** Show the problems of one editor below it. */
export function showMarks(place, input, marks) {
  put(input, "aria-invalid", marks.some(mark => mark.severity === "error") ? "true" : null);
  const text = JSON.stringify(marks.map(mark => [mark.severity, mark.text]));
  if ((place.dataset.marks ?? "[]") === text) return;
  place.dataset.marks = text;
  const ids = marks.map(() => newId("mark"));
  put(input, "aria-describedby", [input.dataset.help, ...ids].filter(Boolean).join(" ") || null);
  place.replaceChildren(...marks.map((mark, at) => markLine(mark, ids[at])));
}

/** Return the bare control of a field or column: `{node, input, show}`; `tell(value)` is called for every edit. */
export function control(field, name, tell, form) {
  if (field.kind === "flag") return flag(name, tell);
  if (field.kind === "choice") return choice(field, name, tell);
  if (field.kind === "seconds") return secondsControl(field, tell, form);
  return text(field, name, tell, form);
}

function text(field, name, tell, form) {
  if (field.kind === "asked") return askedText(field, name, tell, form);
  const classes = ["hf-input", CODE.includes(field.kind) ? "hf-code" : "", field.kind === "number" ? "hf-number" : ""];
  const input = box({ class: classes.join(" ").trim(), "aria-label": name, placeholder: field.hint || null, inputmode: field.kind === "number" ? "decimal" : null });
  // A box of one line would drop the line breaks of a value without a word.
  let isBroken = false;
  input.addEventListener("input", () => tell(isBroken ? brokenAgain(input.value) : input.value));
  input.addEventListener("pointerenter", () => put(input, "title", input.scrollWidth > input.clientWidth ? input.value : null));
  if (field.words) form.suggest.attach(input, () => form.words(field.words, input), () => (field.kind === "secret" ? [] : form.words("names")));
  const show = value => {
    const one = inOneLine(String(value ?? ""));
    isBroken = one !== String(value ?? "");
    fill(input, one);
  };
  return { node: input, input, show };
}

/** A text that is asked for when it is empty, unless somebody says that it shall be sent empty. */
function askedText(field, name, tell, form) {
  const made = text({ ...field, kind: "code" }, name, value => told(value === "" ? null : value), form);
  const toggle = button("", () => { told(now === null ? "" : null); made.input.focus(); }, { class: "hf-inlay", hidden: true });
  let now = null;

  function told(value) { tell(value); dress(value); }

  function dress(value) {
    now = value;
    made.input.placeholder = value === "" ? "sent empty" : field.hint;
    toggle.hidden = Boolean(value) || !made.input.closest(".hf-row:not(.hf-ghost)");
    toggle.textContent = value === "" ? "ask for it" : "send it empty";
  }

  return { node: element("span", { class: "hf-asked" }, made.node, toggle), input: made.input, show: value => { made.show(value); dress(value); } };
}

function choice(field, name, tell) {
  const input = element("select", { class: "hf-input", "aria-label": name, onchange: () => tell(input.value) },
    ...field.choices.map(([value, label]) => element("option", { value }, label)));
  return { node: input, input, show: value => { input.value = value; } };
}

function flag(name, tell) {
  const input = element("input", { type: "checkbox", class: "hf-check", "aria-label": name, onchange: () => tell(input.checked) });
  return { node: input, input, show: value => { input.checked = value; } };
}

/** A slider for the mouse, and a number field that takes any text: what is wrong with it is said below. */
function secondsControl(field, tell, form) {
  const [low, high] = form.layout.seconds;
  const slider = element("input", { type: "range", class: "hf-slider", min: low, max: high, step: 0.5, "aria-label": `${field.title}, slider` });
  const input = box({ class: "hf-input hf-number", inputmode: "decimal" });
  const slide = () => { if (input.value.trim() && Number.isFinite(Number(input.value))) slider.value = input.value; };
  slider.addEventListener("input", () => { input.value = String(Number(slider.value)); tell(Number(slider.value)); });
  input.addEventListener("input", () => { slide(); tell(input.value); });
  const node = element("div", { class: "hf-seconds" }, element("span", { class: "hf-end" }, String(low)), slider, element("span", { class: "hf-end" }, String(high)), input, element("span", {}, "seconds"));
  return { node, input, show: value => { if (document.activeElement !== input) fill(input, String(value)); slide(); } };
}

/** Return one labelled editor: `{node, input, show, marks}`. */
export function editor(field, form) {
  const id = newId("field");
  const tell = value => { form.edit(["set", field.id, value], field.kind === "choice" || field.kind === "flag"); more?.show(value); };
  const made = control(field, field.title, tell, form);
  const wrong = element("div", { class: "hf-wrong" });
  const help = field.help ? element("div", { class: "hf-help", id: `${id}-help` }, field.help) : null;
  const more = field.kind === "secret" ? sourceLink(form) : null;
  made.input.id = id;
  made.input.removeAttribute("aria-label");
  if (help) { made.input.dataset.help = help.id; put(made.input, "aria-describedby", help.id); }
  const node = field.kind === "flag"
    ? element("div", { class: "hf-field hf-flag" }, element("span", { class: "hf-label" }), element("div", { class: "hf-control" }, element("div", { class: "hf-switch" }, made.node, element("label", { for: id }, field.title)), help, wrong))
    : element("div", { class: "hf-field" }, element("label", { class: "hf-label", for: id }, field.title), element("div", { class: "hf-control" }, made.node, help, more?.node, wrong));
  const show = value => { made.show(value); more?.show(value); };
  return { node, input: made.input, show, marks: marks => { showMarks(wrong, made.input, marks); more?.show(form.values[field.id]); } };
}

/** Below the name of a secret that has no source yet: a way to give it one. */
function sourceLink(form) {
  let name = "";
  const link = button("", () => {
    const at = form.values.secrets.length;
    form.edit(["insert", "secrets", at, [{ on: true, name, source: "env", detail: "" }]], true);
    form.editors.get("secrets")?.show(form.values);
    form.jump(["secrets", at, "detail"]);
  }, { class: "hf-link", hidden: true });
  const show = text => {
    name = text.replace(/^\$\{?([^}]*)\}?$/, "$1");
    const known = [...form.values.secrets, ...form.values.parameters].some(row => row.name === name);
    link.hidden = known || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
    link.textContent = `Name the source of ${name}…`;
  };
  return { node: element("div", { class: "hf-under" }, link), show };
}

/** A choice that shows all it has: buttons side by side, of which one is down. */
export function segments(field, name, tell) {
  const buttons = field.choices.map(([value, label]) => element("button", { type: "button", role: "radio", class: "hf-segment", "aria-checked": "false", tabindex: "-1", "data-value": value, onclick: () => choose(value) }, label));
  const node = element("div", { class: "hf-segments", role: "radiogroup", "aria-label": name }, ...buttons);
  node.addEventListener("keydown", event => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const shown = buttons.filter(each => !each.hidden);
    const next = shown[(shown.indexOf(document.activeElement) + by + shown.length) % shown.length];
    choose(next.dataset.value);
    next.focus();
  });
  function choose(value) { show(value); tell(value); }
  function show(value) {
    for (const each of buttons) {
      const mine = each.dataset.value === value;
      put(each, "aria-checked", String(mine));
      each.tabIndex = mine ? 0 : -1;
    }
  }
  return { node, input: node, show, offer: values => { for (const each of buttons) each.hidden = !values.includes(each.dataset.value); } };
}
