/** What is left out of every view: by type, relation, province, kind, date of the article, confidence, and inference. */

import { graph } from "./store.js";

/**
 * @typedef {import("./store.js").Entity} Entity
 * @typedef {import("./store.js").Fact} Fact
 * @typedef {{types: Set<string>, relations: Set<string>, province: number, kind: string, from: string, to: string,
 *   confidence: number, inferred: boolean}} Filters `types` and `relations` are those switched off
 */

/** @returns {Filters} */
function none() {
  return { types: new Set(), relations: new Set(), province: -1, kind: "", from: "", to: "", confidence: 0, inferred: true };
}

/** @type {Filters} */
export const filters = none();

export function clearFilters() {
  Object.assign(filters, none());
}

export function filtered() {
  return filtersToHash(filters).length > 0;
}

/** @param {Entity} entity */
export function passes(entity) {
  return !filters.types.has(entity.type)
    && (filters.province < 0 || entity.province === filters.province)
    && (!filters.kind || entity.type !== "Program" || graph.kinds[entity.kind].name === filters.kind);
}

/** @param {Fact} fact */
export function factPasses(fact) {
  if (filters.relations.has(graph.relations[fact.relation].name)) return false;
  if (fact.inferred && !filters.inferred) return false;
  if (fact.confidence < filters.confidence) return false;
  if (!filters.from && !filters.to) return true;
  const [first, last] = graph.periods[fact.period];
  // Dates are compared as text: 2024-05 lies within 2024, and 2024-05-31 within 2024-05.
  return Boolean(last) && (!filters.from || last >= filters.from) && (!filters.to || first.slice(0, filters.to.length) <= filters.to);
}

/** @param {Filters} f @returns {string[]} */
export function filtersToHash(f) {
  const parts = [];
  if (f.types.size) parts.push(`ft=${[...f.types].sort().join(",")}`);
  if (f.relations.size) parts.push(`fr=${[...f.relations].sort().join(",")}`);
  if (f.province >= 0) parts.push(`fp=${encodeURIComponent(graph.provinces[f.province])}`);
  if (f.kind) parts.push(`fk=${encodeURIComponent(f.kind)}`);
  if (f.from) parts.push(`fa=${encodeURIComponent(f.from)}`);
  if (f.to) parts.push(`fb=${encodeURIComponent(f.to)}`);
  if (f.confidence) parts.push(`fc=${f.confidence}`);
  if (!f.inferred) parts.push("fi=0");
  return parts;
}

/** @param {Record<string, string>} given fields of the fragment */
export function filtersFromHash(given) {
  const list = (/** @type {string | undefined} */ text) => new Set((text ?? "").split(",").filter(Boolean));
  const date = (/** @type {string | undefined} */ text) => (/^\d{4}(-\d\d){0,2}$/.test(text ?? "") ? text ?? "" : "");
  clearFilters();
  const types = list(given.ft);
  graph.types.forEach(([type]) => types.has(type) && filters.types.add(type));
  const relations = list(given.fr);
  graph.relations.forEach(({ name }) => relations.has(name) && filters.relations.add(name));
  filters.province = given.fp === undefined ? -1 : graph.provinces.indexOf(given.fp);
  filters.kind = graph.kinds.some((k) => k.name === given.fk) ? given.fk : "";
  filters.from = date(given.fa);
  filters.to = date(given.fb);
  filters.confidence = Math.min(Math.max(Math.round(Number(given.fc) || 0), 0), 100);
  filters.inferred = given.fi !== "0";
}
