/** What stands beside the picture when no entity is selected: the start, a spot of the map, a path, an unknown link. */

import { articleItem, closeButton, entityLink, factItem, foldedList, section } from "./card.js";
import { articles } from "./detail.js";
import { el, isolated } from "./dom.js";
import { graph, otherEnd, whereabouts } from "./store.js";
import { say, word } from "./text.js";

/** @param {number[]} numbers */
export function entityList(numbers) {
  return el("ul", { class: "plain" }, numbers.map((n) => el("li", {}, entityLink(n),
    el("small", {}, whereabouts(n).map((p) => graph.entities[p].name)[0]))));
}

export function startCard() {
  if (!graph.entities.length) return [el("div", { class: "head" }, el("h2", {}, say("emptyGraph")), el("p", {}, say("emptyGraphHint")))];
  const top = (/** @type {string} */ type) => graph.entities.filter((e) => e.type === type && e.named).slice(0, 7).map((e) => e.number);
  /** @param {string} title @param {string} type */
  const group = (title, type) => top(type).length > 0 && el("section", {}, el("h3", {}, say(title)), entityList(top(type)));
  return [
    el("div", { class: "head" }, el("h2", { tabindex: -1 }, say("startTitle")), el("p", { class: "hint" }, say("startHint"))),
    group("startPrograms", "Program"),
    group("startUnions", "Union"),
    articles.length > 0 && section(say("startArticles"), articles.length, foldedList(articles.slice(0, 300).map((_, i) => articleItem(i)))),
  ];
}

export function unknownCard() {
  return [el("div", { class: "head" }, el("p", { class: "kind" }, closeButton()), el("h2", { tabindex: -1 }, say("unknown")), el("p", { class: "hint" }, say("startHint")))];
}

/** @param {string} title @param {number[]} members unions and programmes of one spot of the map */
export function spotCard(title, members) {
  return [
    el("div", { class: "head" }, el("p", { class: "kind" }, say("mapTab"), closeButton()), el("h2", { tabindex: -1 }, isolated(title)),
      el("p", { class: "stats" }, say("members", members.length))),
    ["Union", "Program"].map((type) => {
      const list = members.filter((n) => graph.entities[n].type === type);
      return list.length > 0 && section(word(graph.typeWords[type]), list.length, foldedList(list.map((n) => el("li", { class: "article" }, entityLink(n)))));
    }),
  ].flat();
}

/** @param {number} from @param {number} to @param {import("./store.js").Fact[] | null} facts */
export function pathCard(from, to, facts) {
  const ends = el("h2", { tabindex: -1 }, isolated(graph.entities[from].name), " → ", isolated(graph.entities[to].name));
  const head = el("div", { class: "head" }, el("p", { class: "kind" }, say("path"), closeButton()), ends,
    el("p", { class: "stats" }, facts ? say("pathSteps", facts.length) : say("noPath")),
    el("p", { class: "chips" }, entityLink(from), entityLink(to)));
  if (!facts) return [head];
  let at = from;
  return [head, el("section", {}, el("ol", { class: "facts" }, facts.map((fact) => {
    const here = at;
    at = otherEnd(fact, at);
    const relation = graph.relations[fact.relation];
    return factItem(fact, entityLink(here), el("span", { class: "via" }, word(fact.subject === here ? relation.out : relation.into)), entityLink(at));
  })))];
}
