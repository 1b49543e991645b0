// Trial values with a name: kept, taken up again, and run all together.

import { element, focused } from "../shared/dom.js";
import { box, button } from "./dom.js";
import { seconds } from "./values.js";

/** Return the part of the values that keeps them. */
export function trials(form, { secrets, used, shown }) {
  const name = box({ class: "hf-input", "aria-label": "A name for these values", placeholder: "a name for these values" });
  const keeper = button("Keep these values", keep);
  const all = button("Run all", run);
  const rows = element("div", { class: "hf-trials", role: "table", "aria-label": "Kept values" });
  const said = element("span", { class: "hf-said", role: "status" });
  const node = element("div", {}, element("div", { class: "hf-line hf-keep" }, name, keeper, all, said), rows);

  async function keep() {
    const answer = await form.ask({ ask: "keep trial", name: name.value, given: form.given });
    said.textContent = answer.error ? "give them a name first" : "";
    if (answer.error) { name.focus(); return; }
    name.value = "";
    show(answer.trials);
  }

  async function run() {
    const answer = await form.ask({ ask: "run trials", secrets: secrets() });
    if (answer.refused) form.missing();
    else show(answer.trials);
  }

  async function forget(trial) {
    const at = [...rows.children].findIndex(row => row.contains(focused()));
    show((await form.ask({ ask: "forget trial", name: trial })).trials);
    if (at < 0) return;
    (rows.children[Math.min(at, rows.children.length - 1)]?.querySelector(".hf-remove") ?? name).focus({ preventScroll: true });
  }

  function show(found) {
    all.hidden = !found.length;
    const here = rows.contains(focused()) ? focused().getAttribute("aria-label") : null;
    rows.replaceChildren(...found.map(each => element("div", { class: "hf-trial", role: "row" },
      element("span", { role: "cell", class: "hf-name" }, each.name),
      element("span", { role: "cell", class: "hf-code hf-soft", title: each.given }, each.given || "no values"),
      element("span", { role: "cell", class: each.last?.failed || each.why ? "hf-error" : "" }, outcome(each)),
      element("span", { role: "cell", class: "hf-line" },
        button("Use", async () => used(await form.ask({ ask: "use trial", name: each.name })), { class: "hf-link", "aria-label": `Use the values ${each.name}` }),
        each.last ? button("Show", async () => shown(await form.ask({ ask: "show trial", name: each.name })), { class: "hf-link", "aria-label": `Show the answer to ${each.name}` }) : null,
        button("×", () => forget(each.name), { class: "hf-remove", "aria-label": `Forget the values ${each.name}` })))));
    if (here) [...rows.querySelectorAll("button")].find(each => each.getAttribute("aria-label") === here)?.focus({ preventScroll: true });
  }

  name.addEventListener("keydown", event => { if (event.key === "Enter" && !event.ctrlKey) keep(); });
  return { node, show };
}

/** Say what came of a trial. */
export function outcome({ running, last, values, why }) {
  if (running) return "running…";
  if (why) return why;
  if (!last) return "";
  return [`${last.status} → ${last.output}`, seconds(last.elapsed), values].filter(Boolean).join(" · ");
}
