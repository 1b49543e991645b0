// The path that was picked: to copy, to widen, to look at as a table, to keep, to map.

import { copyText, element } from "../shared/dom.js";
import { insideView } from "./inside.js";
import { COPIES, countText, number } from "./pure.js";

/** The bar below the views. */
export function pathBar(first, { ask, root, tree, say, openTable, rules }) {
  const field = element("input", { class: "hx-path", readonly: true, "aria-label": "Object path", placeholder: "Click a value for its path, then a second one for the pattern of both" });
  const form = element("select", { class: "hx-form", "aria-label": "Notation", onchange: () => shown() });
  const button = (text, onclick, attributes = {}) => element("button", { type: "button", class: "hx-button", disabled: true, onclick, ...attributes }, text);
  const copier = button("Copy", () => copied(field.value));
  const keeper = button("Keep", () => keep(), { title: "Keep this path, to map several at once (Ctrl+click, Ctrl+Enter)" });
  const tabler = button("As table", () => openTable(picked.path), { hidden: true });
  const mapper = button("Map to parameter", () => mapping.toggle(), { class: "hx-button hx-main", "aria-expanded": "false" });
  const ladder = element("div", { class: "hx-ladder", role: "radiogroup", "aria-label": "Paths that find this value" });
  const detail = element("div", { class: "hx-detail" });
  const advice = element("ul", { class: "hx-advice", "aria-label": "Advice on this path", hidden: true });
  const whole = element("div", { class: "hx-whole" });
  const mapping = mapForm(first, { ask, mapper, changed: rules.changed });
  const box = element("div", { class: "hx-bar" },
    element("div", { class: "hx-line" }, field, form, copier, keeper, tabler, mapper), ladder,
    element("div", { class: "hx-line hx-below" }, detail, say), advice, whole, mapping.box, rules.box);
  let picked = null;
  let turn = 0;

  async function copied(text) {
    say.textContent = "";
    const done = await copyText(text, root);
    say.textContent = done ? "✓ copied" : "select the text and copy it";
  }

  function shown() { field.value = picked.forms[form.value]; }

  async function keep() {
    const answer = await ask({ ask: "keep" });
    if (answer.error) { say.textContent = answer.error; return; }
    rules.show(answer);
    say.textContent = `✓ kept, ${number(answer.kept.length)} in all`;
  }

  async function use(message, { keeping = false, copying = true } = {}) {
    const mine = ++turn;
    const answer = await ask(message);
    if (mine !== turn) return;
    if (answer.error) { say.textContent = answer.error; return; }
    picked = answer;
    const before = form.value;
    form.replaceChildren(...COPIES.filter(([name]) => name in picked.forms).map(([value, text]) => element("option", { value }, text)));
    form.value = before in picked.forms ? before : "ours";
    shown();
    for (const each of [copier, keeper, tabler, mapper]) each.disabled = false;
    tabler.hidden = !(picked.entry.count && ["list", "object"].includes(picked.entry.kind));
    tree.choose(picked.at, picked.pages);
    mapping.propose(picked.proposal, picked.many);
    drawLadder();
    drawDetail();
    if (keeping) await keep();
    else if (copying) copied(field.value);
    await countAll(mine);
    await advise(mine);
  }

  function drawLadder() {
    const focused = ladder.contains(document.activeElement);
    ladder.replaceChildren(...(picked.rungs.length < 2 ? [] : picked.rungs.map((rung, at) => element("button", {
      type: "button", class: "hx-rung", role: "radio", "aria-checked": String(at === picked.rung), tabindex: at === picked.rung ? "0" : "-1",
      onclick: () => use({ ask: "rung", rung: at }),
    }, element("span", { class: "hx-meaning" }, rung.meaning), " ", element("bdi", { class: "hx-code" }, rung.path), " ", element("span", { class: "hx-count" })))));
    if (focused) ladder.querySelector("[aria-checked=true]")?.focus();
  }

  function drawDetail() {
    const { entry } = picked;
    whole.replaceChildren();
    advice.replaceChildren();
    advice.hidden = true;
    detail.replaceChildren(...(picked.rung ? [element("span", { class: "hx-counts" }, "counting…")] : [
      element("span", { class: "hx-kind" }, entry.count ? `${entry.kind} of ${number(entry.count)}` : entry.kind), " ",
      element("bdi", { class: `hx-preview hx-is-${entry.kind}` }, entry.preview),
    ]));
    if (entry.cut && !picked.rung) detail.append(element("button", { type: "button", class: "hx-link", onclick: event => showAll(entry, event.target) }, "Show all"));
    if (picked.inside && !picked.rung) detail.append(element("button", { type: "button", class: "hx-link", onclick: event => openInside(entry, event.target) }, "Open as JSON"));
  }

  async function openInside(entry, button) {
    const mine = turn;
    const made = await insideView(entry.at, { ask, root, say });
    if (mine !== turn || !made) return;
    whole.append(made.box);
    made.draw();
    button.remove();
    /** @type {HTMLElement | null} */ (made.box.querySelector("[tabindex='0']"))?.focus();
  }

  async function showAll(entry, button, start = 0, text = null) {
    const answer = await ask({ ask: "text", at: entry.at, start });
    if (answer.error) { say.textContent = answer.error; return; }
    if (!text) {
      text = element("pre", { class: "hx-all", tabindex: "0", "aria-label": "The whole value" });
      whole.append(text);
    }
    text.append(answer.text);
    button.remove();
    if (answer.next !== null) whole.append(element("button", { type: "button", class: "hx-link", onclick: event => showAll(entry, event.target, answer.next, text) }, `Show more (${number(answer.size - answer.next)} characters left)`));
  }

  /** Count what every rung finds, the chosen one first. */
  async function countAll(mine) {
    const order = [picked.rung, ...picked.rungs.keys()].filter((rung, at, all) => all.indexOf(rung) === at);
    for (const rung of order) {
      for (;;) {
        const answer = await ask({ ask: "count", rung });
        if (mine !== turn) return;
        const text = answer.error ? "" : `${number(answer.count)}${answer.done ? "" : "+"}`;
        const place = ladder.children[rung]?.querySelector(".hx-count");
        if (place) place.textContent = text;
        if (rung === picked.rung && rung) detail.querySelector(".hx-counts").textContent = countText(answer);
        if (answer.error || answer.done || answer.stopped) break;
      }
    }
  }

  /** Say what of the path may be otherwise in the next response. */
  async function advise(mine) {
    const answer = await ask({ ask: "advice" });
    if (mine !== turn || answer.error) return;
    advice.hidden = !answer.advice.length;
    advice.replaceChildren(...answer.advice.map(text => element("li", {}, element("bdi", {}, text))));
  }

  ladder.addEventListener("keydown", event => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const count = picked.rungs.length;
    use({ ask: "rung", rung: (picked.rung + by + count) % count });
  });
  field.addEventListener("focus", () => field.select());
  field.addEventListener("keydown", event => event.stopPropagation());
  return {
    box,
    copied,
    pick: (item, keeping) => use({ ask: "pick", at: item.at }, { keeping }),
    /** Pick an entry that the tree may not have loaded yet. */
    pickAt: at => use({ ask: "pick", at, way: true }, { copying: false }),
    usePath: path => use({ ask: "use", path }),
  };
}

/** The select of what becomes of several matches. */
export function policySelect(first, value = "auto") {
  const words = { auto: "as they are", first: "the first", one: "the only one", all: "a list", count: "how many", join: "joined" };
  const made = element("select", { class: "hx-policy", "aria-label": "Of several matches" },
    ...first.policies.map(each => element("option", { value: each }, words[each] ?? each)));
  made.value = value;
  return made;
}

/** The fields for a rule: name and entity type, proposed from name and value. */
function mapForm(first, { ask, mapper, changed }) {
  const name = element("input", { class: "hx-name", "aria-label": "Parameter", spellcheck: "false", autocomplete: "off" });
  const entity = element("select", { "aria-label": "Entity type" }, ...first.entities.map(each => element("option", { value: each }, each)));
  const policy = policySelect(first);
  const optional = element("input", { type: "checkbox" });
  const wrong = element("span", { class: "hx-wrong", role: "alert" });
  const box = element("form", { class: "hx-map", hidden: true, onsubmit: submit },
    name, entity, policy, element("label", {}, optional, " may be missing"),
    element("button", { type: "submit", class: "hx-button hx-main" }, "Add rule"),
    element("button", { type: "button", class: "hx-button", onclick: () => toggle(false) }, "Cancel"), wrong);

  function toggle(show = box.hidden) {
    box.hidden = !show;
    mapper.setAttribute("aria-expanded", String(show));
    wrong.textContent = "";
    if (show) { name.focus(); name.select(); } else mapper.focus({ preventScroll: true });
  }

  async function submit(event) {
    event.preventDefault();
    const answer = await ask({ ask: "map", name: name.value, entity: entity.value, required: !optional.checked, policy: policy.hidden ? "auto" : policy.value });
    wrong.textContent = answer.error ?? "";
    if (answer.error) return;
    toggle(false);
    changed(answer);
  }

  box.addEventListener("keydown", event => {
    event.stopPropagation();
    if (event.key === "Escape") toggle(false);
  });
  return {
    box, toggle,
    propose: (proposal, many) => {
      name.value = proposal.name;
      entity.value = proposal.entity;
      policy.value = "auto";
      policy.hidden = !many;
      optional.checked = false;
      wrong.textContent = "";
    },
  };
}
