/** An article as the graph remembers it: its sentences in order, names as links, the words behind a fact in evidence. */

import { closeButton, entityLink, factBadges, factState, factWords, grouped, namesOf, section } from "./card.js";
import { articles, claimsOf, figuresOf, namedIn, sentencesOf } from "./detail.js";
import { el, isolated, marked } from "./dom.js";
import { graph } from "./store.js";
import { say, word } from "./text.js";
import { linkTo, linkToArticle } from "./view.js";

/** @typedef {{text: string, entity: number}} Piece a stretch of a sentence; `entity` -1: plain */

/**
 * A sentence cut at the names of entities: longer names first, none inside another.
 * @param {string} text
 * @param {{name: string, entity: number}[]} names the longest first
 * @returns {Piece[]}
 */
export function pieces(text, names) {
  /** @type {[number, number, number][]} */
  const found = [];
  for (const { name, entity } of names) {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      const end = at + name.length;
      if (found.every(([s, e]) => end <= s || at >= e)) found.push([at, end, entity]);
    }
  }
  /** @type {Piece[]} */
  const parts = [];
  let last = 0;
  for (const [start, end, entity] of found.sort((a, b) => a[0] - b[0])) {
    if (start > last) parts.push({ text: text.slice(last, start), entity: -1 });
    parts.push({ text: text.slice(start, end), entity });
    last = end;
  }
  if (last < text.length) parts.push({ text: text.slice(last), entity: -1 });
  return parts;
}

/**
 * Sentences to show, in order: what is contained in another is not shown twice.
 * @param {import("./detail.js").Sentence[]} sentences by start
 * @param {number} wanted this one is shown whatever holds it
 * @returns {number[]}
 */
export function reading(sentences, wanted) {
  /** @type {number[]} */
  const shown = [];
  const order = sentences.map((_, i) => i).sort((a, b) => sentences[a].start - sentences[b].start || sentences[b].end - sentences[a].end);
  let end = -1;
  for (const i of order) {
    if (sentences[i].end <= end && i !== wanted) continue;
    shown.push(i);
    end = Math.max(end, sentences[i].end);
  }
  return shown;
}

/** Facts and figures that a sentence tells. @param {number} article @param {number} sentence @param {number[]} named */
function told(article, sentence, named) {
  const here = (/** @type {{article: number, sentence: number}} */ c) => c.article === article && (sentence < 0 || c.sentence === sentence);
  const facts = [...new Set(named.flatMap((n) => graph.entities[n].facts))].filter((f) => claimsOf(f).some(here));
  const figures = named.flatMap((n) => figuresOf(n).filter(here).map((figure) => ({ entity: n, figure })));
  return { facts, figures };
}

/** @param {number} article @param {number} sentence @param {number[]} named */
function toldBox(article, sentence, named) {
  const { facts, figures } = told(article, sentence, named);
  const rows = [
    ...facts.map((f) => el("li", { class: factState(f) }, entityLink(f.subject), el("span", { class: "via" }, word(graph.relations[f.relation].pair)), entityLink(f.object), factBadges(f),
      claimsOf(f).filter((c) => c.article === article && c.sentence === sentence).slice(0, 1).map((c) =>
        el("small", {}, `${say("confidence")} ${(c.confidence / 100).toFixed(2)} · ${say("rule")} `, isolated(c.rule))))),
    ...figures.map(({ entity, figure }) => el("li", {}, entityLink(entity), el("span", { class: "via" }, isolated(figure.name)), el("b", {}, grouped(figure.value)), " ", isolated(figure.unit))),
  ];
  return rows.length > 0 && el("ul", { class: "told", "aria-label": say("parts") }, rows);
}

/** @param {number} number @param {number} sentence the one to show in evidence, -1 for none */
export function articleCard(number, sentence) {
  const { title, file, date, section: rubric } = articles[number];
  const named = namedIn(number);
  const sentences = sentencesOf(number);
  const names = named.flatMap((n) => namesOf(n).filter((name) => name.length > 1).map((name) => ({ name, entity: n })))
    .sort((a, b) => b.name.length - a.name.length || a.entity - b.entity);
  const all = told(number, -1, named);
  const telling = new Set([
    ...all.facts.flatMap((f) => claimsOf(f).filter((c) => c.article === number).map((c) => c.sentence)),
    ...all.figures.map(({ figure }) => figure.sentence),
  ]);
  const words = sentence >= 0 ? told(number, sentence, named).facts.flatMap(factWords) : [];
  const paragraphs = reading(sentences, sentence).map((i) => {
    const focus = i === sentence;
    const content = focus && words.length ? marked(sentences[i].text, words) : pieces(sentences[i].text, names).map((p) =>
      p.entity < 0 ? p.text : el("a", { href: linkTo(p.entity), class: "name", hue: graph.entities[p.entity].type }, p.text));
    return el("li", { class: focus ? "focus" : telling.has(i) ? "" : "silent", id: focus ? "sentence" : undefined },
      el("span", { dir: "auto" }, content),
      telling.has(i) && !focus && el("a", { class: "tell", href: linkToArticle(number, i), "aria-label": say("parts"), title: say("parts") }, "›"),
      focus && [el("small", { class: "offsets" }, say("offsets", sentences[i].start, sentences[i].end)), toldBox(number, i, named)]);
  });
  return [
    el("div", { class: "head" },
      el("p", { class: "kind" }, say("article"), closeButton()),
      el("h2", { tabindex: -1 }, isolated(title || say("untitled"))),
      el("p", { class: "stats" }, isolated(file), date && [" · ", isolated(date)], rubric && [" · ", isolated(rubric)])),
    paragraphs.length > 0 ? el("ol", { class: "sentences" }, paragraphs) : el("p", { class: "empty" }, say("noneSaid")),
    paragraphs.length > 0 && el("p", { class: "hint" }, say("textNote")),
    section(say("namedHere"), named.length, graph.types.map(([type]) => {
      const list = named.filter((n) => graph.entities[n].type === type);
      return list.length > 0 && el("div", { class: "chips" }, list.map(entityLink));
    })),
  ];
}
