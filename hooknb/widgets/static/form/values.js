// What is filled in, as the browser holds it: edits, their queue, and pasted text as rows. All of it is pure.

/**
 * @typedef {any[]} Edit  a word, the id of a field, and what belongs to it, as `Sheet.edit` takes it in Python
 * @typedef {Record<string, any>} Row  by the keys of columns; `on` is false for a row that is switched off
 * @typedef {Record<string, any>} Values  by the ids of fields; a table's are `Row[]`
 * @typedef {{key: string, title: string, kind: string, default: any, choices: [string, string][]}} Column
 * @typedef {{id: string, columns: Column[]}} Field
 */

/**
 * Make an edit in the values of a form.
 * @param {Values} values
 * @param {Edit} edit
 */
export function apply(values, edit) {
  const [what, id, ...rest] = edit;
  const rows = values[id];
  if (what === "set" && rest.length === 1) values[id] = rest[0];
  else if (what === "set") rows[rest[0]][rest[1]] = rest[2];
  else if (what === "insert") rows.splice(rest[0], 0, ...rest[1].map((/** @type {Row} */ row) => ({ ...row })));
  else if (what === "remove") rows.splice(rest[0], 1);
  else if (what === "move") rows.splice(rest[1], 0, ...rows.splice(rest[0], 1));
}

/**
 * Add an edit to those that wait; one that only goes on where the last one stopped takes its place.
 * @param {Edit[]} edits
 * @param {Edit} edit
 * @returns {Edit[]}
 */
export function queue(edits, edit) {
  const last = edits.at(-1);
  if (last && last[0] === "set" && edit[0] === "set" && JSON.stringify(target(last)) === JSON.stringify(target(edit))) {
    return [...edits.slice(0, -1), edit];
  }
  // A row that is being written is sent as it is by now.
  if (last && last[0] === "insert" && last[3].length === 1 && edit[0] === "set" && edit.length === 5 && edit[1] === last[1] && edit[2] === last[2]) {
    return [...edits.slice(0, -1), ["insert", last[1], last[2], [{ ...last[3][0], [edit[3]]: edit[4] }]]];
  }
  return [...edits, edit];
}

/**
 * @param {Edit} edit
 */
function target(edit) {
  return edit.slice(1, -1);
}

/**
 * Return an empty row of a table.
 * @param {Field} field
 * @returns {Row}
 */
export function newRow(field) {
  return { on: true, ...Object.fromEntries(field.columns.map(column => [column.key, column.default])) };
}

/**
 * Tell whether nobody has written anything in a row.
 * @param {Field} field
 * @param {Row} row
 * @returns {boolean}
 */
export function isBlank(field, row) {
  return field.columns.every(({ key, default: usual }) => row[key] === usual || row[key] === "" || row[key] === null);
}

/**
 * Return the rows of a pasted text: `name: value` lines, or columns parted by tabs as a spreadsheet copies them.
 * @param {Field} field
 * @param {string} text
 * @returns {Row[]}
 */
export function pastedRows(field, text) {
  const lines = parted(text.replace(/\r\n?/g, "\n").replace(/^\uFEFF/, ""));
  const tabs = lines.length > 0 && lines.every(parts => parts.length > 1);
  const columns = field.columns.filter(column => column.kind !== "flag");
  const cells = tabs ? lines : lines.map(parts => pair(parts.join("\t"), columns.length));
  const keys = tabs ? headings(cells[0], field) : null;
  return (keys ? cells.slice(1) : cells).map(parts => {
    /** @type {Row} */
    const row = { on: true };
    parts.forEach((part, at) => {
      const key = keys ? keys[at] : columns[at]?.key;
      if (key) row[key] = fitting(field, key, part.trim());
    });
    return row;
  }).filter(row => Object.keys(row).length > 1);
}

/**
 * Part a text into lines, and each at its tabs; blank lines are left out. A spreadsheet puts a cell that holds a line
 * break or a tab in quotes, and doubles those in it; any other quotes are the cell's own.
 * @param {string} text
 * @returns {string[][]}
 */
function parted(text) {
  /** @type {string[][]} */
  const lines = [[]];
  for (let from = 0; from <= text.length;) {
    const { cell, to } = quotedCell(text, from) ?? plainCell(text, from);
    lines.at(-1).push(cell);
    if (text[to] === "\n") lines.push([]);
    from = to + 1;
  }
  return lines.filter(parts => parts.some(part => part.trim()));
}

/**
 * @param {string} text
 * @param {number} from
 */
function quotedCell(text, from) {
  const quoted = /"((?:[^"]|"")*)"(?=[\t\n]|$)/y;
  quoted.lastIndex = from;
  const inside = text.includes("\t") ? quoted.exec(text)?.[1] : undefined;
  return inside && /[\n\t]/.test(inside) ? { cell: inside.replaceAll('""', '"'), to: quoted.lastIndex } : null;
}

/**
 * @param {string} text
 * @param {number} from
 */
function plainCell(text, from) {
  const ends = [text.indexOf("\t", from), text.indexOf("\n", from), text.length].filter(end => end >= 0);
  const to = Math.min(...ends);
  return { cell: text.slice(from, to), to };
}

/**
 * Part a line at its colon, or at its equals sign when there is no colon before it; `-H 'x: y'` is curl's.
 * @param {string} line
 * @param {number} most
 * @returns {string[]}
 */
function pair(line, most) {
  const plain = line.trim().replace(/^(?:-H|--header)\s+(['"])(.*)\1\s*\\?$/, "$2");
  const at = plain.search(/[:=]/);
  if (most < 2 || at < 1) return [plain];
  return [plain.slice(0, at), plain.slice(at + 1)];
}

/**
 * Return the column of each cell when a line names columns, as a copied DataFrame's first line does.
 * @param {string[]} cells
 * @param {Field} field
 * @returns {(string | undefined)[] | null}
 */
function headings(cells, field) {
  const names = cells.map(cell => cell.trim().toLowerCase());
  const keys = names.map(name => field.columns.find(({ key, title }) => [key, title.toLowerCase()].includes(name))?.key);
  return keys.some(Boolean) && names.every((name, at) => keys[at] || name === "" || at > 0) ? keys : null;
}

/**
 * @param {Field} field
 * @param {string} key
 * @param {string} text
 */
function fitting(field, key, text) {
  const column = field.columns.find(each => each.key === key);
  if (column.kind === "flag") return /^(true|yes|1)$/i.test(text);
  if (column.kind === "asked") return text === "" ? null : text;
  if (column.kind === "choice") return column.choices.find(([value, label]) => value === text || label === text)?.[0] ?? column.default;
  return text;
}

/**
 * Tell whether a text is more than a URL: a cURL command, a cell, or a request with its method.
 * @param {string} text
 */
export function isRequest(text) {
  return /^\s*(?:curl\s|%%webhook\b|(?:GET|POST|PUT|PATCH|DELETE)\s+\S)/.test(text);
}

/**
 * Show the line breaks of a text as signs, for a box of one line.
 * @param {string} text
 */
export function inOneLine(text) {
  return text.replaceAll("\n", "⏎").replaceAll("\r", "␍");
}

/**
 * Return the text that `inOneLine` shows so.
 * @param {string} text
 */
export function brokenAgain(text) {
  return text.replaceAll("⏎", "\n").replaceAll("␍", "\r");
}

/**
 * Return the name of a place: what marks and editors find each other by.
 * @param {(string | number)[]} place
 */
export function placeKey(place) {
  return place.join("\u0000");
}

/**
 * Say how many rows of a tab's tables are part of the node.
 * @param {{fields: Field[], counts: string[]}} tab
 * @param {Values} values
 * @returns {number}
 */
export function rowsOn(tab, values) {
  const tables = tab.fields.filter(field => tab.counts.includes(field.id));
  return tables.reduce((sum, field) => sum + values[field.id].filter((/** @type {Row} */ row) => row.on && !(row.new && isBlank(field, row))).length, 0);
}

/**
 * Write a message of several lines, such as what is wrong and how to mend it, in one.
 * @param {string} text
 */
export function oneLine(text) {
  return text.trim().replace(/\s*\n\s*/g, "; ");
}

/**
 * Say how long something took, as everywhere in hooknb.
 * @param {number} value
 */
export function seconds(value) {
  if (value < 0.0995) return `${(value * 1000).toFixed(0)} ms`;
  return value < 9.995 ? `${value.toFixed(2)} s` : `${value.toFixed(1)} s`;
}
