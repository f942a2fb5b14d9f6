import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { around, between, fillGraph, graph, pathBetween, whereabouts } from "../src/store.js";

const yes = () => true;

/** @param {[string, number][]} entities (name, type) @param {[number, number, number][]} facts (from, relation, to) */
function fill(entities, facts) {
  const zeros = entities.map(() => 0);
  fillGraph({
    id: "x/", types: [["Union", "工会", "Union"], ["Place", "地方", "Place"]], kinds: [["", "", ""]], roles: {}, provinces: [], communities: [],
    relations: [["runs", ..."abcdef"], ["locatedIn", ..."abcdef"], ["partOf", ..."abcdef"]], periods: [["", ""]], articles: 0, questions: 0, start: -1, doubtful: 50,
    drawing: { size: zeros, options: {}, province: { x: zeros, y: zeros, islands: [] }, community: { x: zeros, y: zeros, islands: [] } },
    entities: { type: entities.map(([, t]) => t), name: entities.map(([n]) => n), kind: zeros, named: zeros, province: zeros, community: zeros },
    facts: { from: facts.map((f) => f[0]), relation: facts.map((f) => f[1]), to: facts.map((f) => f[2]), confidence: facts.map(() => 90), flags: facts.map(() => 0), period: facts.map(() => 0) },
  });
}

beforeEach(() => {
  // 0 – 1 – 2 – 3 by facts; 0 and 3 both lie in the place 4, which lies in 5
  fill([["a", 0], ["b", 0], ["c", 0], ["d", 0], ["市", 1], ["省", 1]], [[0, 0, 1], [1, 0, 2], [2, 0, 3], [0, 1, 4], [3, 1, 4], [4, 2, 5]]);
});

test("facts know both ends", () => {
  assert.equal(graph.entities[1].facts.length, 2);
  assert.deepEqual(between(new Set([0, 1, 4]), yes).map((f) => [f.subject, f.object]), [[0, 1], [0, 4]]);
});

test("a neighbourhood grows by hops and stops at its limit", () => {
  assert.deepEqual(around(0, 1, 9, yes, yes).chosen.sort(), [0, 1, 4]);
  assert.deepEqual(around(0, 2, 9, yes, yes).chosen.sort(), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(around(0, 1, 2, yes, yes), { chosen: [0, 1], left: 1 });
});

test("a path prefers facts between organisations to a place that both lie in", () => {
  assert.deepEqual(pathBetween(0, 3, yes, yes)?.map((f) => f.number), [0, 1, 2]);
  assert.deepEqual(pathBetween(0, 3, yes, (f) => f.number !== 1)?.map((f) => f.number), [3, 4]);
  assert.deepEqual(pathBetween(0, 5, yes, yes)?.map((f) => f.number), [3, 5]);
});

test("no path is no path, and none is needed to oneself", () => {
  assert.equal(pathBetween(0, 3, (e) => e.type !== "Place", (f) => f.number !== 1), null);
  assert.deepEqual(pathBetween(2, 2, yes, yes), []);
});

test("whereabouts go up, nearest first, and end", () => {
  assert.deepEqual(whereabouts(0), [4, 5]);
  fill([["甲", 1], ["乙", 1]], [[0, 2, 1], [1, 2, 0]]);
  assert.deepEqual(whereabouts(0), [1]);
});
