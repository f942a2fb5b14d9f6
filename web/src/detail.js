/** What stands behind the facts: names, claims, figures, articles and sentences, read from their blocks when first needed. */

import { readBlock } from "./blocks.js";
import { graph } from "./store.js";

/**
 * @typedef {import("./store.js").Fact} Fact
 * @typedef {{article: number, sentence: number, confidence: number, rule: string, planned: boolean, inferred: boolean,
 *   role: string, title: string, start: string, end: string}} Claim
 * @typedef {{name: string, value: string, unit: string, printed: string, approximate: boolean, article: number, sentence: number}} Figure
 * @typedef {{id: string, title: string, file: string, date: string, section: string, block: number}} Article
 * @typedef {{start: number, end: number, text: string}} Sentence
 */

/** @type {any} */
let raw = null;
/** @type {Article[]} */
export let articles = [];
/** @type {Map<number, Figure[]>} */
const figures = new Map();
/** @type {Map<string, number>} */
const numberByIri = new Map();
/** @type {Map<string, number>} */
const numberByArticle = new Map();
/** @type {Map<number, Sentence[]>} article → its sentences */
const sentences = new Map();
/** @type {Map<number, number>} block → its first article */
const firstArticle = new Map();

/** Names beside the first, claims, figures and the list of articles. */
export async function loadDetail() {
  if (raw) return;
  const read = await readBlock("detail");
  if (raw) return;
  raw = read;
  articles = raw.articles.map((/** @type {any[]} */ [id, title, file, date, section, block], /** @type {number} */ i) => {
    numberByArticle.set(id, i);
    if (!firstArticle.has(block)) firstArticle.set(block, i);
    return { id, title, file, date, section, block };
  });
  for (const [entity, name, value, unit, printed, approximate, article, sentence] of raw.figures) {
    const list = figures.get(entity) ?? [];
    list.push({ name, value, unit, printed, approximate: Boolean(approximate), article, sentence });
    figures.set(entity, list);
  }
}

/** The sentences of these articles. @param {Iterable<number>} wanted */
export async function loadSentences(wanted) {
  const blocks = new Set([...wanted].filter((a) => a >= 0 && !sentences.has(a)).map((a) => articles[a].block));
  await Promise.all([...blocks].map(async (block) => {
    const texts = await readBlock(`text-${block}`);
    texts.forEach((/** @type {any[][]} */ text, /** @type {number} */ i) =>
      sentences.set((firstArticle.get(block) ?? 0) + i, text.map(([start, end, words]) => ({ start, end, text: words }))));
  }));
}

/** @param {number} article */
export function sentencesOf(article) {
  return sentences.get(article) ?? [];
}

/** @param {Fact} fact @returns {Claim[]} */
export function claimsOf(fact) {
  return (raw.claims[fact.number] ?? []).map((/** @type {any[]} */ [article, sentence, confidence, rule, flags, role = "", title = "", start = "", end = ""]) => ({
    article, sentence, confidence, rule: raw.rules[rule], planned: Boolean(flags & 1), inferred: Boolean(flags & 2), role, title, start, end,
  }));
}

/** @param {number} entity */
export function figuresOf(entity) {
  return figures.get(entity) ?? [];
}

/** @param {number} entity @returns {string[]} */
export function aliasesOf(entity) {
  return raw ? raw.aliases[entity] : [];
}

/** Numbers of the articles that name an entity. @param {number} entity @returns {number[]} */
export function mentionsOf(entity) {
  return raw.mentions[entity];
}

/** Entities that an article names. @param {number} article */
export function namedIn(article) {
  return graph.entities.filter((e) => raw.mentions[e.number].includes(article)).map((e) => e.number);
}

/** (syllable, characters read so) @returns {[string, string][]} */
export function pinyinTable() {
  return raw.pinyin;
}

/** @param {number} entity @returns {string} */
export function iriOf(entity) {
  const { type, name } = graph.entities[entity];
  const kept = raw.iri[entity];
  const normal = name.normalize("NFKC").replace(/\s/g, "").toLowerCase();
  const tail = kept.startsWith("/") ? kept.slice(1) : [type.toLowerCase(), kept, normal].filter(Boolean).join("/");
  return graph.id + tail.replace(/[^\x00-\x7f]+/g, encodeURIComponent);
}

/** The entity of an IRI; it may come encoded, as printed in Turtle, or with its characters plain. @param {string} iri */
export function entityOf(iri) {
  if (!numberByIri.size) graph.entities.forEach((e) => numberByIri.set(iriOf(e.number), e.number));
  const asPrinted = iri.replace(/[^\x00-\x7f]+/g, encodeURIComponent);
  return numberByIri.get(iri) ?? numberByIri.get(asPrinted) ?? -1;
}

/** @param {string} id */
export function articleOf(id) {
  return numberByArticle.get(id) ?? -1;
}
