// JSON inside a text: a tree of its own, with paths that begin in the text.

import { copyText, element } from "../shared/dom.js";
import { newItems } from "./pure.js";
import { treeView } from "./tree.js";

/** Show what is inside the text at an address; return null when it cannot be read. */
export async function insideView(at, { ask, root, say }) {
  const within = message => ask({ ...message, ask: `inside ${message.ask}`, text: at });
  const first = await ask({ ask: "inside", text: at });
  if (first.error) { say.textContent = first.error; return null; }
  const items = newItems(first);
  const picked = element("div", { class: "hx-line hx-below", role: "status" }, "Click a value for its path inside the text.");
  const tree = treeView(items, first, { ask: within, pick, say });
  tree.box.setAttribute("aria-label", "JSON inside the text");

  async function pick(id) {
    const answer = await within({ ask: "pick", at: items.get(id).at });
    if (answer.error) { say.textContent = answer.error; return; }
    tree.choose(answer.entry.at);
    const copy = element("button", { type: "button", class: "hx-link", onclick: async () => {
      say.textContent = (await copyText(answer.path, root)) ? "✓ copied" : "select the text and copy it";
    } }, "Copy");
    picked.replaceChildren("inside the text: ", element("bdi", { class: "hx-code" }, answer.path), " ", copy);
  }

  const note = element("div", { class: "hx-line hx-below" }, "JSON inside this text. Paths begin in it, and no rule reaches them: the path above finds the text.");
  return { box: element("div", { class: "hx-json" }, note, tree.box, picked), draw: tree.draw };
}
