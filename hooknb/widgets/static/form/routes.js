// The route simulator: all codes from 100 to 599 as five bars, which output each takes, and the same as a table.

import { element, put } from "../shared/dom.js";
import { box } from "./dom.js";

const CLASSES = [1, 2, 3, 4, 5];

/** Return the part of a stretch that lies in a class: `{from, to}`, as numbers of codes; null when none does. */
export function within(stretch, hundred) {
  const from = Math.max(stretch.first, hundred * 100);
  const to = Math.min(stretch.last, hundred * 100 + 99);
  return from > to ? null : { from, to };
}

/** Write the codes of a stretch. */
export function codes({ first, last }) {
  return first === last ? String(first) : `${first}–${last}`;
}

/** Return the stretch of a code; null when the text is no code. */
export function stretchOf(stretches, text) {
  const code = /^\s*[1-5]\d\d\s*$/.test(text) ? Number(text) : NaN;
  return stretches.find(({ first, last }) => first <= code && code <= last) ?? null;
}

/** Return the number of an output's colour; `default` and the failed output have their own. */
export function colourOf(routes, stretch) {
  if (stretch.failed) return "failed";
  if (stretch.output === "default") return "default";
  return String(routes.outputs.filter(name => name !== "default").indexOf(stretch.output) % 6);
}

/** Return the picture and its table. */
export function routesPicture() {
  const bars = element("div", { class: "hf-bars" });
  const legend = element("div", { class: "hf-legend" });
  const body = element("tbody", {});
  const tried = box({ class: "hf-input hf-code hf-number", "aria-label": "A status code to try", placeholder: "404", inputmode: "numeric", maxlength: "3" });
  const answer = element("span", { class: "hf-said", role: "status" });
  const table = element("details", { class: "hf-later" }, element("summary", { tabindex: "0" }, "Every code as a table"),
    element("table", { class: "hf-codes" }, element("thead", {}, element("tr", {}, ...["Status codes", "Output", "Because of"].map(title => element("th", { scope: "col" }, title)))), body));
  const node = element("section", { class: "hf-section" }, element("div", { class: "hf-title" }, "Which output each code takes"),
    bars, element("div", { class: "hf-line" }, legend, element("span", { class: "hf-line hf-try" }, "Try", tried, answer)), table);
  let seen = { stretches: [], outputs: [] };
  let drawn = "";

  function show(routes, last) {
    const key = JSON.stringify([routes, last]);
    if (key === drawn) return;
    drawn = key;
    seen = routes;
    bars.replaceChildren(...CLASSES.map(hundred => bar(routes, hundred, last)));
    const shown = new Map(routes.stretches.map(stretch => [stretch.output, stretch]));
    legend.replaceChildren(...[...shown.values()].map(stretch => element("span", { class: "hf-key" }, element("span", { class: `hf-dot hf-o-${colourOf(routes, stretch)}`, "aria-hidden": "true" }), stretch.output)));
    body.replaceChildren(...routes.stretches.map(stretch => element("tr", {}, element("td", {}, codes(stretch)), element("td", {}, stretch.output), element("td", {}, stretch.why))));
    say();
  }

  function bar(routes, hundred, last) {
    const parts = routes.stretches.map(stretch => [stretch, within(stretch, hundred)]).filter(([, part]) => part);
    const pieces = parts.map(([stretch, part]) => {
      const count = part.to - part.from + 1;
      const piece = element("span", { class: `hf-piece hf-o-${colourOf(routes, stretch)}`, title: `${codes({ first: part.from, last: part.to })} → ${stretch.output} (${stretch.why})` }, count >= 16 ? stretch.output : "");
      piece.style.flexGrow = String(count);
      piece.addEventListener("click", () => { tried.value = String(part.from); say(); });
      return piece;
    });
    const strip = element("span", { class: "hf-strip-of-codes", "aria-hidden": "true" }, ...pieces);
    if (last !== null && Math.floor(last / 100) === hundred) {
      const flag = element("span", { class: "hf-last", title: `the last answer: ${last}` });
      flag.style.left = `${last % 100 + 0.5}%`;
      strip.append(flag);
    }
    return element("div", { class: "hf-barline" }, element("span", { class: "hf-class" }, `${hundred}xx`), strip);
  }

  function say() {
    const found = stretchOf(seen.stretches, tried.value);
    answer.textContent = found ? `${tried.value.trim()} → ${found.output} (${found.why})` : tried.value ? "a code from 100 to 599" : "";
    put(tried, "aria-invalid", tried.value && !found ? "true" : null);
  }

  tried.addEventListener("input", say);
  return { node, show };
}
