// The notebook that a widget stands in, where the front end lets us write in it: JupyterLab and Notebook 7.

export const CHANGED = "the cell was changed meanwhile, or cannot be written in; try again";

/**
 * Return the notebook; null where there is none that can be written in, as in VS Code and Colab.
 * @param {any} model of a widget, as anywidget gives it
 */
export function notebookOf(model) {
  const notebook = model.widget_manager?.context?.model?.sharedModel;
  return typeof notebook?.insertCell === "function" ? notebook : null;
}

/**
 * Put a cell below the one that an element is in; tell whether that was possible.
 * @param {any} model
 * @param {Element} root
 * @param {string} source
 */
export function insertBelow(model, root, source) {
  const notebook = notebookOf(model);
  const cell = /** @type {HTMLElement | null} */ (root.closest(".jp-Cell"));
  if (!notebook || !cell) return false;
  const shown = [...cell.parentElement.querySelectorAll(":scope > .jp-Cell")];
  const at = Number(cell.dataset.windowedListIndex ?? shown.indexOf(cell));
  const place = Number.isInteger(at) && at >= 0 ? at : (notebook.cells?.length ?? 0) - 1;
  // It can be shown a little later, when the notebook has drawn it.
  setTimeout(() => cell.nextElementSibling?.scrollIntoView({ block: "nearest" }), 200);
  return wasDone(() => notebook.insertCell(place + 1, { cell_type: "code", source, metadata: { trusted: true } }));
}

/**
 * Return the cell that makes the node of a name: `{text, write}`; null when there is none, more than one, or one
 * that is locked. `write` tells whether it has written: not over what somebody has changed since.
 * @param {any} model
 * @param {string} name
 */
export function cellOf(model, name) {
  const cells = [...notebookOf(model)?.cells ?? []].filter(cell => cell.cell_type === "code" && nodeName(cell.getSource?.() ?? "") === name);
  const [cell] = cells;
  if (!name || cells.length !== 1 || typeof cell.setSource !== "function" || cell.getMetadata?.()?.editable === false) return null;
  const before = cell.getSource();
  const write = (/** @type {string} */ text) => wasDone(() => {
    if (cell.getSource() !== before) throw new Error("somebody writes in it");
    cell.setSource(text);
  });
  return { text: before, write };
}

/**
 * Do something, and tell whether the front end has let us.
 * @param {() => void} change
 */
function wasDone(change) {
  try {
    change();
    return true;
  } catch {
    return false;
  }
}

/**
 * Return the name that a cell's magic line gives to its node; an empty one where it gives none.
 * @param {string} source
 */
export function nodeName(source) {
  const [magic, name = ""] = source.trimStart().split("\n", 1)[0].trim().split(/\s+/);
  return magic === "%%webhook" && !name.startsWith("-") ? name : "";
}
