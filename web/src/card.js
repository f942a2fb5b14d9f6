/** The card of an entity: names, place, facts in both directions with their sentences, figures, time line, articles. */

import { aliasesOf, articles, claimsOf, figuresOf, iriOf, mentionsOf, sentencesOf } from "./detail.js";
import { add, el, isolated, marked } from "./dom.js";
import { factPasses } from "./filters.js";
import { SearchBox } from "./searchbox.js";
import { graph, otherEnd, whereabouts } from "./store.js";
import { TEXT, known, otherWord, say, speech, word } from "./text.js";
import { alsoHash, linkTo, linkToArticle, toHash } from "./view.js";

/**
 * @typedef {import("./store.js").Entity} Entity
 * @typedef {import("./store.js").Fact} Fact
 * @typedef {import("./detail.js").Claim} Claim
 */

const FOLD = 6;

/** A link to an entity, with the dot of its type. @param {number} number */
export function entityLink(number) {
  const entity = graph.entities[number];
  return el("a", { class: "entity", href: linkTo(number), hue: entity.type, title: word(graph.typeWords[entity.type]) },
    el("span", { class: "dot" + (entity.named ? "" : " hollow") }), isolated(entity.name));
}

export function closeButton() {
  return el("a", { class: "close", href: "#" + toHash({}), "aria-label": say("close"), title: say("close") }, "×");
}

/** @param {string} name @param {string} text @param {string} [title] */
function badge(name, text, title) {
  return el("span", { class: `badge ${name}`, title }, name === "title" ? isolated(text) : text);
}

/** @param {Claim} claim */
function claimBadges(claim) {
  const role = known(graph.roles, claim.role);
  return [
    claim.role && badge("role", word(role), otherWord(role)),
    claim.title && badge("title", claim.title),
    claim.start && badge("date", say("since", claim.start)),
    claim.end && badge("date", say("until", claim.end)),
  ];
}

/** How a fact is known, where it is not plainly stated. @param {Fact} fact */
export function factBadges(fact) {
  return /** @type {const} */ (["planned", "inferred", "doubtful"]).filter((state) => fact[state]).map((state) => badge(state, say(state), TEXT[state][1 - speech.language]));
}

/** @param {Fact} fact */
export function factState(fact) {
  return fact.planned ? "planned" : fact.inferred ? "inferred" : fact.doubtful ? "doubtful" : "stated";
}

/**
 * A sentence of an article; it leads to the article, where it is shown among its neighbours.
 * @param {number} article
 * @param {number} sentence
 * @param {string[]} words to mark
 * @param {Claim} [claim]
 */
export function quotation(article, sentence, words, claim) {
  const { text, start, end } = sentencesOf(article)[sentence];
  const { title, file } = articles[article];
  return el("div", { class: "quote" },
    el("a", { href: linkToArticle(article, sentence), title: say("toArticle") }, el("q", {}, marked(text, words))),
    el("p", { class: "source" },
      claim && [el("span", { title: `${say("confidence")} · ${say("rule")} ${claim.rule}` }, (claim.confidence / 100).toFixed(2)), " · "],
      isolated(title || say("untitled")), " · ", isolated(file), ` ${start}–${end}`));
}

/** Names by which a sentence may call an entity. @param {number} number */
export function namesOf(number) {
  return [graph.entities[number].name, ...aliasesOf(number)];
}

/** Words that a sentence behind a fact is likely to hold. @param {Fact} fact */
export function factWords(fact) {
  return [...namesOf(fact.subject), ...namesOf(fact.object), ...claimsOf(fact).map((c) => c.title)];
}

/** A fact with its sentences; `lead` is what it is about. @param {Fact} fact @param {...any} lead */
export function factItem(fact, ...lead) {
  const words = factWords(fact);
  const claims = claimsOf(fact);
  const [first, ...rest] = claims;
  const shown = new Set(first ? [`${first.article} ${first.sentence}`] : []);
  const others = rest.filter((c) => {
    const key = `${c.article} ${c.sentence}`;
    return c.article >= 0 && !shown.has(key) && shown.add(key);
  });
  const roles = [...new Map(claims.map((c) => [c.role + "\n" + c.title, c])).values()].filter((c) => c.role || c.title || c.start || c.end);
  return el("li", { class: `fact ${factState(fact)}` },
    el("div", { class: "line" }, ...lead, roles.flatMap(claimBadges), factBadges(fact)),
    first && first.article >= 0 ? quotation(first.article, first.sentence, words, first) : el("p", { class: "note" }, say(first ? "unquoted" : "gazetteer")),
    others.length > 0 && el("details", { class: "further" },
      el("summary", {}, say("further", others.length)),
      others.map((c) => quotation(c.article, c.sentence, words, c))));
}

/** A list that shows its first items, and the rest when asked. @param {HTMLElement[]} items */
export function foldedList(items) {
  const list = el("ul", { class: "facts" }, items.slice(0, items.length > FOLD + 2 ? FOLD : items.length));
  if (items.length <= FOLD + 2) return [list];
  const button = el("button", { type: "button", class: "more", onclick: () => {
    add(list, items.slice(FOLD));
    button.remove();
    items[FOLD].querySelector("a")?.focus();
  } }, say("showAll", items.length));
  return [list, button];
}

/** @param {string} title @param {number} count @param {...any} content */
export function section(title, count, ...content) {
  return el("section", {}, el("h3", {}, title, el("span", { class: "count" }, count)), ...content);
}

/** Facts of an entity under the headings of their relations, both directions. @param {Entity} entity */
function factSections(entity) {
  return graph.relations.flatMap((relation, r) => [true, false].map((out) => {
    const symmetric = relation.name === "partnerOf";
    if (symmetric && !out) return null;
    const list = entity.facts
      .filter((f) => f.relation === r && (symmetric || (out ? f.subject : f.object) === entity.number) && factPasses(f))
      .sort((a, b) => Number(a.inferred) - Number(b.inferred) || Number(a.planned) - Number(b.planned)
        || otherEnd(a, entity.number) - otherEnd(b, entity.number));
    if (!list.length) return null;
    const heading = out ? relation.out : relation.into;
    return el("section", {},
      el("h3", { title: otherWord(heading) }, word(heading), el("span", { class: "count" }, list.length)),
      foldedList(list.map((f) => factItem(f, entityLink(otherEnd(f, entity.number))))));
  }));
}

/** 1234567.5 → 1,234,567.5, however long. @param {string} value */
export function grouped(value) {
  const [whole, fraction] = value.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction ? `.${fraction}` : "");
}

/** @param {Entity} entity */
function figureTable(entity) {
  const figures = figuresOf(entity.number);
  if (!figures.length) return null;
  return section(say("figuresTitle"), figures.length, el("table", {},
    el("thead", {}, el("tr", {}, ["counted", "value"].map((key) => el("th", { scope: "col" }, say(key))))),
    el("tbody", {}, figures.map((figure) => el("tr", {},
      el("th", { scope: "row" }, figure.article >= 0
        ? el("a", { href: linkToArticle(figure.article, figure.sentence), title: sentencesOf(figure.article)[figure.sentence].text }, isolated(figure.name || "—"))
        : isolated(figure.name || "—")),
      el("td", { class: "value", title: `${say("printed")} ${figure.printed}` },
        figure.approximate && el("abbr", { title: say("about") }, "≈ "), el("b", {}, grouped(figure.value)), " ", isolated(figure.unit)))))));
}

/** What happened when: facts that tell a time. @param {Entity} entity */
function timeLine(entity) {
  const dated = entity.facts.filter(factPasses).flatMap((fact) => {
    const claim = claimsOf(fact).find((c) => c.start || c.end);
    return claim ? [{ fact, when: claim.start || claim.end, until: claim.start && claim.end !== claim.start ? claim.end : "" }] : [];
  }).sort((a, b) => (a.when < b.when ? -1 : a.when > b.when ? 1 : a.fact.number - b.fact.number));
  if (!dated.length) return null;
  return section(say("timeline"), dated.length, el("ol", { class: "timeline" }, dated.map(({ fact, when, until }) => el("li", { class: factState(fact) },
    el("time", {}, isolated(until ? `${when} – ${until}` : when)),
    el("span", {}, word(fact.subject === entity.number ? graph.relations[fact.relation].out : graph.relations[fact.relation].into), " ", entityLink(otherEnd(fact, entity.number)))))));
}

/** A box for the other end of a path. @param {Entity} entity @param {(hash: string) => void} go */
function pathTool(entity, go) {
  const box = /** @type {HTMLInputElement} */ (el("input", { type: "search", placeholder: say("pathSearch"), "aria-label": say("pathTo") }));
  const list = el("div", { id: "ends", class: "results", "aria-label": say("results"), hidden: true });
  new SearchBox(box, list, (to) => go(alsoHash({ tab: "graph", entity: entity.number, to, article: -1 })));
  return el("section", { class: "search path" }, el("h3", {}, say("pathTo")), box, list);
}

/** @param {number} number */
export function articleItem(number) {
  const { title, file, date } = articles[number];
  return el("li", { class: "article" },
    el("a", { href: linkToArticle(number) }, isolated(title || say("untitled"))),
    el("small", {}, isolated(file), date && [" · ", isolated(date)]));
}

/** @param {Entity} entity @param {(hash: string) => void} go */
export function entityCard(entity, go) {
  const places = whereabouts(entity.number);
  const kind = graph.kinds[entity.kind];
  const aliases = aliasesOf(entity.number);
  const figures = figuresOf(entity.number).length;
  const named = mentionsOf(entity.number);
  return [
    el("div", { class: "head", hue: entity.type },
      el("p", { class: "kind" }, el("span", { class: "dot" + (entity.named ? "" : " hollow") }),
        el("span", { title: otherWord(graph.typeWords[entity.type]) }, word(graph.typeWords[entity.type])),
        kind.name && el("span", { title: otherWord(kind.pair) }, "· ", isolated(word(kind.pair))),
        closeButton()),
      el("h2", { tabindex: -1 }, isolated(entity.name)),
      aliases.length > 0 && el("p", { class: "aliases" }, el("span", {}, say("alias")), aliases.map((a) => el("bdi", { class: "alias" }, a))),
      places.length > 0 && el("p", { class: "places" }, places.flatMap((p, i) => [i > 0 && " › ", el("a", { href: linkTo(p) }, isolated(graph.entities[p].name))])),
      el("p", { class: "stats" }, [
        say("facts", entity.facts.length), figures ? say("figures", figures) : "", named.length ? say("named", named.length) : say("unnamed"),
      ].filter(Boolean).join(" · "))),
    factSections(entity),
    figureTable(entity),
    timeLine(entity),
    !entity.facts.length && !figures && el("p", { class: "empty" }, say("noFacts")),
    named.length > 0 && section(say("articlesTitle"), named.length, foldedList(named.map(articleItem))),
    pathTool(entity, go),
    el("p", { class: "iri" }, iriOf(entity.number)),
  ].flat();
}

/** Articles whose sentences the card of an entity quotes. @param {Entity} entity */
export function articlesBehind(entity) {
  return [...entity.facts.flatMap((f) => claimsOf(f).map((c) => c.article)), ...figuresOf(entity.number).map((f) => f.article)];
}
