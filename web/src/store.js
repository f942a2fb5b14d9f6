/** The graph: columns as embedded in the page, turned into objects, and walks over them. */

/**
 * @typedef {{number: number, subject: number, object: number, relation: number, confidence: number,
 *   planned: boolean, inferred: boolean, doubtful: boolean, period: number}} Fact
 * @typedef {{number: number, type: string, name: string, kind: number, named: number, province: number, community: number,
 *   size: number, facts: Fact[]}} Entity
 * @typedef {{name: string, pair: string[], out: string[], into: string[]}} Relation
 * @typedef {"province" | "community"} Grouping
 * @typedef {{x: number[], y: number[], islands: number[][]}} Arrangement
 */

export const graph = {
  id: "",
  /** @type {[string, string[]][]} */
  types: [],
  /** @type {Record<string, string[]>} */
  typeWords: {},
  /** @type {Relation[]} */
  relations: [],
  /** @type {{name: string, pair: string[]}[]} */
  kinds: [],
  /** @type {Record<string, string[]>} */
  roles: {},
  /** @type {string[]} */
  provinces: [],
  /** @type {number[]} the entity that gives each community its name */
  communities: [],
  /** @type {Entity[]} the most telling first: the number is the rank */
  entities: [],
  /** @type {Fact[]} */
  facts: [],
  /** @type {[string, string][]} issue dates of the first and last article that states a fact */
  periods: [],
  articles: 0,
  questions: 0,
  start: -1,
  /** @type {Record<Grouping, Arrangement>} */
  arrangement: { province: { x: [], y: [], islands: [] }, community: { x: [], y: [], islands: [] } },
  /** @type {any} options of vis-network */
  options: {},
};

/** @param {any} core */
export function fillGraph(core) {
  const { entities: e, facts: f, drawing } = core;
  graph.id = core.id;
  graph.types = core.types.map((/** @type {string[]} */ t) => [t[0], [t[1], t[2]]]);
  graph.typeWords = Object.fromEntries(graph.types);
  graph.relations = core.relations.map((/** @type {string[]} */ r) => ({ name: r[0], pair: [r[1], r[2]], out: [r[3], r[4]], into: [r[5], r[6]] }));
  graph.kinds = core.kinds.map((/** @type {string[]} */ k) => ({ name: k[0], pair: [k[1], k[2]] }));
  graph.roles = core.roles;
  graph.provinces = core.provinces;
  graph.communities = core.communities;
  graph.periods = core.periods;
  graph.articles = core.articles;
  graph.questions = core.questions;
  graph.start = core.start;
  graph.arrangement = { province: drawing.province, community: drawing.community };
  graph.options = drawing.options;
  graph.entities = e.name.map((/** @type {string} */ name, /** @type {number} */ i) => ({
    number: i, name, type: graph.types[e.type[i]][0], kind: e.kind[i], named: e.named[i], province: e.province[i],
    community: e.community[i], size: drawing.size[i], facts: [],
  }));
  graph.facts = f.relation.map((/** @type {number} */ relation, /** @type {number} */ i) => {
    const fact = {
      number: i, relation, subject: f.from[i], object: f.to[i], confidence: f.confidence[i], period: f.period[i],
      planned: Boolean(f.flags[i] & 1), inferred: Boolean(f.flags[i] & 2), doubtful: f.confidence[i] < core.doubtful,
    };
    graph.entities[fact.subject].facts.push(fact);
    if (fact.object !== fact.subject) graph.entities[fact.object].facts.push(fact);
    return fact;
  });
}

/** @param {Fact} fact @param {number} entity */
export function otherEnd(fact, entity) {
  return fact.subject === entity ? fact.object : fact.subject;
}

/** Where something is: the places that it or its place lies in, nearest first. @param {number} entity */
export function whereabouts(entity) {
  /** @type {number[]} */
  const chain = [];
  let at = entity;
  for (;;) {
    const wanted = graph.entities[at].type === "Place" ? "partOf" : "locatedIn";
    const options = graph.entities[at].facts
      .filter((f) => f.subject === at && graph.relations[f.relation].name === wanted && graph.entities[f.object].type === "Place")
      .sort((a, b) => Number(a.inferred) - Number(b.inferred) || b.confidence - a.confidence || a.object - b.object);
    const next = options.map((f) => f.object).find((n) => n !== entity && !chain.includes(n));
    if (next === undefined) return chain;
    chain.push(next);
    at = next;
  }
}

/**
 * @typedef {(entity: Entity) => boolean} EntityTest
 * @typedef {(fact: Fact) => boolean} FactTest
 */

/**
 * What lies within `hops` of an entity, nearest and best connected first, at most `limit`.
 * @param {number} root
 * @param {number} hops
 * @param {number} limit
 * @param {EntityTest} passes
 * @param {FactTest} factPasses
 * @returns {{chosen: number[], left: number}}
 */
export function around(root, hops, limit, passes, factPasses) {
  const seen = new Set([root]);
  let ring = [root];
  let left = 0;
  for (let hop = 0; hop < hops; hop++) {
    // Each node of the ring in turn gives its best neighbour, so that no hub takes all the room.
    const offers = ring.map((n) =>
      [...new Set(graph.entities[n].facts.filter(factPasses).map((f) => otherEnd(f, n)))]
        .filter((m) => !seen.has(m) && passes(graph.entities[m]))
        .sort((a, b) => a - b),
    );
    /** @type {number[]} */
    const next = [];
    for (let turn = 0; offers.some((o) => turn < o.length); turn++) {
      for (const offer of offers) {
        const m = offer[turn];
        if (m === undefined || seen.has(m)) continue;
        if (seen.size < limit) {
          seen.add(m);
          next.push(m);
        } else if (hop === 0) left++;
      }
    }
    ring = next;
  }
  return { chosen: [...seen], left };
}

/** Facts with both ends in `chosen` that pass. @param {Set<number>} chosen @param {FactTest} factPasses */
export function between(chosen, factPasses) {
  const few = chosen.size * 8 < graph.entities.length;
  const candidates = few ? [...chosen].flatMap((n) => graph.entities[n].facts.filter((f) => f.subject === n)) : graph.facts;
  return candidates.filter((f) => chosen.has(f.subject) && chosen.has(f.object) && f.subject !== f.object && factPasses(f));
}

const THROUGH_PLACE = 3;

/**
 * The shortest chain of facts from one entity to another; a place in between counts for more steps, since whatever lies in
 * the same province is near by it and has nothing to do with each other.
 * @param {number} from
 * @param {number} to
 * @param {EntityTest} passes
 * @param {FactTest} factPasses
 * @returns {Fact[] | null}
 */
export function pathBetween(from, to, passes, factPasses) {
  /** @type {Map<number, {cost: number, by: Fact | null}>} */
  const best = new Map([[from, { cost: 0, by: null }]]);
  /** @type {number[][]} nodes to visit, by cost */
  const queue = [[from]];
  for (let cost = 0; cost < queue.length; cost++) {
    for (const n of queue[cost] ?? []) {
      if (best.get(n)?.cost !== cost) continue;
      if (n === to) return chain(best, to);
      for (const fact of graph.entities[n].facts) {
        const m = otherEnd(fact, n);
        if (m === n || !factPasses(fact) || (m !== to && !passes(graph.entities[m]))) continue;
        const next = cost + (m !== to && graph.entities[m].type === "Place" ? THROUGH_PLACE : 1);
        const known = best.get(m);
        if (known && known.cost <= next) continue;
        best.set(m, { cost: next, by: fact });
        (queue[next] ??= []).push(m);
      }
    }
  }
  return null;
}

/** @param {Map<number, {cost: number, by: Fact | null}>} best @param {number} to */
function chain(best, to) {
  /** @type {Fact[]} */
  const facts = [];
  for (let at = to, fact = best.get(at)?.by; fact; fact = best.get(at)?.by) {
    facts.unshift(fact);
    at = otherEnd(fact, at);
  }
  return facts;
}
