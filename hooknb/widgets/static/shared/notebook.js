// The notebook that a widget stands in, where the front end lets us write in it: JupyterLab and Notebook 7.

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
  notebook.insertCell((Number.isInteger(at) && at >= 0 ? at : notebook.cells.length - 1) + 1, { cell_type: "code", source, metadata: { trusted: true } });
  // It stands there a little later, when the notebook has drawn it.
  setTimeout(() => cell.nextElementSibling?.scrollIntoView({ block: "nearest" }), 200);
  return true;
}

/**
 * Return the cell that makes the node of a name: `{text, write}`; null when there is none, or more than one.
 * @param {any} model
 * @param {string} name
 */
export function cellOf(model, name) {
  const cells = [...notebookOf(model)?.cells ?? []].filter(cell => cell.cell_type === "code" && nodeName(cell.getSource()) === name);
  if (!name || cells.length !== 1 || typeof cells[0].setSource !== "function") return null;
  return { text: cells[0].getSource(), write: (/** @type {string} */ text) => cells[0].setSource(text) };
}

/**
 * Return the name that a cell's magic line gives to its node; an empty one where it gives none.
 * @param {string} source
 */
export function nodeName(source) {
  const [magic, name = ""] = source.trimStart().split("\n", 1)[0].trim().split(/\s+/);
  return magic === "%%webhook" && !name.startsWith("-") ? name : "";
}
