// A table of rows: written in like a spreadsheet, moved, switched off, taken out, pasted in many at once.

import { element, focused, put } from "../shared/dom.js";
import { button, newId } from "./dom.js";
import { control, showMarks } from "./editors.js";
import { isBlank, newRow, pastedRows } from "./values.js";

/** Return the editor of a table.
 *
 * @param field  its description
 * @param form   what the editors share: values, edit, words, suggest
 * @param {{note?: (at: number) => {text: string, ok: boolean} | null, column?: string}} more  a remark on each row,
 *   shown below the cell of a column, or at the end of the row
 */
export function rowsEditor(field, form, more = {}) {
  const aside = Boolean(more.note && !more.column);
  const body = element("div", { class: "hf-rows", role: "rowgroup" });
  const columns = field.columns.map(({ kind, share }) => kind === "flag" ? "54px" : !share ? "74px" : `minmax(0, ${share}fr)`);
  const heads = field.columns.map(column => element("span", { role: "columnheader", class: column.kind === "flag" ? "hf-narrow" : "" }, column.title));
  const head = element("div", { class: "hf-row hf-heads", role: "row" },
    hidden("columnheader", "On"), ...heads, ...(aside ? [hidden("columnheader", "Remark")] : []), hidden("columnheader", "Remove"));
  const table = element("div", { class: "hf-table", role: "table", "aria-label": field.title }, element("div", { role: "rowgroup" }, head), body);
  table.style.setProperty("--hf-columns", ["24px", ...columns, ...(aside ? ["minmax(0, 0.6fr)"] : []), "28px"].join(" "));
  const live = element("span", { class: "hf-offscreen", role: "status" });
  const paste = pasteBox(field, form, added);
  const undo = undoOffer(() => takeBack());
  const under = element("div", { class: "hf-under hf-line" }, paste.opener, undo.node, live);
  const node = element("div", { class: "hf-tablebox" }, table, under, paste.node);
  // Whether the last thing done here was no writing: then Ctrl+Z in a box is not for the box.
  let stepped = false;
  // Whether a row has been moved or switched since: Ctrl+Z would take back something else than that.
  let rearranged = false;
  table.addEventListener("input", event => { if (event.target.type === "text") stepped = false; });
  for (const part of [table, under]) part.addEventListener("keydown", undoKey);
  form.refreshes.push(() => undo.show(form.undo[field.id]));
  let lines = [];
  let marksNow = [];

  const rows = () => form.values[field.id];
  const noun = at => `${field.noun} ${at + 1}`;

  function newLine() {
    const line = { cells: {}, at: 0, ghost: false };
    const on = element("input", { type: "checkbox", class: "hf-check", onchange: () => { form.edit(["set", field.id, line.at, "on", on.checked], true); step(false); dress(line); } });
    const handle = element("button", { type: "button", class: "hf-handle", tabindex: "-1", "aria-hidden": "true", title: "Drag to move; Alt+↑ and Alt+↓ move too", onpointerdown: event => drag(event, line) }, "⠿");
    const remove = button("×", () => takeOut(line), { class: "hf-remove" });
    line.on = on;
    line.remove = remove;
    line.node = element("div", { class: "hf-row", role: "row" }, element("span", { role: "cell", class: "hf-lead" }, handle, on));
    field.columns.forEach((column, at) => {
      const made = control(column, column.title, value => write(line, column.key, value), form);
      line.cells[column.key] = { ...made, wrong: below(element("div", { class: "hf-wrong" }), at) };
      line.node.append(element("span", { role: "cell", class: column.kind === "flag" ? "hf-narrow" : "hf-cell" }, made.node));
      made.input.addEventListener("keydown", event => keys(event, line, column.key));
      made.input.addEventListener("paste", event => pasted(event, line));
    });
    if (more.note) line.note = aside ? element("span", { class: "hf-aside", role: "cell" }) : below(element("div", { class: "hf-note" }), field.columns.findIndex(column => column.key === more.column));
    if (line.note) describe(line.cells[more.column ?? field.columns[0].key].input, line.note);
    if (aside) line.node.append(line.note);
    line.node.append(element("span", { role: "cell", class: "hf-lead" }, remove));
    if (line.note && !aside) line.node.append(line.note);
    line.node.append(...field.columns.map(({ key }) => line.cells[key].wrong));
    line.node.addEventListener("focusout", event => { if (!line.node.contains(event.relatedTarget)) setTimeout(left, 0, line); });
    return line;
  }

  /** Put something below a cell: it begins there, or further left when there is little room, and goes to the end. */
  function below(node, column) {
    node.style.gridColumn = `${2 + Math.min(column, 1)} / -1`;
    return node;
  }

  /** Write in a cell; the empty row at the end becomes a row of the table with its first character. */
  function write(line, key, value) {
    if (line.ghost) {
      const row = { ...newRow(field), new: true, [key]: value };
      line.ghost = false;
      form.edit(["insert", field.id, line.at, [row]]);
      addGhost();
      number();
      return;
    }
    line.written = true;
    form.edit(["set", field.id, line.at, key, value], field.columns.find(column => column.key === key).kind === "flag");
    dress(line);
  }

  /** A row that somebody has emptied goes when it is left. */
  function left(line) {
    const row = rows()[line.at];
    if (line.ghost || !row || line.node.contains(document.activeElement) || !(row.new || line.written) || !isBlank(field, row)) return;
    takeOut(line, false);
  }

  /** Note what was done last: a step that Ctrl+Z takes back, or a change of places or switches, which it does not. */
  function step(isOne) {
    stepped = isOne;
    rearranged = !isOne;
  }

  function takeOut(line, focus = true) {
    if (line.ghost || !lines.includes(line)) return;
    form.edit(["remove", field.id, line.at], true);
    lines.splice(line.at, 1);
    line.node.remove();
    number();
    if (!focus) return;
    step(true);
    first(Math.min(line.at, lines.length - 1));
    live.textContent = `${noun(line.at)} removed; Undo brings it back`;
  }

  function undoKey(event) {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    if (rearranged || (!stepped && (event.target.type === "text" || !form.undo[field.id]))) return;
    event.preventDefault();
    takeBack();
  }

  /** Have the kernel take back what was last taken out of the table, or put in at once. */
  async function takeBack() {
    const { edits = [], said = "" } = await form.ask({ ask: "undo", field: field.id });
    stepped = edits.length > 0;
    if (!stepped) return;
    step(true);
    first(Math.min(edits.at(-1)[2], lines.length - 1));
    live.textContent = said;
  }

  function move(line, to) {
    if (line.ghost || to < 0 || to >= rows().length || to === line.at) return;
    form.edit(["move", field.id, line.at, to], true);
    step(false);
    lines.splice(to, 0, ...lines.splice(line.at, 1));
    order();
    number();
    live.textContent = `moved to ${to + 1}`;
  }

  /** Put the rows in the page in their order, without losing the focus. */
  function order() {
    const writing = focused();
    lines.forEach((line, at) => { if (body.children[at] !== line.node) body.insertBefore(line.node, body.children[at] ?? null); });
    if (writing && body.contains(writing)) writing.focus({ preventScroll: true });
  }

  function drag(event, line) {
    if (line.ghost) return;
    event.preventDefault();
    line.node.classList.add("hf-dragged");
    const follow = moved => {
      const to = lines.findIndex(other => !other.ghost && moved.clientY < other.node.getBoundingClientRect().bottom);
      move(line, to < 0 ? rows().length - 1 : to);
    };
    // Not captured by the handle, which moves in the page with its row.
    const end = new AbortController();
    window.addEventListener("pointermove", follow, { signal: end.signal });
    for (const kind of ["pointerup", "pointercancel"]) {
      window.addEventListener(kind, () => { end.abort(); line.node.classList.remove("hf-dragged"); }, { signal: end.signal });
    }
  }

  function keys(event, line, key) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const isText = event.target.tagName === "INPUT" && event.target.type === "text";
    if (by && event.altKey) { move(line, line.at + by); line.cells[key].input.focus(); }
    else if (by && isText && !event.ctrlKey && !event.metaKey && !event.shiftKey) cellOf(line.at + by, key)?.focus();
    else if (event.key === "Enter" && isText && !event.ctrlKey && !event.metaKey) cellOf(line.at + (event.shiftKey ? -1 : 1), field.columns[0].key)?.focus();
    else if (event.key === "Delete" && event.altKey) takeOut(line);
    else return;
    event.preventDefault();
  }

  function pasted(event, line) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const isEmpty = line.ghost || isBlank(field, rows()[line.at]);
    if (!/[\n\r]/.test(text.trim()) && !(isEmpty && text.includes("\t"))) return;
    event.preventDefault();
    added(pastedRows(field, text), line.at, line);
  }

  /** Add rows, in the place of the empty line they were pasted in. */
  function added(made, at = rows().length, line = null) {
    if (!made.length) return;
    if (line && !line.ghost && isBlank(field, rows()[at])) { form.edit(["remove", field.id, at]); lines.splice(at, 1)[0].node.remove(); }
    form.edit(["insert", field.id, at, made.map(row => ({ ...newRow(field), ...row }))], true);
    step(true);
    show();
    first(Math.min(at + made.length, lines.length - 1));
    live.textContent = `${made.length} added`;
  }

  const cellOf = (at, key) => lines[at]?.cells[key].input;
  function first(at) {
    const input = cellOf(at, field.columns[0].key);
    input?.focus({ preventScroll: true });
    input?.scrollIntoView({ block: "nearest" });
  }

  function addGhost() {
    const line = newLine();
    line.ghost = true;
    lines.push(line);
    body.append(line.node);
    const empty = newRow(field);
    for (const { key } of field.columns) line.cells[key].show(empty[key]);
  }

  /** Give every row its number, where it has another one now. */
  function number() {
    lines.forEach((line, at) => {
      if (line.at === at && line.named === `${line.ghost}${at}`) return;
      line.at = at;
      line.named = `${line.ghost}${at}`;
      for (const column of field.columns) put(line.cells[column.key].input, "aria-label", `${column.title} of ${line.ghost ? `a new ${field.noun}` : noun(at)}`);
      put(line.on, "aria-label", `${noun(at)} is on`);
      put(line.remove, "aria-label", `Remove ${noun(at)}`);
      line.node.classList.toggle("hf-ghost", line.ghost);
      line.on.disabled = line.remove.disabled = line.ghost;
      dress(line);
    });
  }

  function dress(line) {
    const row = line.ghost ? { on: true } : rows()[line.at];
    line.on.checked = row.on;
    for (const { key, kind } of field.columns) if (kind === "asked") line.cells[key].show(line.ghost ? null : row[key]);
    for (const { key, hints } of field.columns) if (hints) put(line.cells[key].input, "placeholder", hintOf(hints, line.ghost ? newRow(field) : row));
    line.node.classList.toggle("hf-off", !row.on);
    remark(line);
  }

  /** Show what there is to say of a row. */
  function remark(line) {
    if (!line.note) return;
    const said = line.ghost ? null : more.note(line.at);
    const text = said?.text ?? "";
    if (line.note.textContent !== text) line.note.textContent = text;
    line.note.classList.toggle("hf-bad", said ? !said.ok : false);
  }

  /** Show the rows as they are now. */
  function show() {
    if (lines.at(-1)?.ghost) lines.pop().node.remove();
    while (lines.length > rows().length) lines.pop().node.remove();
    const added = document.createDocumentFragment();
    while (lines.length < rows().length) { const line = newLine(); lines.push(line); added.append(line.node); }
    body.append(added);
    rows().forEach((row, at) => {
      lines[at].written = false;
      for (const { key } of field.columns) lines[at].cells[key].show(row[key]);
    });
    for (const line of lines) line.named = "";
    addGhost();
    number();
    marks(marksNow);
  }

  function marks(found) {
    marksNow = found;
    const byCell = new Map();
    for (const mark of found) {
      const [, at, key = field.columns[0].key] = mark.place;
      byCell.set(`${at} ${key}`, [...(byCell.get(`${at} ${key}`) ?? []), mark]);
    }
    for (const line of lines) {
      for (const { key } of field.columns) {
        const cell = line.cells[key];
        const mine = line.ghost ? [] : byCell.get(`${line.at} ${key}`) ?? [];
        if (mine.length || cell.wrong.dataset.marks) showMarks(cell.wrong, cell.input, mine);
      }
      remark(line);
    }
  }

  return { node, show, marks, first, focus: (at, key) => (cellOf(at, key) ?? cellOf(at, field.columns[0].key) ?? cellOf(lines.length - 1, field.columns[0].key))?.focus() };
}

/** What an empty box says, where that goes by another column of its row. */
function hintOf([column, hints], row) {
  return hints.find(([value]) => value === row[column])?.[1] ?? "";
}

/** The offer to take the last step back: what it was, and a button. */
function undoOffer(takeBack) {
  const said = element("span", { class: "hf-undone" });
  const press = button("Undo", takeBack, { class: "hf-link", title: "Ctrl+Z in the table does so, too" });
  const node = element("span", { class: "hf-undo", hidden: true }, said, " ", press);
  function show(step) {
    node.hidden = !step;
    said.textContent = step ?? "";
    put(press, "aria-label", `Undo: ${step ?? ""}`);
  }
  return { node, show };
}

/** Let a remark be read with the box that it is about. */
function describe(input, note) {
  note.id = newId("note");
  input.dataset.help = note.id;
  put(input, "aria-describedby", note.id);
}

function hidden(role, text) {
  return element("span", { role }, element("span", { class: "hf-offscreen" }, text));
}

/** The box for many rows at once: lines, or the rows of a DataFrame. */
function pasteBox(field, form, added) {
  const lines = element("textarea", { class: "hf-input hf-code hf-lines", rows: 5, spellcheck: "false", id: newId("lines"),
    placeholder: `${field.columns[0].hint || "name"}: ${field.columns[1]?.hint || "value"}\n…` });
  const frames = element("select", { class: "hf-input", "aria-label": "DataFrame", onchange: () => fromFrame() });
  const said = element("span", { class: "hf-said", role: "status" });
  const node = element("div", { class: "hf-paste", hidden: true },
    element("label", { class: "hf-label", for: lines.id }, "One line for each, or cells of a spreadsheet"), lines,
    element("div", { class: "hf-line" }, button("Add these", () => { added(pastedRows(field, lines.value)); lines.value = ""; toggle(false); }, { class: "hf-main" }), button("Close", () => toggle(false)), frames, said));
  const opener = button("Add many at once…", () => toggle(node.hidden), { class: "hf-link", "aria-expanded": "false" });

  async function toggle(open) {
    node.hidden = !open;
    put(opener, "aria-expanded", String(open));
    if (!open) { opener.focus({ preventScroll: true }); return; }
    lines.focus();
    const { frames: names = [] } = await form.ask({ ask: "frames" });
    frames.hidden = !names.length;
    frames.replaceChildren(element("option", { value: "" }, "or the rows of a DataFrame…"), ...names.map(name => element("option", { value: name }, name)));
  }

  async function fromFrame() {
    if (!frames.value) return;
    const answer = await form.ask({ ask: "frame", name: frames.value, field: field.id });
    said.textContent = answer.error ?? "";
    if (!answer.error) { added(answer.rows); toggle(false); }
  }

  lines.addEventListener("keydown", event => { if (event.key === "Escape") toggle(false); });
  return { node, opener };
}
