// The rules: those that are kept to be made together, those that are suggested, and those that were added.

import { element } from "../shared/dom.js";
import { CHANGED, cellOf, insertBelow, notebookOf } from "../shared/notebook.js";
import { policySelect } from "./path.js";
import { number } from "./pure.js";

/** All that becomes of picks; `changed` is called after the rules have changed. */
export function ruleBox(first, { ask, copied, changed: told, say, model }) {
  const kept = keptList(first, { ask, changed });
  const suggested = suggestionList(first, { ask, changed });
  const added = addedList(first, { ask, copied, changed, say, model });
  const box = element("div", {}, kept.box, suggested.box, added.box);

  function show(answer) {
    if (answer.error) return;
    kept.show(answer.kept);
    added.show(answer);
  }

  function changed(answer) {
    show(answer);
    suggested.ask();
    told();
  }

  // Another view of the same explorer may have added some, or a form that keeps the rules, too.
  const refresh = async () => changed(await ask({ ask: "rules" }));
  ask({ ask: "rules" }).then(show);
  suggested.ask();
  return { box, show, changed, refresh };
}

/** The paths that are kept, each with the name and entity type of the rule that it becomes. */
function keptList(first, { ask, changed }) {
  const list = element("ul", { class: "hx-rules" });
  const wrong = element("span", { class: "hx-wrong", role: "alert" });
  const add = element("button", { type: "submit", class: "hx-button hx-main" });
  const box = element("form", { class: "hx-mapped", hidden: true, "aria-label": "Kept paths", onsubmit: submit },
    element("div", { class: "hx-title2" }, "Kept paths"), list, element("div", { class: "hx-line" }, add, wrong));
  let rows = [];

  function show(kept) {
    // What was typed in the rows stays while others come and go.
    const typed = new Map(rows.map(row => [row.path, row]));
    rows = kept.map(each => typed.get(each.path) ?? newRow(each));
    box.hidden = !rows.length;
    add.textContent = rows.length === 1 ? "Add this rule" : `Add ${number(rows.length)} rules`;
    wrong.textContent = "";
    list.replaceChildren(...rows.map(row => row.box));
  }

  function newRow(each) {
    const name = element("input", { class: "hx-name", "aria-label": `Parameter for ${each.path}`, spellcheck: "false", autocomplete: "off" });
    const entity = element("select", { "aria-label": `Entity type for ${each.path}` }, ...first.entities.map(value => element("option", { value }, value)));
    const policy = policySelect(first);
    name.value = each.name;
    entity.value = each.entity;
    policy.hidden = !each.many;
    const row = { path: each.path, name, entity, policy };
    row.box = element("li", { class: "hx-line" }, name, entity, policy, element("bdi", { class: "hx-code" }, each.path),
      element("button", { type: "button", class: "hx-link", "aria-label": `Drop ${each.path}`, onclick: async () => changed(await ask({ ask: "drop", kept: rows.indexOf(row) })) }, "Drop"));
    return row;
  }

  async function submit(event) {
    event.preventDefault();
    const answer = await ask({ ask: "map kept", rules: rows.map(({ name, entity, policy }) => ({ name: name.value, entity: entity.value, policy: policy.hidden ? "auto" : policy.value })) });
    wrong.textContent = answer.error ?? "";
    if (!answer.error) { rows = []; changed(answer); }
  }

  box.addEventListener("keydown", event => event.stopPropagation());
  return { box, show };
}

/** Rules for the parameters that the node declares and gets from nowhere; one click takes one over. */
function suggestionList(first, { ask, changed }) {
  const list = element("ul", { class: "hx-rules" });
  const all = element("button", { type: "button", class: "hx-button", onclick: () => accept(found.keys()) });
  const box = element("div", { class: "hx-mapped", hidden: true, role: "group", "aria-label": "Suggested rules" },
    element("div", { class: "hx-title2" }, "Suggested for the node's parameters"), list, element("div", { class: "hx-line" }, all));
  let found = [];

  async function accept(which) {
    const answer = await ask({ ask: "accept", suggestions: [...which] });
    if (!answer.error) changed(answer);
  }

  async function look() {
    if (!first.node) return;
    const answer = await ask({ ask: "suggest" });
    if (answer.error) return;
    found = answer.suggestions;
    box.hidden = !found.length;
    all.hidden = found.length < 2;
    all.textContent = `Add all ${number(found.length)}`;
    list.replaceChildren(...found.map((each, at) => element("li", { class: "hx-line" },
      element("span", { class: "hx-code hx-strong" }, each.parameter), "←", element("bdi", { class: "hx-code" }, each.path),
      element("bdi", { class: "hx-preview" }, each.value), element("span", { class: "hx-meaning" }, each.why),
      element("button", { type: "button", class: "hx-link", "aria-label": `Add ${each.parameter}: ${each.path}`, onclick: () => accept([at]) }, "Add"))));
  }

  return { box, ask: look };
}

/** The rules so far, as they stand in a cell. */
function addedList(first, { ask, copied, changed, say, model }) {
  const list = element("ul", { class: "hx-rules", "aria-label": "Response mapping" });
  const button = (text, onclick) => element("button", { type: "button", class: "hx-button", onclick }, text);
  const whole = async () => (await ask({ ask: "cell" })).text;
  const writer = button(`Write into cell ${first.name}`, write);
  const inserter = button("Insert as new cell", async () => insert(await whole()));
  const box = element("div", { class: "hx-mapped", hidden: true }, list,
    element("div", { class: "hx-line" },
      button("Copy [Response Mapping]", () => copied(lines)),
      first.node ? button("Copy whole cell", async () => copied(await whole())) : "",
      writer, inserter));
  let lines = "";

  function insert(text) {
    say.textContent = insertBelow(model, box, text) ? "✓ inserted" : "this notebook cannot be written in; copy it";
  }

  /** Add the rules to what the node's own cell says. */
  async function write() {
    const cell = cellOf(model, first.name);
    const answer = cell ? await ask({ ask: "amend", text: cell.text }) : { error: "the cell is not there any more" };
    if (!answer.error && !cell.write(answer.text)) answer.error = CHANGED;
    say.textContent = answer.error ?? "✓ written; Ctrl+Z in that cell takes it back";
  }

  function show(answer) {
    lines = answer.lines;
    box.hidden = !answer.rules.length;
    writer.hidden = !cellOf(model, first.name);
    inserter.hidden = !first.node || !notebookOf(model);
    list.replaceChildren(...answer.rules.map((rule, at) => element("li", {},
      element("bdi", { class: "hx-code" }, rule),
      element("button", { type: "button", class: "hx-link", "aria-label": `Remove ${rule}`, onclick: async () => changed(await ask({ ask: "unmap", rule: at })) }, "Remove"))));
  }

  return { box, show };
}
