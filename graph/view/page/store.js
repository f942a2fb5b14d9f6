/** The graph: tables as embedded in the page, turned into objects, and what is chosen from it to be drawn. */

/**
 * @typedef {{evidence: number, confidence: number, rule: string, planned: boolean, inferred: boolean,
 *   role: string, title: string, start: string, end: string}} Claim
 * @typedef {{number: number, subject: number, object: number, relation: number, claims: Claim[], confidence: number,
 *   planned: boolean, inferred: boolean, doubtful: boolean}} Fact
 * @typedef {{name: string, value: string, unit: string, printed: string, approximate: boolean, evidence: number}} Figure
 * @typedef {{number: number, type: string, iri: string, name: string, aliases: string[], kind: string, province: number,
 *   articles: number[], figures: Figure[], facts: Fact[], x: number, y: number, size: number}} Entity
 * @typedef {{id: string, title: string, file: string, date: string, section: string}} Article
 * @typedef {{name: string, pair: string[], out: string[], into: string[]}} Relation
 * @typedef {{article: number, exact: string, start: number, end: number}} Evidence
 * @typedef {{types: Set<string>, relations: Set<number>, province: number, inferred: boolean}} Filters
 */

/** @param {string} id */
function embedded(id) {
  return JSON.parse(byId(id).textContent || "null");
}

const raw = embedded("graph-data");
/** @type {{id: number, x: number, y: number, size: number}[]} */
const drawnNodes = embedded("graph-nodes");
/** @type {{id: number, from: number, to: number}[]} */
const drawnEdges = embedded("graph-edges");

/** @type {[string, string[]][]} */
const types = raw.types.map((/** @type {string[]} */ t) => [t[0], [t[1], t[2]]]);
/** @type {Record<string, string[]>} */
const typeWords = Object.fromEntries(types);
/** @type {Relation[]} */
const relations = raw.relations.map((/** @type {string[]} */ r) => ({
  name: r[0], pair: [r[1], r[2]], out: [r[3], r[4]], into: [r[5], r[6]],
}));
/** @type {Article[]} */
const articles = raw.articles.map((/** @type {string[]} */ [id, title, file, date, section]) => ({ id, title, file, date, section }));
/** @type {Evidence[]} */
const evidence = raw.evidence.map((/** @type {any[]} */ [article, exact, start, end]) => ({ article, exact, start, end }));

/** @type {Entity[]} the most telling first: the number is the rank */
const entities = raw.entities.map((/** @type {any[]} */ row, /** @type {number} */ number) => ({
  number,
  type: types[row[0]][0],
  iri: raw.id + row[1].replace(/[^\x00-\x7f]+/g, encodeURIComponent),
  name: row[2],
  aliases: row[3],
  kind: row[4],
  province: row[5],
  articles: row[6],
  figures: row[7].map((/** @type {any[]} */ [name, value, unit, printed, approximate, from]) => ({
    name, value, unit, printed, approximate: Boolean(approximate), evidence: from,
  })),
  facts: [],
  x: drawnNodes[number].x,
  y: drawnNodes[number].y,
  size: drawnNodes[number].size,
}));

/** @type {Fact[]} */
const facts = raw.facts.map((/** @type {any[]} */ [relation, ...rows], /** @type {number} */ number) => {
  /** @type {Claim[]} */
  const claims = rows.map(([from, confidence, rule, flags, role = "", title = "", start = "", end = ""]) => ({
    evidence: from, confidence, rule: raw.rules[rule], planned: Boolean(flags & 1), inferred: Boolean(flags & 2), role, title, start, end,
  }));
  const confidence = claims.length ? Math.max(...claims.map((c) => c.confidence)) : 100;
  const fact = {
    number, relation, claims, confidence,
    subject: drawnEdges[number].from,
    object: drawnEdges[number].to,
    planned: claims.length > 0 && claims.every((c) => c.planned),
    inferred: claims.every((c) => c.inferred),
    doubtful: confidence < raw.doubtful,
  };
  entities[fact.subject].facts.push(fact);
  if (fact.object !== fact.subject) entities[fact.object].facts.push(fact);
  return fact;
});

const numberByIri = new Map(entities.map((e) => [e.iri, e.number]));
const numberByArticle = new Map(articles.map((a, i) => [a.id, i]));

/** @type {Filters} what is switched off (types, relations) or narrowed (province, inferred) */
const filters = { types: new Set(), relations: new Set(), province: -1, inferred: true };

/** @param {Fact} fact @param {number} entity */
function otherEnd(fact, entity) {
  return fact.subject === entity ? fact.object : fact.subject;
}

/** @param {Entity} entity */
function passes(entity) {
  return !filters.types.has(entity.type) && (filters.province < 0 || entity.province === filters.province);
}

/** @param {Fact} fact */
function factPasses(fact) {
  return !filters.relations.has(fact.relation) && (filters.inferred || !fact.inferred);
}

function filtered() {
  return filters.types.size > 0 || filters.relations.size > 0 || filters.province >= 0 || !filters.inferred;
}

/** Entities of the overview: the `count` best connected that pass the filters. @param {number} count */
function best(count) {
  const chosen = [];
  for (const entity of entities) {
    if (chosen.length >= count) break;
    if (passes(entity)) chosen.push(entity.number);
  }
  return chosen;
}

/**
 * What lies within `hops` of an entity, nearest and best connected first, at most `limit`.
 * @param {number} root
 * @param {number} hops
 * @param {number} limit
 * @returns {{chosen: number[], left: number}}
 */
function around(root, hops, limit) {
  const seen = new Set([root]);
  let ring = [root];
  let left = 0;
  for (let hop = 0; hop < hops; hop++) {
    // Each node of the ring in turn gives its best neighbour, so that no hub takes all the room.
    const offers = ring.map((n) =>
      [...new Set(entities[n].facts.filter(factPasses).map((f) => otherEnd(f, n)))]
        .filter((m) => !seen.has(m) && passes(entities[m]))
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

/** Facts with both ends in `chosen` that pass the filters. @param {Set<number>} chosen */
function between(chosen) {
  return facts.filter((f) => chosen.has(f.subject) && chosen.has(f.object) && f.subject !== f.object && factPasses(f));
}

/** Where something is: the places that it or its place lies in, nearest first. @param {number} entity */
function whereabouts(entity) {
  /** @type {number[]} */
  const chain = [];
  let at = entity;
  for (;;) {
    const wanted = entities[at].type === "Place" ? "partOf" : "locatedIn";
    const options = entities[at].facts
      .filter((f) => f.subject === at && relations[f.relation].name === wanted && entities[f.object].type === "Place")
      .sort((a, b) => Number(a.inferred) - Number(b.inferred) || b.confidence - a.confidence || a.object - b.object);
    const next = options.map((f) => f.object).find((n) => n !== entity && !chain.includes(n));
    if (next === undefined) return chain;
    chain.push(next);
    at = next;
  }
}
