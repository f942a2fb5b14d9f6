/** What is shown, as a table: facts or entities, with CSV to keep. */

import { entityLink, factBadges, factState } from "./card.js";
import { csv } from "./csv.js";
import { aliasesOf, articles, claimsOf, iriOf, loadSentences, mentionsOf, sentencesOf } from "./detail.js";
import { download, el, fill, isolated } from "./dom.js";
import { factPasses } from "./filters.js";
import { between, graph, whereabouts } from "./store.js";
import { known, say, word } from "./text.js";
import { alsoHash, linkToArticle, state } from "./view.js";

/** @typedef {import("./store.js").Fact} Fact */

const PAGE = 100;
/** Columns of numbers. */
const COUNTS = ["factCount", "mentions", "confidence"];

/** @param {Fact} fact */
function roles(fact) {
  return [...new Set(claimsOf(fact).flatMap((c) => [c.role && word(known(graph.roles, c.role)), c.title]).filter(Boolean))].join("、");
}

/** @param {number[]} members */
export function factsAmong(members) {
  return members.length === graph.entities.length ? graph.facts.filter(factPasses) : between(new Set(members), factPasses);
}

/** @param {number} n */
function kindOf(n) {
  const kind = graph.kinds[graph.entities[n].kind];
  return kind.name ? word(kind.pair) : "";
}

/** @param {string[]} headings keys of words @param {HTMLElement[]} rows @param {string} caption */
function table(headings, rows, caption) {
  const body = el("tbody", {}, rows);
  return { body, whole: el("table", { class: "wide" }, el("caption", {}, caption), el("thead", {}, el("tr", {}, headings.map((key) => el("th", { scope: "col", class: COUNTS.includes(key) ? "value" : "" }, say(key))))), body) };
}

/** @param {Fact} fact */
function factRow(fact) {
  const claim = claimsOf(fact).find((c) => c.article >= 0);
  return el("tr", { class: factState(fact) },
    el("td", {}, entityLink(fact.subject)),
    el("td", { class: "short" }, word(graph.relations[fact.relation].pair)),
    el("td", {}, entityLink(fact.object)),
    el("td", { class: roles(fact).length < 6 ? "short" : "" }, isolated(roles(fact))),
    el("td", {}, factBadges(fact)),
    el("td", { class: "value" }, claim ? (fact.confidence / 100).toFixed(2) : ""),
    el("td", {}, claim && el("a", { href: linkToArticle(claim.article, claim.sentence), title: say("toArticle") }, isolated(articles[claim.article].title || say("untitled")))));
}

/** @param {number} n */
function entityRow(n) {
  const entity = graph.entities[n];
  return el("tr", {},
    el("td", {}, entityLink(n)),
    el("td", { class: "short" }, word(graph.typeWords[entity.type])),
    el("td", { class: "short" }, isolated(kindOf(n))),
    el("td", {}, isolated(whereabouts(n).map((p) => graph.entities[p].name).slice(0, 2).join(" · ") || (graph.provinces[entity.province] ?? ""))),
    el("td", { class: "value" }, entity.facts.length),
    el("td", { class: "value" }, entity.named));
}

/** @param {HTMLElement} box @param {number[]} members entities shown */
export function showTable(box, members) {
  const entities = state.view.rows === "entities";
  const facts = entities ? [] : factsAmong(members);
  const count = entities ? members.length : facts.length;
  const headings = entities ? ["name", "type", "kindFilter", "where", "factCount", "mentions"] : ["subject", "relation", "object", "role", "state", "confidence", "article"];
  const rows = (/** @type {number} */ from, /** @type {number} */ to) => (entities ? members.slice(from, to).map(entityRow) : facts.slice(from, to).map(factRow));
  const { body, whole } = table(headings, rows(0, PAGE), say("rowsOf", count));
  let shown = Math.min(PAGE, count);
  const more = el("button", { type: "button", class: "more", onclick: () => {
    body.append(...rows(shown, shown + PAGE * 5));
    shown = Math.min(shown + PAGE * 5, count);
    fill(more, say("moreRows", Math.min(PAGE * 5, count - shown)));
    more.hidden = shown >= count;
  } }, say("moreRows", Math.min(PAGE * 5, count - shown)));
  more.hidden = shown >= count;
  const choice = (/** @type {"facts" | "entities"} */ kind, /** @type {string} */ text) =>
    el("a", { href: "#" + alsoHash({ rows: kind }), "aria-current": state.view.rows === kind ? "true" : undefined }, say(text));
  fill(box, el("div", { class: "segments inline", role: "group" }, choice("facts", "rowsFacts"), choice("entities", "rowsEntities")), whole, more);
}

/** The table as a file, all rows of it, with the sentences. @param {number[]} members */
export async function saveTable(members) {
  if (state.view.rows === "entities") {
    const rows = members.map((n) => {
      const { name, type, facts, province } = graph.entities[n];
      return [name, aliasesOf(n).join("|"), word(graph.typeWords[type]), kindOf(n), whereabouts(n).map((p) => graph.entities[p].name).join("|") || (graph.provinces[province] ?? ""), facts.length, mentionsOf(n).length, iriOf(n)];
    });
    return download("unionkg-entities.csv", csv([["name", "alias", "type", "kindFilter", "where", "factCount", "mentions"].map((k) => say(k)).concat("IRI"), ...rows]), "text/csv;charset=utf-8");
  }
  const facts = factsAmong(members);
  await loadSentences(facts.flatMap((f) => claimsOf(f).map((c) => c.article)));
  const rows = facts.map((fact) => {
    const claim = claimsOf(fact).find((c) => c.article >= 0);
    const sentence = claim && sentencesOf(claim.article)[claim.sentence];
    const article = claim && articles[claim.article];
    return [
      graph.entities[fact.subject].name, word(graph.relations[fact.relation].pair), graph.entities[fact.object].name, roles(fact),
      ["planned", "inferred", "doubtful"].filter((s) => fact[/** @type {"planned"} */ (s)]).map((s) => say(s)).join("|"), fact.confidence / 100,
      sentence?.text ?? "", article?.title ?? "", article?.file ?? "", sentence?.start ?? "", sentence?.end ?? "", iriOf(fact.subject), iriOf(fact.object),
    ];
  });
  const headings = ["subject", "relation", "object", "role", "state", "confidence", "sentence", "headline", "file", "fromAt", "toAt"].map((k) => say(k));
  download("unionkg-facts.csv", csv([[...headings, "subject IRI", "object IRI"], ...rows]), "text/csv;charset=utf-8");
}
