// Test Request: its button, its clock, values for it, and what would be sent.

import { element, fill, focused, put } from "../shared/dom.js";
import { box, button, newId } from "./dom.js";
import { strip } from "./strip.js";
import { trials } from "./trials.js";
import { oneLine, seconds } from "./values.js";

const TICK = 100;
const MENDED = "Shown as soon as there is nothing to mend.";

/** Return the parts of the form that have to do with a test. */
export function testing(form, answered) {
  const main = button("Test Request", () => (running ? cancel() : run()), { class: "hf-main hf-test" });
  const again = button("Resend", () => resend(), { title: "Send the last request once more, just as it was", disabled: true });
  const clock = element("span", { class: "hf-clock", role: "status" });
  const look = button("Answer ↓", () => form.reveal(), { class: "hf-link", title: "Go to the answer below the form", hidden: true });
  const bar = element("div", { class: "hf-bar" }, element("div", {}));
  const asked = valuesStrip(form, { said: shown, run, used: answer => { form.given = answer.given; asked.whole(); shown(answer); }, answered: answer => { ended(answer.last); answered(answer); form.ask({ ask: "answer" }); } });
  const sight = previewStrip();
  let running = null;
  let ticking = 0;
  let over = 0;

  async function run() {
    if (running || main.getAttribute("aria-disabled")) return;
    begin(await form.ask({ ask: "test", given: form.given, secrets: asked.secrets() }));
  }

  async function resend() { if (!running) begin(await form.ask({ ask: "resend" })); }

  function begin(answer) {
    if (answer.refused === "mend") form.missing();
    else if (answer.refused === "ask") { asked.open(answer.missing); say(`Not sent: no value for ${answer.missing.join(", ")}`, true); }
    else if (answer.error) { asked.openWrong(); say(`Not sent: ${oneLine(answer.error)}`, true); }
    else if (answer.running) started(answer.running);
  }

  function started({ run: number, elapsed, limit }) {
    // A quick run may have ended before the kernel's word that it has begun.
    if (number <= over) return;
    put(clock, "aria-live", "off");
    put(clock, "title", null);
    clock.classList.remove("hf-failed");
    running = { began: performance.now() - elapsed * 1000, limit };
    main.textContent = "Cancel";
    main.classList.remove("hf-main");
    put(again, "aria-disabled", "true");
    bar.parentElement.classList.add("hf-running");
    clearInterval(ticking);
    ticking = setInterval(tick, TICK);
    tick();
  }

  function tick() {
    const elapsed = (performance.now() - running.began) / 1000;
    clock.textContent = `${elapsed.toFixed(1)} s of ${running.limit} s`;
    bar.firstChild.style.width = `${Math.min(100, (elapsed / running.limit) * 100)}%`;
  }

  function ended(last, number = over) {
    over = number;
    put(clock, "aria-live", "polite");
    clearInterval(ticking);
    running = null;
    main.textContent = "Test Request";
    put(main, "aria-disabled", null);
    main.classList.add("hf-main");
    again.disabled = !last;
    put(again, "aria-disabled", null);
    bar.parentElement?.classList.remove("hf-running");
    form.last = last;
    look.hidden = !last;
    if (last) say(`${last.status} → ${last.output} · ${seconds(last.elapsed)}`, last.failed, last.why);
  }

  /** Not by `disabled`, which would take the focus from the button. */
  async function cancel() {
    if (main.getAttribute("aria-disabled")) return;
    main.textContent = "Cancelling…";
    put(main, "aria-disabled", "true");
    await form.ask({ ask: "cancel" });
  }

  function say(text, bad = false, why = "") {
    clock.textContent = text;
    put(clock, "title", why || text);
    clock.classList.toggle("hf-failed", bad);
  }

  function shown({ preview, trials: found }) {
    asked.show(preview);
    sight.show(preview);
    if (found) asked.trials(found);
  }

  return {
    main, again, bar, run, say,
    outcome: element("span", { class: "hf-outcome" }, clock, look),
    strips: [asked.node, sight.node],
    whole: answer => { asked.whole(); if (answer.running) started(answer.running); else if (answer.last) ended(answer.last); else { ended(null); say(""); } },
    show: shown,
    heard: event => {
      if (event.event === "ended") { ended(event.last, event.run); answered(event); form.ask({ ask: "answer" }); }
      if (event.event === "trial") asked.trials(event.trials);
      if (event.event === "broke") { ended(null); say(event.text, true); }
    },
    /** Nobody is there any more who could run or cancel anything. */
    gone: () => { ended(null); say("the kernel was restarted", true); put(main, "aria-disabled", "true"); },
    end: () => clearInterval(ticking),
  };
}

/** A value for every parameter of the node: what it is now, where it comes from, and a box for another one. */
function valuesStrip(form, { run, said, used, answered }) {
  const rows = element("div", { class: "hf-values", role: "table", "aria-label": "Values for the test" });
  const kept = trials(form, { secrets: () => secrets(), used, shown: answered });
  const none = element("p", { class: "hf-help" });
  const keeping = kept.node;
  const { node, headline } = strip("Values for the test", none, rows, keeping);
  const boxes = new Map();
  let wrong = null;

  function newBox(row) {
    const input = box({ class: "hf-input hf-code", type: row.secret ? "password" : "text", autocomplete: row.secret ? "new-password" : "off", "aria-label": `Value of ${row.name}` });
    input.addEventListener("keydown", event => { if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) run(); });
    if (!row.secret) {
      input.addEventListener("input", () => { form.given[row.name] = input.value; give(); });
      fill(input, form.given[row.name] ?? "");
    }
    return input;
  }

  let pause = 0;
  function give() {
    clearTimeout(pause);
    pause = setTimeout(async () => said(await form.ask({ ask: "give", given: form.given })), 150);
  }

  function show(preview) {
    const found = preview?.rows ?? [];
    const missing = preview?.missing ?? [];
    headline.textContent = missing.length ? `asked for: ${missing.join(", ")}` : found.map(row => row.name).join(", ") || (preview ? "none needed" : "");
    keeping.hidden = !found.length;
    none.hidden = found.length > 0;
    none.textContent = preview ? "The node uses no parameters: write $NAME in the URL, a header, the query or the body." : MENDED;
    const names = new Set(found.map(row => `${row.name} ${row.secret}`));
    for (const key of boxes.keys()) if (!names.has(key)) boxes.delete(key);
    const writing = focused();
    wrong = null;
    rows.replaceChildren(...found.map(row => {
      const key = `${row.name} ${row.secret}`;
      if (!boxes.has(key)) boxes.set(key, newBox(row));
      const input = boxes.get(key);
      const said = row.wrong ? element("span", { class: "hf-error", id: newId("wrong") }, row.wrong) : row.source;
      if (row.wrong) wrong ??= input;
      put(input, "aria-invalid", row.wrong ? "true" : null);
      put(input, "aria-describedby", row.wrong ? said.id : null);
      put(input, "placeholder", row.asked ? "asked for" : row.secret ? "from its source" : row.value);
      return element("div", { class: "hf-valuerow", role: "row" },
        element("span", { role: "cell", class: "hf-code hf-name" }, row.name),
        element("span", { role: "cell" }, row.secret && !row.asked ? element("span", { class: "hf-soft" }, "never shown") : input),
        element("span", { role: "cell", class: "hf-soft" }, said));
    }));
    if (writing && rows.contains(writing)) writing.focus({ preventScroll: true });
  }

  function secrets() {
    return Object.fromEntries([...boxes].filter(([, input]) => input.type === "password" && input.value).map(([key, input]) => [key.split(" ")[0], input.value]));
  }

  return {
    node, show, secrets,
    trials: kept.show,
    whole: () => { boxes.clear(); },
    openWrong: () => { if (wrong) { node.open = true; wrong.focus(); } },
    open: missing => { node.open = true; boxes.get(`${missing[0]} false`)?.focus() ?? boxes.get(`${missing[0]} true`)?.focus(); },
  };
}

/** Exactly what would be sent. */
function previewStrip() {
  const text = element("pre", { class: "hf-pre", tabindex: "0", role: "region", "aria-label": "What would be sent" });
  const { node, headline } = strip("Preview", text);
  return {
    node,
    show: preview => {
      headline.textContent = preview ? preview.title : "";
      const waits = preview?.missing.length ? `Shown as soon as there is a value for ${preview.missing.join(", ")}.` : MENDED;
      const parts = (preview?.text || preview?.why || waits).split(/(~[A-Za-z_][A-Za-z0-9_]*~|«[A-Za-z0-9_]*»)/);
      text.replaceChildren(...parts.map((part, at) => at % 2 ? element("span", { class: part[0] === "~" ? "hf-hole" : "hf-secret" }, part.slice(1, -1)) : part));
    },
  };
}
