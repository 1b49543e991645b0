// The search field: counts while one types, jumps from hit to hit, and says at which patterns the hits are.

import { element } from "../shared/dom.js";
import { roving } from "./page.js";
import { number, readsAsPath, searchText } from "./pure.js";

const FEW_PATTERNS = 6;

/** The search field and what it found. */
export function searchBar({ ask, reveal, seek, use }) {
  const field = element("input", { type: "search", class: "hx-find", placeholder: "Search", "aria-label": "Search the response", spellcheck: "false", autocomplete: "off" });
  const where = element("select", { class: "hx-where", "aria-label": "Search in" },
    ...[["any", "keys and values"], ["key", "keys"], ["value", "values"], ["path", "by path"]].map(([value, text]) => element("option", { value }, text)));
  const status = element("span", { class: "hx-status", role: "status" });
  const button = (text, label, onclick) => element("button", { type: "button", class: "hx-button", "aria-label": label, title: label, hidden: true, onclick }, text);
  const previous = button("↑", "Previous hit", () => jump(-1));
  const next = button("↓", "Next hit", () => jump(1));
  const more = button("Go on", "Search for two more seconds", () => { rounds += 1; follow(turn, { ask: "search on" }); });
  const asPath = button("Search by path", "Search by path", () => { where.value = "path"; field.focus(); begin(); });
  const patterns = patternList({ ask, use });
  let turn = 0;
  let rounds = 0;
  let hit = -1;
  let found = { count: 0, done: true, hits: 0 };
  let timer = 0;

  function show() {
    status.textContent = field.value ? searchText(found, hit) : "";
    status.classList.toggle("hx-wrong", Boolean(found.error));
    previous.hidden = next.hidden = !(field.value && found.hits > 1);
    more.hidden = !(field.value && found.stopped);
    asPath.hidden = !(found.done && !found.count && where.value !== "path" && readsAsPath(field.value));
    field.placeholder = where.value === "path" ? "Path, such as $..name or items[?@.id > 7]" : "Search";
  }

  async function follow(mine, message) {
    for (let asked = message; mine === turn; asked = { ask: "search on" }) {
      const answer = await ask({ ...asked, rounds });
      if (mine !== turn) return;
      found = { hits: 0, count: 0, ...answer };
      show();
      if (found.hits && hit < 0) await jump(1);
      if (found.error || found.done || found.stopped) return;
    }
  }

  async function jump(by) {
    if (!found.hits) return;
    const mine = turn;
    const wanted = (hit + by + found.hits) % found.hits;
    const answer = await ask({ ask: "hit", hit: wanted });
    if (mine !== turn || answer.error) return;
    hit = wanted;
    reveal(answer.at, answer.pages);
    show();
  }

  async function begin() {
    turn += 1;
    rounds = 0;
    hit = -1;
    found = { count: 0, done: !field.value, hits: 0 };
    show();
    patterns.clear();
    const byPath = where.value === "path";
    seek(byPath ? "" : field.value);
    if (!field.value) return;
    const mine = turn;
    await follow(mine, { ask: "search", text: field.value, where: where.value });
    if (mine === turn && found.count > (byPath ? 0 : 1)) patterns.begin({ text: field.value, where: where.value });
  }

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(begin, 180); });
  where.addEventListener("change", begin);
  field.addEventListener("keydown", event => {
    event.stopPropagation();
    if (event.key === "Enter") { event.preventDefault(); jump(event.shiftKey ? -1 : 1); }
    if (event.key === "Escape" && field.value) { event.preventDefault(); field.value = ""; begin(); }
  });
  return [element("div", { class: "hx-search", role: "search" }, field, where, status, asPath, more, previous, next), patterns.box];
}

/** The patterns at which something stands, with counts; a click picks one. */
function patternList({ ask, use }) {
  const list = element("div", { class: "hx-found", role: "group", "aria-label": "Where it stands" });
  const all = element("button", { type: "button", class: "hx-link", hidden: true, onclick: () => { few = false; show(); } });
  const box = element("div", { class: "hx-patterns", hidden: true }, list, all);
  const keys = roving(list, "button", { across: true });
  let turn = 0;
  let few = true;
  let found = [];

  const code = each => element("bdi", { class: "hx-code" }, each.shown);

  function show() {
    const shown = few ? found.slice(0, FEW_PATTERNS) : found;
    box.hidden = !found.length;
    all.hidden = shown.length === found.length;
    all.textContent = `all ${number(found.length)} patterns`;
    list.replaceChildren(...shown.map(each => element("button", {
      type: "button", class: "hx-rung", tabindex: "-1", disabled: each.pattern === null,
      title: each.count === null ? "Pick this path" : `${number(each.count)} of the ${number(each.of)} values at ${each.shown}`, onclick: () => use(each.pattern),
    }, ...(each.count === null ? [element("span", { class: "hx-meaning" }, "pick "), code(each)] : [code(each), " ", element("span", { class: "hx-count" }, number(each.count)), element("span", { class: "hx-meaning" }, ` of ${number(each.of)}`)]))));
    keys.rest();
  }

  return {
    box,
    clear: () => { turn += 1; few = true; found = []; show(); },
    begin: async asked => {
      const mine = ++turn;
      for (let message = { ask: "where", ...asked }; mine === turn; message = { ask: "where on" }) {
        const answer = await ask(message);
        if (mine !== turn || answer.error) return;
        found = answer.patterns;
        show();
        if (answer.done) return;
      }
    },
  };
}
