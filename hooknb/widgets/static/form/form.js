// The form in the browser: head, tabs, what is wrong, and below them the test and the ways out.
//
// It draws what the kernel describes, holds what is typed, and sends edits; what they mean is for the kernel to say.
// Nothing from a server is ever markup: text goes into textContent alone.

import { element, put } from "../shared/dom.js";
import { button, keepKeys, newId } from "./dom.js";
import { control, showMarks } from "./editors.js";
import { link } from "./link.js";
import { fillPage } from "./pages.js";
import { suggestions } from "./suggest.js";
import { testing } from "./testing.js";
import { apply, isRequest, rowsOn } from "./values.js";
import { waysIn, waysOut } from "./ways.js";

// The copy of the form that a saved notebook shows is written when nothing has been typed for so long.
const QUIET = 1500;
// A problem of the box somebody is writing in is shown when the hand rests.
const REST = 500;

function render({ model, el }) {
  const first = model.get("_first");
  const root = element("div", { class: "hooknb-form", role: "group", "aria-label": "Webhook form", "data-lm-suppress-shortcuts": true });
  const form = {
    root, layout: first.layout, values: first.values, given: first.given, marks: [], names: [], paths: [], found: [],
    routes: first.routes, undo: first.undo, last: first.last, pressed: false, editors: new Map(), whens: [], refreshes: [],
  };
  const line = link(model, {
    slow: is => status.slow(is),
    answered: answer => answered(answer),
    heard: event => heard(event),
    gone: () => gone(),
  });
  form.suggest = suggestions(root);
  form.ask = line.ask;
  form.edit = (edit, soon) => {
    apply(form.values, edit);
    typedAt = performance.now();
    tabs.count();
    arrange();
    line.edit(edit, soon);
  };
  form.words = (list, input) => wordsOf(form, list, input);
  let typedAt = 0;
  let rest = 0;
  let quiet = 0;
  let version = first.version;

  const status = statusBar(form);
  form.missing = () => status.press();
  form.reveal = () => {
    const answer = root.closest(".jupyter-widgets, .widget-box, .jp-OutputArea-output")?.parentElement?.querySelector(".hooknb-answer");
    answer?.querySelector(".lm-mod-current, .p-mod-current")?.focus({ preventScroll: true });
    answer?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  };
  form.explore = async () => {
    await line.ask({ ask: "explore" });
    form.reveal();
  };
  const test = testing(form, answer => answered(answer));
  const opening = waysIn(form);
  const out = waysOut(form, model);
  const head = headOf(form, test, opening);
  const tabs = tabsOf(form);
  form.jump = place => { tabs.show(place) ?? head.focus(place); };
  root.append(head.node, opening.node, tabs.node, status.node, ...test.strips, out.node);
  keepKeys(root);
  root.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); test.run(); }
  });
  el.append(root);
  whole(first);
  const copied = hideStill(root, first.still);
  line.ask({ ask: "open" }).then(answer => { if (answer.version !== version) whole(answer); else answered(answer); });

  /** Show another node, or the same one anew. */
  function whole(answer) {
    version = answer.version;
    // Every view of the form gets the very same answer, and makes its edits in what it holds.
    form.values = structuredClone(answer.values);
    form.given = structuredClone(answer.given);
    for (const made of form.editors.values()) made.show(form.values);
    test.whole(answer);
    answered(answer);
    tabs.count();
    arrange();
  }

  /** Show the editors that belong to what is chosen, and only those. */
  function arrange() {
    for (const [node, [id, values]] of form.whens) node.hidden = !values.includes(form.values[id]);
  }

  /** Show what the kernel says of what is filled in. */
  function answered(answer) {
    if (answer.open) { line.ask({ ask: "open" }).then(whole); return; }
    if (answer.error || answer.stale) return;
    version = answer.version;
    guardBeside(root);
    for (const key of ["marks", "names", "found", "routes", "undo"]) form[key] = answer[key];
    for (const key of ["last", "paths"]) if (key in answer) form[key] = answer[key];
    for (const refresh of form.refreshes) refresh();
    test.show(answer);
    out.show();
    clearTimeout(rest);
    const wait = typedAt + REST - performance.now();
    showAll(wait > 0 ? document.activeElement : null);
    if (wait > 0) rest = setTimeout(showAll, wait, null);
    clearTimeout(quiet);
    if (answer.edits) quiet = setTimeout(() => line.ask({ ask: "rest" }), QUIET);
  }

  /** Show every problem at its editor, and none that is new at the box somebody is writing in. */
  function showAll(writing) {
    const byField = new Map();
    for (const mark of form.marks) byField.set(mark.place[0], [...(byField.get(mark.place[0]) ?? []), mark]);
    tabs.hold(() => {
      for (const [id, made] of form.editors) {
        const found = byField.get(id) ?? [];
        const busy = writing && made.node.contains(writing) && found.length > (made.shown ?? 0);
        if (busy) continue;
        made.shown = found.length;
        made.marks(found);
      }
    });
    tabs.marks();
    status.marks();
  }

  /** Say that the kernel knows nothing of this form any more, and show the copy that is kept for such a case. */
  function gone() {
    test.gone();
    for (const each of head.node.querySelectorAll("button")) put(each, "aria-disabled", "true");
    const copy = document.querySelector(`[data-hooknb-still="${first.still}"]`);
    copied.remove();
    status.gone(copy ? "What was filled in stands above." : "");
  }

  function heard(event) {
    if (event.event === "edited") { for (const edit of event.edits) apply(form.values, edit); for (const made of form.editors.values()) made.show(form.values); tabs.count(); answered(event); }
    else if (event.event === "opened") { whole(event); if (event.tab) tabs.choose(event.tab); }
    else test.heard(event);
  }

  return () => { line.end(); clearTimeout(rest); clearTimeout(quiet); test.end(); };
}

const guarded = new WeakSet();

/** Keep "d d" from deleting the cell in the answer's tabs, too, which are not ours and stand beside this view. */
function guardBeside(root) {
  const whole = root.closest(".widget-vbox, .widget-box");
  if (!whole || guarded.has(whole)) return;
  guarded.add(whole);
  whole.addEventListener("focusin", event => put(event.target, "data-lm-suppress-shortcuts", "true"));
}

/** Hide the copy of this form that a saved notebook shows, also when it is written anew. */
function hideStill(root, mark) {
  const style = element("style", {}, `[data-hooknb-still="${mark}"] { display: none !important; }`);
  root.append(style);
  return style;
}

/** Return the suggestions of a kind. */
function wordsOf(form, list, input) {
  const { words } = form.layout;
  if (list === "names") return form.names;
  if (list === "secrets") return form.values.secrets.map(row => row.name).filter(Boolean);
  if (list === "paths") return form.paths ?? [];
  if (list !== "header values") return words[list] ?? [];
  const name = input.closest(".hf-row").querySelector("input[type=text]").value;
  return words["header values"][name.trim().toLowerCase()] ?? [];
}

/** Label, method and URL; Test Request is at the top right. */
function headOf(form, test, opening) {
  const [labelField, methodField, urlField] = form.layout.head;
  const made = [labelField, methodField, urlField].map(field => control(field, field.title, value => form.edit(["set", field.id, value], field.kind === "choice"), form));
  const [label, method, url] = made;
  label.input.classList.add("hf-title");
  const wrong = element("div", { class: "hf-wrong hf-headmarks" });
  const ids = new Map();
  const node = element("div", { class: "hf-head" },
    element("div", { class: "hf-labelbox" }, captioned(labelField, label)),
    element("div", { class: "hf-buttons" }, test.outcome, opening.opener, saver(form, test.say), test.again, test.main, test.bar),
    element("div", { class: "hf-address" }, captioned(methodField, method), captioned(urlField, url)),
    wrong);
  [labelField, methodField, urlField].forEach((field, at) => {
    ids.set(field.id, made[at].input);
    form.editors.set(field.id, {
      node: made[at].node,
      show: values => made[at].show(values[field.id]),
      marks: () => {
        const mine = form.marks.filter(mark => ids.has(mark.place[0]) && !untouched(mark));
        for (const [id, input] of ids) put(input, "aria-invalid", mine.some(mark => mark.place[0] === id && mark.severity === "error") ? "true" : null);
        showMarks(wrong, url.input, mine.slice(0, 1));
      },
    });
  });
  // An empty form is not wrong; it is empty.
  const untouched = mark => mark.place[0] === "url" && form.values.url === "" && !form.pressed;
  url.input.addEventListener("paste", event => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!isRequest(text)) return;
    event.preventDefault();
    opening.take(text);
  });
  url.input.addEventListener("keydown", event => { if (event.key === "Enter" && !event.ctrlKey) test.run(); });
  return { node, focus: place => (ids.get(place[0]) ?? url.input).focus() };
}

function captioned(field, made) {
  const id = newId("head");
  made.input.id = id;
  made.input.removeAttribute("aria-label");
  return element("div", { class: `hf-caption hf-${field.id}` }, element("label", { for: id }, field.title), made.node);
}

/** The button that keeps the node in the session. */
function saver(form, say) {
  return button("Save", async () => {
    const answer = await form.ask({ ask: "keep" });
    if (answer.refused === "mend") form.missing();
    else if (answer.refused === "name") { form.jump(["name"]); say("Give it a name to save it under.", true); }
    else say([`Saved as ${answer.kept}`, ...answer.notes].join("; "));
  }, { title: "Keep the node in this session, under its name" });
}

/** The tabs stand beside their panel, so that there is room for their names and their counts. */
function tabsOf(form) {
  const list = element("div", { class: "hf-tabs", role: "tablist", "aria-label": "Settings", "aria-orientation": "vertical" });
  const panel = element("div", { class: "hf-panel" });
  const built = new Map();
  const items = form.layout.tabs.map(tab => {
    const id = newId("tab");
    const count = element("span", { class: "hf-count" });
    const sign = element("span", { class: "hf-sign" });
    const item = element("button", { type: "button", class: "hf-tab", role: "tab", id, "aria-controls": `${id}-panel`, onclick: () => choose(tab.id), onkeydown: event => keys(event, tab.id) },
      element("span", { class: "hf-name" }, tab.title), sign, count);
    list.append(item);
    return { tab, item, count, sign, id };
  });
  const itemOf = id => items.find(each => each.tab.id === id);

  function choose(id) {
    if (!built.has(id)) build(id);
    for (const { tab, item } of items) {
      const mine = tab.id === id;
      put(item, "aria-selected", String(mine));
      item.tabIndex = mine ? 0 : -1;
      if (built.has(tab.id)) built.get(tab.id).hidden = !mine;
    }
  }

  function build(id) {
    const { tab, id: tabId } = itemOf(id);
    const page = element("div", { role: "tabpanel", id: `${tabId}-panel`, "aria-labelledby": tabId, class: "hf-page" });
    fillPage(page, tab, form);
    panel.append(page);
    built.set(id, page);
    for (const field of tab.fields) {
      const made = form.editors.get(field.id);
      if (!made) continue;
      made.show(form.values);
      made.marks(form.marks.filter(mark => mark.place[0] === field.id));
    }
    for (const refresh of form.refreshes) refresh();
    for (const [node, [other, values]] of form.whens) node.hidden = !values.includes(form.values[other]);
  }

  function keys(event, id) {
    const at = items.findIndex(({ tab }) => tab.id === id);
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = items[(to + items.length) % items.length];
    choose(next.tab.id);
    next.item.focus();
  }

  choose(items[0].tab.id);
  return {
    choose,
    node: element("div", { class: "hf-main" }, list, panel),
    count: () => { for (const { tab, count } of items) { const rows = tab.counts.length ? rowsOn(tab, form.values) : 0; count.textContent = rows ? String(rows) : dot(tab, form.values); } },
    marks: () => {
      for (const { tab, sign } of items) {
        const wrong = form.marks.some(mark => mark.tab === tab.id && mark.severity === "error");
        sign.textContent = wrong ? "✗" : "";
        put(sign, "aria-label", wrong ? "has a problem" : null);
        put(sign, "role", wrong ? "img" : null);
      }
    },
    /** Make a change that moves what is on the page, and leave the box with the focus where it is. */
    hold: change => {
      const here = panel.contains(document.activeElement) ? document.activeElement : null;
      const top = here?.getBoundingClientRect().top;
      change();
      if (here) panel.scrollTop += here.getBoundingClientRect().top - top;
    },
    /** Open the tab of a place and put the cursor there; null when it is in no tab. */
    show: place => {
      const found = items.find(({ tab }) => tab.fields.some(field => field.id === place[0]));
      if (!found) return null;
      choose(found.tab.id);
      form.editors.get(place[0])?.focus?.(place[1], place[2]);
      return true;
    },
  };
}

/** Tell by a dot that a tab without a count says something. */
function dot(tab, values) {
  if (tab.id === "body") return values["body.format"] ? "•" : "";
  if (tab.id === "auth") return values["auth.type"] ? "•" : "";
  if (tab.id === "signing") return values["signing.on"] ? "•" : "";
  return "";
}

/** One line that says whether the node can run, and jumps to what is wrong. */
function statusBar(form) {
  const said = element("span", { class: "hf-verdict", role: "status" });
  const links = element("span", { class: "hf-links" });
  const slow = element("span", { class: "hf-slow", role: "status" });
  const node = element("div", { class: "hf-status" }, said, links, slow);

  function marks() {
    const errors = form.marks.filter(mark => mark.severity === "error");
    const advice = form.marks.filter(mark => mark.severity !== "error");
    const empty = errors.length === 1 && errors[0].place[0] === "url" && form.values.url === "" && !form.pressed;
    node.classList.toggle("hf-bad", errors.length > 0 && !empty);
    said.textContent = empty ? "Enter a URL Endpoint to begin." : errors.length ? `✗ ${errors.length} to mend:` : advice.length ? "✓ Ready to test. Advice:" : "✓ Ready to test.";
    const listed = empty ? [] : errors.length ? errors : advice;
    const firsts = listed.filter((mark, at) => listed.findIndex(other => other.short === mark.short) === at);
    links.replaceChildren(...firsts.slice(0, 20).map(mark => button(mark.short, () => form.jump(mark.place), { class: "hf-link", title: `${mark.label}: ${mark.text}` })));
  }

  return {
    node, marks,
    press: () => { form.pressed = true; marks(); const wrong = form.marks.find(mark => mark.severity === "error"); if (wrong) form.jump(wrong.place); for (const id of ["url"]) form.editors.get(id).marks(); },
    gone: where => {
      node.classList.add("hf-bad");
      node.classList.add("hf-gone");
      said.textContent = ["✗ The kernel was restarted: run the cell again.", where].filter(Boolean).join(" ");
      links.replaceChildren();
    },
    slow: is => { slow.textContent = is ? "waiting for the kernel…" : ""; },
  };
}

export default { render };
