// What is inside the tabs: editors below one another, and for some tabs more than that.

import { element, fill } from "../shared/dom.js";
import { button } from "./dom.js";
import { editor, segments, showMarks } from "./editors.js";
import { rowsEditor } from "./rows.js";
import { routesPicture } from "./routes.js";

/** Fill the page of a tab. */
export function fillPage(page, tab, form) {
  if (tab.say) page.append(element("p", { class: "hf-say" }, tab.say));
  (PAGES[tab.id] ?? plain)(page, tab, form);
}

const PAGES = { body: bodyPage, mapping: mappingPage, routes: routesPage };

/** Editors below one another; what a beginner does not need is behind a headline. */
function plain(page, tab, form) {
  const later = tab.fields.filter(field => field.later);
  for (const field of tab.fields) if (!field.later) page.append(place(field, form, tab));
  if (!later.length) return;
  page.append(element("details", { class: "hf-later" }, element("summary", { tabindex: "0" }, later.map(field => field.title).join(", ")), ...later.map(field => place(field, form, tab))));
}

/** Make the editor of a field and let the form know it. */
function place(field, form, tab) {
  return field.kind === "rows" ? table(field, form, tab) : single(field, form);
}

function single(field, form) {
  const made = editor(field, form);
  form.editors.set(field.id, { ...made, show: values => made.show(values[field.id]), focus: () => { open(made.node); made.input.focus(); } });
  if (field.when) form.whens.push([made.node, field.when]);
  return made.node;
}

function table(field, form, tab, more) {
  const made = rowsEditor(field, form, more);
  form.editors.set(field.id, { ...made, focus: (at, key) => { open(made.node); made.focus(at, key); } });
  const titled = field.later || tab.fields.filter(each => each.kind === "rows" && !each.later).length > 1;
  return element("section", { class: "hf-section" }, titled ? element("div", { class: "hf-title" }, field.title) : null, titled && field.help ? element("p", { class: "hf-help" }, field.help) : null, made.node);
}

/** Open the headline that an editor is behind. */
function open(node) {
  const fold = node.closest("details");
  if (fold) fold.open = true;
}

const fieldOf = (tab, id) => tab.fields.find(field => field.id === id);

/** Object paths and the parameters they are sent to, with what each finds in the last answer. */
function mappingPage(page, tab, form) {
  const type = fieldOf(tab, "mapping_type");
  const kind = segments(type, type.title, value => form.edit(["set", type.id, value], true));
  const explore = button("Pick from the last answer", () => form.explore(), { class: "hf-link", hidden: true });
  form.editors.set(type.id, { node: kind.node, show: values => kind.show(values[type.id]), marks: () => {} });
  page.append(element("div", { class: "hf-line hf-before" }, element("span", { class: "hf-soft" }, type.title), kind.node, element("span", { class: "hf-help" }, type.help)));
  page.append(table(fieldOf(tab, "mapping"), form, tab, { column: "path", note: at => form.found[at] && { ...form.found[at], text: `→ ${form.found[at].text}` } }));
  page.append(element("div", { class: "hf-under" }, explore));
  form.refreshes.push(() => { explore.hidden = !form.last; });
  const later = fieldOf(tab, "force_list");
  page.append(element("details", { class: "hf-later" }, element("summary", { tabindex: "0" }, later.title), table(later, form, tab)));
}

function routesPage(page, tab, form) {
  const note = at => { const text = form.routes.notes[form.values.routes[at].status.trim().toLowerCase()]; return text ? { text, ok: !text.startsWith("never") } : null; };
  page.append(table(fieldOf(tab, "routes"), form, tab, { note }));
  page.append(element("div", { class: "hf-pair" }, single(fieldOf(tab, "failed"), form), single(fieldOf(tab, "status_parameter"), form)));
  const seen = routesPicture();
  page.append(seen.node);
  form.refreshes.push(() => seen.show(form.routes, form.last?.code ?? null));
}

/** The body: its format, and the text, the fields or the file that is sent. */
function bodyPage(page, tab, form) {
  const [format, from, text, file, pairs] = ["body.format", "body.from", "body.text", "body.file", "body.pairs"].map(id => fieldOf(tab, id));
  const kinds = segments(format, format.title, value => { form.edit(["set", format.id, value], true); arrange(); });
  const sources = segments(from, from.title, value => { form.edit(["set", from.id, value], true); arrange(); });
  const said = element("span", { class: "hf-said", role: "status" });
  const tidy = button("Tidy up", async () => {
    const answer = await form.ask({ ask: "tidy" });
    said.textContent = answer.error ? "It cannot be tidied up yet." : "";
    if (!answer.error) write(answer.text);
  });
  const input = element("textarea", { class: "hf-input hf-code hf-body", rows: 9, spellcheck: "false", "aria-label": "Body" });
  const wrong = element("div", { class: "hf-wrong" });
  const area = element("div", {}, input, wrong);
  const picker = element("input", { type: "file", class: "hf-offscreen", tabindex: "-1", "aria-label": "A file to insert", onchange: () => { insert(picker.files[0]); picker.value = ""; } });
  const insertion = button("Insert a file…", () => picker.click());
  const path = single(file, form);
  const fields = rowsEditor(pairs, form);
  const bar = element("div", { class: "hf-line hf-before" }, sources.node, tidy, insertion, picker, said);

  input.addEventListener("input", () => form.edit(["set", text.id, input.value]));
  input.addEventListener("dragover", event => event.preventDefault());
  input.addEventListener("drop", event => { if (event.dataTransfer.files.length) { event.preventDefault(); insert(event.dataTransfer.files[0]); } });
  form.suggest.attach(input, () => [], () => form.words("names"));

  function write(made) {
    fill(input, made);
    form.edit(["set", text.id, made], true);
  }

  async function insert(chosen) {
    if (!chosen) return;
    const kind = { json: "json", xml: "xml", html: "html", htm: "html" }[chosen.name.split(".").at(-1).toLowerCase()];
    if (kind && !form.values[format.id]) { kinds.show(kind); form.edit(["set", format.id, kind]); }
    write(await chosen.text());
    arrange();
  }

  /** Show what belongs to the format. */
  function arrange() {
    const kind = form.values[format.id];
    sources.offer(kind === "form" ? ["text", "pairs", "file"] : ["text", "file"]);
    const source = form.values[from.id] === "pairs" && kind !== "form" ? "text" : form.values[from.id];
    sources.show(source);
    bar.hidden = !kind;
    area.hidden = !kind || source !== "text";
    fields.node.hidden = !kind || source !== "pairs";
    path.hidden = !kind || source !== "file";
    tidy.hidden = !["json", "xml"].includes(kind) || source !== "text";
    insertion.hidden = source !== "text";
    said.textContent = "";
  }

  form.editors.set(format.id, { node: kinds.node, show: values => { kinds.show(values[format.id]); arrange(); }, marks: () => {}, focus: () => kinds.node.querySelector("[tabindex='0']").focus() });
  form.editors.set(from.id, { node: sources.node, show: arrange, marks: () => {} });
  form.editors.set(pairs.id, fields);
  form.editors.set(text.id, {
    node: area, show: values => fill(input, values[text.id]),
    marks: marks => { showMarks(wrong, input, marks.map(mark => located(mark, input.value))); },
    focus: () => { input.focus(); const mark = form.marks.find(each => each.place[0] === text.id && each.at); if (mark) input.setSelectionRange(...mark.at); },
  });
  page.append(element("div", { class: "hf-before" }, kinds.node), bar, area, fields.node, path);
}

/** Say of a problem in a long text in which line it is. */
export function located(mark, text) {
  if (!mark.at) return mark;
  const before = text.slice(0, mark.at[0]).split("\n");
  return { ...mark, text: `line ${before.length}, column ${before.at(-1).length + 1}: ${mark.text}` };
}
