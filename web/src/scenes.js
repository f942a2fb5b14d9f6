/** What is drawn for a view: the overview, its groups, a neighbourhood, an article, a path. */

import { claimsOf, namedIn } from "./detail.js";
import { factPasses, passes } from "./filters.js";
import { star } from "./star.js";
import { around, between, graph, otherEnd, pathBetween } from "./store.js";
import { known, say, word } from "./text.js";

/**
 * @typedef {import("./store.js").Fact} Fact
 * @typedef {import("./view.js").View} View
 * @typedef {import("./picture.js").Scene} Scene
 * @typedef {import("./picture.js").Spot} Spot
 * @typedef {import("./picture.js").Link} Link
 */

const NEAR = [90, 150];
/** Neighbourhoods up to this size have words on their lines. */
const WORDY = 60;

/** The scene of a view, and how many neighbours are left out. @param {View} view @param {number} stretch width over height @returns {Scene & {left: number}} */
export function sceneOf(view, stretch) {
  if (view.entity >= 0 && view.to >= 0) return { ...path(view.entity, view.to), left: 0 };
  if (view.entity >= 0 && view.article < 0) {
    const { chosen, left } = around(view.entity, view.hops, NEAR[view.hops - 1], passes, factPasses);
    return { ...ring(view.entity, chosen, stretch), left };
  }
  if (view.article >= 0) {
    const chosen = namedIn(view.article).filter((n) => passes(graph.entities[n])).slice(0, NEAR[1]);
    return { ...(chosen.length ? ring(chosen.includes(view.entity) ? view.entity : chosen[0], chosen, stretch) : nothing()), left: 0 };
  }
  if (view.inside !== null) {
    const of = groupOf(view.grouping), inside = view.inside;
    const chosen = best(view.amount === "groups" ? 400 : view.amount, (n) => of(n) === inside);
    return { ...overview(chosen, view.grouping, inside), left: 0 };
  }
  if (view.amount === "groups") return { ...groups(view.grouping), left: 0 };
  return { ...overview(best(view.amount, () => true), view.grouping, null), left: 0 };
}

/** @returns {Scene} */
function nothing() {
  return { kind: "star", spots: [], links: [], islands: [], root: -1, members: [] };
}

/** @param {import("./store.js").Grouping} grouping @returns {(n: number) => number} */
export function groupOf(grouping) {
  return (n) => graph.entities[n][grouping];
}

/** What a group is called. @param {import("./store.js").Grouping} grouping @param {number} group */
export function groupTitle(grouping, group) {
  if (group < 0) return say(grouping === "province" ? "nationwide" : "others");
  return grouping === "province" ? graph.provinces[group] : graph.entities[graph.communities[group]].name;
}

/** The `count` most telling entities that pass. @param {number} count @param {(n: number) => boolean} also */
function best(count, also) {
  const chosen = [];
  for (const entity of graph.entities) {
    if (chosen.length >= count) break;
    if (passes(entity) && also(entity.number)) chosen.push(entity.number);
  }
  return chosen;
}

/** @param {number} n @param {number} x @param {number} y @param {number} size @param {number | null} [angle] @returns {Spot} */
function spot(n, x, y, size, angle = null) {
  const { type, name, named } = graph.entities[n];
  return { id: n, x, y, size, type, hollow: !named, name, angle };
}

/** Words on a line: the roles, where claims tell them, else the relation. @param {Fact} fact */
function linkWords(fact) {
  const roles = claimsOf(fact).filter((c) => c.role).map((c) => word(known(graph.roles, c.role)));
  return roles.length ? roles : [word(graph.relations[fact.relation].pair)];
}

/**
 * One line per pair: several facts between two entities would hide each other.
 * @param {Fact[]} facts
 * @param {number} root
 * @param {(n: number) => boolean} wordy
 * @param {(a: number, b: number) => boolean} far
 * @returns {Link[]}
 */
function lines(facts, root, wordy, far) {
  /** @type {Map<number, Fact[]>} */
  const pairs = new Map();
  const all = graph.entities.length;
  for (const fact of facts) {
    const key = Math.min(fact.subject, fact.object) * all + Math.max(fact.subject, fact.object);
    const list = pairs.get(key);
    if (list) list.push(fact);
    else pairs.set(key, [fact]);
  }
  return [...pairs].map(([id, list]) => {
    const [first] = list;
    const ofRoot = first.subject === root || first.object === root;
    const oneWay = list.every((f) => f.subject === first.subject && graph.relations[f.relation].name !== "partnerOf");
    const named = wordy(first.subject) && wordy(first.object) && (root < 0 || ofRoot);
    return {
      id, from: first.subject, to: first.object, width: ofRoot ? 1.5 : root >= 0 ? 1 : 1.4,
      dash: list.every((f) => f.planned) ? "planned" : list.every((f) => f.inferred) ? "inferred" : "",
      opacity: list.every((f) => f.doubtful) ? 0.3 : ofRoot ? 0.95 : root >= 0 || far(first.subject, first.object) ? 0.32 : 0.85,
      arrow: (ofRoot || named) && oneWay,
      words: named ? [...new Set(list.flatMap(linkWords))].join("·") : "",
    };
  });
}

/** @param {number[]} chosen @param {import("./store.js").Grouping} grouping @param {number | null} inside @returns {Scene} */
function overview(chosen, grouping, inside) {
  const { x, y, islands } = graph.arrangement[grouping];
  const of = groupOf(grouping);
  const present = new Set(chosen.map(of));
  const shown = new Set(chosen);
  // A community bears the name of its leader, whose own name stands in the picture already.
  const titled = (/** @type {number} */ group) => group < 0 || grouping === "province" || !shown.has(graph.communities[group]);
  const leaders = new Set(grouping === "community" ? graph.communities : []);
  return {
    kind: "overview", root: -1, members: chosen,
    spots: chosen.map((n) => ({ ...spot(n, x[n], y[n], graph.entities[n].size), leads: leaders.has(n) })),
    links: lines(between(shown, factPasses), -1, () => false, (a, b) => of(a) !== of(b)),
    islands: islands.filter(([group]) => present.has(group) && (inside === null || group === inside) && (islands.length > 1 || group >= 0))
      .map(([group, ix, iy, radius]) => ({ group, title: titled(group) ? groupTitle(grouping, group) : "", x: ix, y: iy, radius })),
  };
}

/** One spot per province or community, with lines as strong as what goes between them. @param {import("./store.js").Grouping} grouping @returns {Scene} */
function groups(grouping) {
  const of = groupOf(grouping);
  /** @type {Map<number, Map<string, number>>} */
  const shares = new Map();
  /** @type {number[]} */
  const members = [];
  for (const entity of graph.entities) {
    if (!passes(entity)) continue;
    members.push(entity.number);
    const group = of(entity.number);
    const counts = shares.get(group) ?? new Map();
    counts.set(entity.type, (counts.get(entity.type) ?? 0) + 1);
    shares.set(group, counts);
  }
  /** @type {Map<string, number>} */
  const between_ = new Map();
  for (const fact of graph.facts) {
    const a = of(fact.subject), b = of(fact.object);
    if (a === b || !factPasses(fact) || !passes(graph.entities[fact.subject]) || !passes(graph.entities[fact.object])) continue;
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    between_.set(key, (between_.get(key) ?? 0) + 1);
  }
  const order = new Map(graph.types.map(([type], i) => [type, i]));
  const most = Math.max(...between_.values(), 1);
  const islands = graph.arrangement[grouping].islands.filter(([group]) => shares.has(group));
  const spots = islands.map(([group, x, y, radius]) => {
    const counts = [...(shares.get(group) ?? [])].sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    const total = counts.reduce((sum, [, n]) => sum + n, 0);
    return /** @type {Spot} */ ({
      id: group + 1, x, y, size: radius * 0.62, type: counts[0][0], hollow: false, angle: null, shares: counts,
      name: `${groupTitle(grouping, group)} ${total.toLocaleString("en-US")}`,
    });
  });
  const links = [...between_].map(([key, count], id) => {
    const [a, b] = key.split(" ").map(Number);
    const strength = Math.sqrt(count / most);
    return /** @type {Link} */ ({ id, from: a + 1, to: b + 1, width: 1 + 7 * strength, dash: "", opacity: 0.25 + 0.4 * strength, arrow: false, words: "" });
  });
  return { kind: "groups", root: -1, members, spots: spots.sort((a, b) => b.size - a.size), links, islands: [] };
}

/** @param {number} root @param {number[]} chosen @param {number} stretch @returns {Scene} */
function ring(root, chosen, stretch) {
  const links = between(new Set(chosen), factPasses);
  const at = star(root, chosen, links, stretch);
  const few = chosen.length <= WORDY;
  return {
    kind: "star", root, members: chosen, islands: [],
    spots: chosen.map((n) => {
      const point = /** @type {import("./star.js").Point} */ (at.get(n));
      return spot(n, point.x, point.y, Math.min(graph.entities[n].size, n === root ? 16 : 11), point.angle);
    }),
    links: lines(links, root, () => few, () => false),
  };
}

/** The facts that lead from one entity to another. @param {number} from @param {number} to */
export function pathFacts(from, to) {
  return pathBetween(from, to, passes, factPasses);
}

/** @param {number} from @param {number} to @returns {Scene} */
function path(from, to) {
  const facts = pathFacts(from, to);
  if (!facts) return { ...nothing(), members: [from, to], spots: [spot(from, -160, 0, 12), spot(to, 160, 0, 12)], kind: "path" };
  const nodes = [from];
  for (const fact of facts) nodes.push(otherEnd(fact, nodes[nodes.length - 1]));
  return {
    kind: "path", root: -1, members: nodes, islands: [],
    // A gentle zigzag leaves room for names below and words on the lines.
    spots: nodes.map((n, i) => spot(n, i * 190, i % 2 ? -46 : 46, n === from || n === to ? 14 : 11)),
    links: lines(facts, -1, () => true, () => false),
  };
}
