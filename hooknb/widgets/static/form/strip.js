// A strip: a headline that says the most important thing, and opens.

import { element } from "../shared/dom.js";

/** Return `{node, headline}`; what is inside is shown when the strip is open. */
export function strip(title, ...inside) {
  const headline = element("span", { class: "hf-headline" });
  const node = element("details", { class: "hf-strip" },
    element("summary", { tabindex: "0" }, element("span", { class: "hf-striptitle" }, title), headline), element("div", { class: "hf-inside" }, ...inside));
  return { node, headline };
}
