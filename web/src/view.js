/** What is looked at and how: every view is a link (#e=…), so that it can be shared and the back button works. */

import { articleOf, articles, entityOf, iriOf } from "./detail.js";
import { filters, filtersFromHash, filtersToHash } from "./filters.js";
import { graph } from "./store.js";
import { speech } from "./text.js";

/**
 * @typedef {"graph" | "map" | "time" | "table" | "ask"} Tab
 * @typedef {"groups" | number} Amount how much of the overview is drawn
 * @typedef {{tab: Tab, entity: number, article: number, sentence: number, to: number, hops: number, amount: Amount,
 *   grouping: import("./store.js").Grouping, inside: number | null, question: string, spot: number, rows: "facts" | "entities",
 *   unknown: boolean}} View
 */

/** @type {Tab[]} */
export const TABS = ["graph", "map", "time", "table", "ask"];
/** Above so many entities the overview is drawn by WebGL, and above so many it shows groups first. */
export const FLUID = 600, WHOLE = 30000;

/** Steps of the overview that make sense for this graph. @returns {number[]} */
export function amounts() {
  const all = graph.entities.length;
  return [...[150, 400].filter((n) => n < all), Math.max(all, 1)];
}

/** @returns {Amount} */
export function usualAmount() {
  const all = graph.entities.length;
  return all <= 1500 ? amounts()[0] : all <= WHOLE ? all : "groups";
}

/** @returns {View} */
export function plainView() {
  return {
    tab: "graph", entity: -1, article: -1, sentence: -1, to: -1, hops: 1, amount: usualAmount(), grouping: "province", inside: null,
    question: "", spot: -1, rows: "facts", unknown: false,
  };
}

/** @type {{view: View}} */
export const state = { view: /** @type {any} */ (null) };

/** The link to a view that differs from the plain one in `wanted`. @param {Partial<View>} wanted */
export function toHash(wanted) {
  const view = { ...plainView(), ...wanted };
  const parts = [];
  if (view.tab !== "graph") parts.push(`v=${view.tab}`);
  if (view.entity >= 0) parts.push(`e=${encodeURIComponent(iriOf(view.entity))}`);
  if (view.to >= 0) parts.push(`to=${encodeURIComponent(iriOf(view.to))}`);
  if (view.article >= 0) parts.push(`a=${encodeURIComponent(articles[view.article].id)}`);
  if (view.sentence >= 0) parts.push(`s=${view.sentence}`);
  if (view.hops > 1) parts.push(`h=${view.hops}`);
  if (view.amount !== usualAmount()) parts.push(`n=${view.amount}`);
  if (view.grouping === "community") parts.push("g=community");
  if (view.inside !== null) parts.push(`in=${view.inside}`);
  if (view.question) parts.push(`q=${encodeURIComponent(view.question)}`);
  if (view.spot >= 0) parts.push(`spot=${view.spot}`);
  if (view.rows === "entities") parts.push("rows=entities");
  parts.push(...filtersToHash(filters));
  if (speech.language) parts.push("l=en");
  return parts.join("&");
}

/** The link to the present view with some things changed. @param {Partial<View>} changes */
export function alsoHash(changes) {
  return toHash({ ...state.view, ...changes });
}

/** @param {number} number */
export function linkTo(number) {
  return "#" + toHash({ grouping: state.view.grouping, entity: number });
}

/** @param {number} article @param {number} [sentence] */
export function linkToArticle(article, sentence = -1) {
  return "#" + toHash({ grouping: state.view.grouping, entity: state.view.entity, article, sentence });
}

/** Fields of a fragment; what is not encoded right stays as it is. @param {string} hash @returns {Record<string, string>} */
export function fields(hash) {
  /** @type {Record<string, string>} */
  const given = Object.create(null);
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at <= 0) continue;
    const value = part.slice(at + 1);
    try {
      given[part.slice(0, at)] = decodeURIComponent(value);
    } catch {
      given[part.slice(0, at)] = value;
    }
    if (part.startsWith("e=") || part.startsWith("to=")) given[`raw-${part.slice(0, at)}`] = value;
  }
  return given;
}

/** @param {string | undefined} text @param {number} below @returns {number} -1 where it is no number of that range */
function index(text, below) {
  return text !== undefined && /^\d{1,9}$/.test(text) && Number(text) < below ? Number(text) : -1;
}

/** Read a fragment; filters and language are set with it. @param {string} hash @returns {View} */
export function fromHash(hash) {
  const given = fields(hash);
  /** @param {string} key */
  const entity = (key) => (given[key] === undefined ? -1 : Math.max(entityOf(given[key]), entityOf(given[`raw-${key}`])));
  const article = given.a === undefined ? -1 : articleOf(given.a);
  const view = plainView();
  view.tab = TABS.find((t) => t === given.v) ?? "graph";
  view.entity = entity("e");
  view.to = entity("to");
  view.article = article;
  view.sentence = index(given.s, 1e6);
  view.hops = given.h === "2" ? 2 : 1;
  view.amount = given.n === "groups" ? "groups" : amounts().find((n) => String(n) === given.n) ?? usualAmount();
  view.grouping = given.g === "community" ? "community" : "province";
  view.inside = given.in === "-1" ? -1 : index(given.in, (view.grouping === "community" ? graph.communities : graph.provinces).length);
  if (view.inside === -1 && given.in !== "-1") view.inside = null;
  view.question = given.q ?? "";
  view.spot = index(given.spot, 1e6);
  view.rows = given.rows === "entities" ? "entities" : "facts";
  view.unknown = (given.e !== undefined && view.entity < 0) || (given.a !== undefined && article < 0) || (given.to !== undefined && view.to < 0);
  speech.language = given.l === "en" ? 1 : 0;
  filtersFromHash(given);
  return view;
}
