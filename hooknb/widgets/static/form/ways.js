// The ways in and out: a pasted text fills the form, the node becomes a cell, Python, a document or a command.

import { copyText, element, put } from "../shared/dom.js";
import { CHANGED, cellOf, insertBelow, notebookOf } from "../shared/notebook.js";
import { button } from "./dom.js";
import { segments } from "./editors.js";
import { strip } from "./strip.js";

/** Return the box that fills the form from something else: `{opener, node, take}`. */
export function waysIn(form) {
  const text = element("textarea", { class: "hf-input hf-code", rows: 6, spellcheck: "false", "aria-label": "What to open",
    placeholder: "Paste a cURL command, a %%webhook cell, an .http request, or a JSON document" });
  const saved = element("select", { class: "hf-input", "aria-label": "A saved node", onchange: () => { if (saved.value) open({ node: saved.value }); } });
  const said = element("div", { class: "hf-notes", role: "status" });
  const back = button("Put back what was there", () => open({ back: true }), { hidden: true });
  const node = element("div", { class: "hf-in", hidden: true }, text,
    element("div", { class: "hf-line" }, button("Fill the form", () => open({ text: text.value }), { class: "hf-main" }), saved, button("Empty the form", () => open({ empty: true })), back, button("Close", () => toggle(false))), said);
  const opener = button("Open…", () => toggle(node.hidden), { "aria-expanded": "false", title: "Fill the form from a cell, a cURL command, a document or a saved node" });

  async function toggle(show) {
    node.hidden = !show;
    put(opener, "aria-expanded", String(show));
    said.replaceChildren();
    if (!show) { opener.focus({ preventScroll: true }); return; }
    text.focus();
    const { nodes = [] } = await form.ask({ ask: "nodes" });
    saved.hidden = !nodes.length;
    saved.replaceChildren(element("option", { value: "" }, "or a saved node…"), ...nodes.map(name => element("option", { value: name }, name)));
  }

  async function open(what) {
    const answer = await form.ask({ ask: "arrive", ...what });
    if (answer.error) { said.replaceChildren(element("pre", { class: "hf-pre hf-error", tabindex: "0", role: "region", "aria-label": "What is wrong" }, answer.error)); return; }
    text.value = "";
    back.hidden = false;
    if (!answer.notes.length) { toggle(false); return; }
    said.replaceChildren(element("p", {}, "Taken over, but for this:"), element("ul", {}, ...answer.notes.map(note => element("li", {}, note))));
  }

  /** Open what somebody has pasted where it does not belong; what is wrong with it is said as if it had been pasted here. */
  async function take(pasted) {
    await toggle(true);
    text.value = pasted;
    await open({ text: pasted });
  }

  text.addEventListener("keydown", event => { if (event.key === "Escape") toggle(false); });
  return { node, opener, take };
}

/** Return the strip with the node as a text: to copy, and to insert below. */
export function waysOut(form, model) {
  let way = "cell";
  let turn = 0;
  const offered = form.layout.ways;
  const kinds = segments({ choices: offered }, "Written as", value => { way = value; write(); });
  const text = element("pre", { class: "hf-pre", tabindex: "0", role: "region", "aria-label": "The node as a text" });
  const said = element("span", { class: "hf-said", role: "status" });
  const copier = button("Copy", async () => { said.textContent = await copyText(text.textContent, form.root) ? "✓ copied" : "select the text and copy it"; });
  const writer = button("Write into its cell", rewrite, { title: "Put it in the place of what the node's cell says; Ctrl+Z in that cell takes it back" });
  const inserter = button("Insert below", () => { said.textContent = insertBelow(model, form.root, text.textContent) ? "✓ inserted" : "this notebook cannot be written in; copy it"; });
  const { node, headline } = strip(offered.map(([, label]) => label).join(", "), element("div", { class: "hf-line hf-before" }, kinds.node, copier, writer, inserter, said), text);
  kinds.show(way);
  node.addEventListener("toggle", () => { if (node.open) write(); });

  async function write() {
    const mine = ++turn;
    const answer = await form.ask({ ask: "depart", way });
    if (mine !== turn) return;
    const missing = Boolean(answer.refused || answer.error);
    text.textContent = answer.error ?? (answer.refused ? "There is no node yet: mend what is listed above." : answer.text);
    copier.disabled = missing;
    inserter.hidden = missing || !["cell", "python"].includes(way) || !notebookOf(model);
    writer.hidden = missing || way !== "cell" || !cellOf(model, form.values.name);
    said.textContent = answer.notes?.join("; ") ?? "";
  }

  /** Put the node in the place of what its cell says. */
  async function rewrite() {
    const cell = cellOf(model, form.values.name);
    const answer = cell ? await form.ask({ ask: "depart", way: "cell", onto: cell.text }) : { error: "the cell is not there any more" };
    if (answer.refused || answer.error) { said.textContent = answer.error ?? "There is no node yet: mend what is listed above."; return; }
    if (!cell.write(answer.text)) { said.textContent = CHANGED; return; }
    said.textContent = ["✓ written", ...answer.notes, "Ctrl+Z in that cell takes it back"].join("; ");
  }

  return { node, show: () => { headline.textContent = `%%webhook ${form.values.name}`; if (node.open) write(); } };
}
