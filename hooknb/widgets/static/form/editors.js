// One editor for each kind of field: text, choice, switch, seconds. Each shows a value, tells what is typed, and
// keeps its problem right below itself.

import { box, element, fill, newId, put } from "./dom.js";

const SIGNS = { error: "✗", warning: "!", advice: "i" };

/** Return a problem as a line of text; the sign says what the colour says. */
export function markLine(mark, id) {
  return element("div", { class: `hf-mark hf-${mark.severity}`, id },
    element("span", { class: "hf-sign", "aria-hidden": "true" }, SIGNS[mark.severity]), element("span", {}, mark.text));
}

/** Show the problems of one editor below it. */
export function showMarks(place, input, marks) {
  const errors = marks.some(mark => mark.severity === "error");
  put(input, "aria-invalid", errors ? "true" : null);
  const text = JSON.stringify(marks.map(mark => [mark.severity, mark.text]));
  if (place.dataset.marks === text) return;
  place.dataset.marks = text;
  const ids = marks.map(() => newId("mark"));
  put(input, "aria-describedby", ids.length ? ids.join(" ") : input.dataset.help);
  place.replaceChildren(...marks.map((mark, at) => markLine(mark, ids[at])));
}

/** Return the bare control of a field or column: an element with `show(value)`; `tell(value)` is called for edits. */
export function control(field, name, tell, form) {
  if (field.kind === "flag") return flag(name, tell);
  if (field.kind === "choice") return choice(field, name, tell);
  return text(field, name, tell, form);
}

function text(field, name, tell, form) {
  const asked = field.kind === "asked";
  const input = box({ class: `hf-input${field.kind === "code" || asked ? " hf-code" : ""}`, "aria-label": name, placeholder: field.hint || null });
  input.addEventListener("input", () => tell(asked && input.value === "" ? null : input.value));
  if (field.words) form.suggest.attach(input, () => form.words(field.words, input), () => form.words("names"));
  return { node: input, input, show: value => fill(input, value ?? "") };
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

/** Return one labelled editor: `{node, input, show, marks}`. */
export function editor(field, form) {
  const tell = value => form.edit(["set", field.id, value], field.kind === "choice" || field.kind === "flag");
  const made = field.kind === "seconds" ? secondsControl(field, tell, form) : control(field, field.title, tell, form);
  const id = newId("field");
  made.input.id = id;
  made.input.removeAttribute("aria-label");
  const wrong = element("div", { class: "hf-wrong" });
  const help = field.help ? element("div", { class: "hf-help", id: `${id}-help` }, field.help) : null;
  if (help) { made.input.dataset.help = help.id; put(made.input, "aria-describedby", help.id); }
  const label = element("label", { class: "hf-label", for: id }, field.title);
  const node = field.kind === "flag"
    ? element("div", { class: "hf-field hf-flag" }, element("span", { class: "hf-label" }), element("div", { class: "hf-control" }, element("div", { class: "hf-switch" }, made.node, element("label", { for: id }, field.title)), help, wrong))
    : element("div", { class: "hf-field" }, label, element("div", { class: "hf-control" }, made.node, help, wrong));
  return { node, input: made.input, show: made.show, marks: marks => showMarks(wrong, made.input, marks) };
}

/** A slider for the mouse, and a number field that takes any text: what is wrong with it is said below. */
function secondsControl(field, tell, form) {
  const [low, high] = form.layout.seconds;
  const slider = element("input", { type: "range", class: "hf-slider", min: low, max: high, step: 0.5, "aria-label": `${field.title}, slider` });
  const input = box({ class: "hf-input hf-number", inputmode: "decimal" });
  slider.addEventListener("input", () => { input.value = String(Number(slider.value)); tell(Number(slider.value)); });
  input.addEventListener("input", () => { slide(); tell(input.value); });
  const slide = () => { if (Number.isFinite(Number(input.value)) && input.value.trim()) slider.value = input.value; };
  const node = element("div", { class: "hf-seconds" }, element("span", { class: "hf-end" }, String(low)), slider, element("span", { class: "hf-end" }, String(high)), input, element("span", {}, "seconds"));
  return { node, input, show: value => { if (document.activeElement !== input) fill(input, String(value)); slide(); } };
}
