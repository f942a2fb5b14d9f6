/** Legend and filters in one: each type and relation with its count, switched on and off; and what narrows further. */

import { el, fill } from "./dom.js";
import { clearFilters, filtered, filters } from "./filters.js";
import { graph } from "./store.js";
import { otherWord, say, word } from "./text.js";

/** Where there is room for a column of filters, they are always open. */
export const WIDE = matchMedia("(min-width: 901px)");

/** @type {{types: Map<string, number>, relations: Map<string, number>, provinces: number[], kinds: Map<string, number>, dates: string[]} | null} */
let counted = null;

/** How many there are of each, counted once. */
function counts() {
  if (counted) return counted;
  const tally = (/** @type {Map<string, number>} */ map, /** @type {string} */ key) => map.set(key, (map.get(key) ?? 0) + 1);
  const types = new Map(), relations = new Map(), kinds = new Map();
  const provinces = graph.provinces.map(() => 0);
  for (const entity of graph.entities) {
    tally(types, entity.type);
    if (entity.province >= 0) provinces[entity.province]++;
    if (entity.type === "Program" && graph.kinds[entity.kind].name) tally(kinds, graph.kinds[entity.kind].name);
  }
  for (const fact of graph.facts) tally(relations, graph.relations[fact.relation].name);
  const dates = [...new Set(graph.periods.flat().filter(Boolean))].sort();
  return (counted = { types, relations, provinces, kinds, dates });
}

/** @param {() => void} changed */
export function showFilters(changed) {
  const box = document.getElementById("filters") ?? el("aside");
  const wasOpen = box.querySelector("details")?.open;
  const focused = document.activeElement instanceof HTMLElement && box.contains(document.activeElement) ? document.activeElement.dataset.key : "";
  const { types, relations, provinces, kinds, dates } = counts();
  const number = (/** @type {number} */ n) => n.toLocaleString("en-US");

  /** @param {Set<string>} off @param {string[]} all @param {string} item @param {string[]} pair @param {number} count @param {HTMLElement} sign @param {string} [hue] */
  const row = (off, all, item, pair, count, sign, hue) => el("li", { hue },
    el("button", { type: "button", class: "toggle", "aria-pressed": String(!off.has(item)), title: otherWord(pair), "data-key": `t${item}`, onclick: () => {
      if (!off.delete(item)) off.add(item);
      changed();
    } }, sign, el("span", { class: "label" }, word(pair)), el("span", { class: "count" }, number(count))),
    all.length > 1 && el("button", { type: "button", class: "only", title: say("onlyThis", word(pair)), "aria-label": say("onlyThis", word(pair)), "data-key": `o${item}`, onclick: () => {
      all.forEach((other) => (other === item ? off.delete(other) : off.add(other)));
      changed();
    } }, say("only")));

  /** @param {string} id @param {string} title @param {[string, string][]} options (value, text) @param {string} value @param {(value: string) => void} set */
  const choice = (id, title, options, value, set) => {
    const select = /** @type {HTMLSelectElement} */ (el("select", { id, "data-key": id, onchange: () => {
      set(select.value);
      changed();
    } }, options.map(([v, text]) => el("option", { value: v, selected: v === value }, text))));
    return [el("h2", {}, el("label", { for: id }, title)), select];
  };

  const ofTypes = graph.types.filter(([type]) => types.has(type));
  const ofRelations = graph.relations.filter(({ name }) => relations.has(name));
  const inferred = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", checked: filters.inferred, "data-key": "inferred", onchange: () => {
    filters.inferred = inferred.checked;
    changed();
  } }));
  const surety = /** @type {HTMLInputElement} */ (el("input", { id: "surety", type: "range", min: 0, max: 95, step: 5, value: filters.confidence, "data-key": "surety", onchange: () => {
    filters.confidence = Number(surety.value);
    changed();
  } }));
  /** @param {"from" | "to"} end @param {string} title */
  const date = (end, title) => {
    const input = /** @type {HTMLInputElement} */ (el("input", { type: "text", inputmode: "numeric", pattern: "\\d{4}(-\\d\\d){0,2}", size: 10, placeholder: end === "from" ? dates[0] : dates[dates.length - 1], value: filters[end], "aria-label": `${say("dates")} ${say(title)}`, "data-key": end, onchange: () => {
      if (input.value && !/^\d{4}(-\d\d){0,2}$/.test(input.value)) return input.setAttribute("aria-invalid", "true");
      filters[end] = input.value;
      changed();
    } }));
    return el("label", {}, el("span", {}, say(title)), input);
  };
  /** @param {string} state */
  const line = (state) => el("li", {}, el("span", { class: `stroke ${state}` }), say(state));

  fill(box, el("details", { open: WIDE.matches || wasOpen },
    el("summary", {}, say("filters")),
    filtered() && el("button", { type: "button", class: "reset", onclick: () => {
      clearFilters();
      changed();
    } }, say("reset")),
    el("h2", {}, say("types")),
    el("ul", {}, ofTypes.map(([type, pair]) => row(filters.types, ofTypes.map(([t]) => t), type, pair, types.get(type) ?? 0, el("span", { class: "dot" }), type))),
    el("h2", {}, say("relations")),
    el("ul", {}, ofRelations.map((r) => row(filters.relations, ofRelations.map((o) => o.name), r.name, r.pair, relations.get(r.name) ?? 0, el("span", { class: "dash" })))),
    graph.provinces.length > 1 && choice("province", say("province"), [["-1", say("everywhere")], ...graph.provinces.map((name, i) => /** @type {[string, string]} */ ([String(i), `${name}（${number(provinces[i])}）`]))],
      String(filters.province), (value) => (filters.province = Number(value))),
    kinds.size > 1 && choice("kind", say("kindFilter"), [["", say("everyKind")], ...graph.kinds.filter((k) => kinds.has(k.name)).map((k) => /** @type {[string, string]} */ ([k.name, `${word(k.pair)}（${number(kinds.get(k.name) ?? 0)}）`]))],
      filters.kind, (value) => (filters.kind = value)),
    dates.length > 0 && [el("h2", {}, say("dates")), el("div", { class: "dates" }, date("from", "dateFrom"), date("to", "dateTo"))],
    el("h2", {}, el("label", { for: "surety" }, say("minimum"), " ", el("output", {}, (filters.confidence / 100).toFixed(2)))),
    el("div", { class: "range" }, surety),
    el("label", { class: "check" }, inferred, say("showInferred")),
    el("h2", {}, say("legendLines")),
    el("ul", { class: "legend" }, ["stated", "planned", "inferred", "doubtful"].map(line),
      el("li", {}, el("span", { class: "dot hollow" }), say("hollow")))));
  if (focused) /** @type {HTMLElement | null} */ (box.querySelector(`[data-key="${focused}"]`))?.focus();
}
