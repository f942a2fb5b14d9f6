import assert from "node:assert/strict";
import { test } from "node:test";
import { Index, folded, nameScore, pinyinScore, readingsOf, spelt } from "../src/search.js";

/** @type {[string, string][]} */
const TABLE = [["san", "三"], ["ya", "亚"], ["shi", "市"], ["zong", "总"], ["gong", "工"], ["hui", "会"], ["chang", "长"], ["zhang", "长"], ["chun", "春"], ["an", "安"], ["xi", "西"], ["xian", "先"]];
const readings = readingsOf(TABLE);
const score = (/** @type {string} */ name, /** @type {string} */ query) => pinyinScore([...name], query, readings);

test("spellings of a name fold into one", () => {
  assert.equal(folded(" “慧协商” ＡＢ平台"), "慧协商ab平台");
});

test("a name scores more the more of it is typed, and from the front", () => {
  assert.ok(nameScore("三亚市总工会", "三亚市总工会") > nameScore("三亚市总工会", "三亚"));
  assert.ok(nameScore("三亚市总工会", "三亚") > nameScore("三亚市总工会", "工会"));
  assert.ok(nameScore("三亚市总工会", "三总会") > 0, "an abbreviation of three characters in order");
  assert.equal(nameScore("三亚市总工会", "会总三"), 0);
});

test("initials, syllables and mixtures spell a name", () => {
  for (const query of ["sysz", "sanyashizong", "sanysz", "syashizong", "sanyashizo"]) assert.equal(score("三亚市总", query), 75, query);
  for (const query of ["sy", "sany", "sanya"]) assert.ok(score("三亚市总", query) > 40, query);
  assert.equal(score("三亚市总", "syx"), 0);
  assert.equal(score("三亚市总", "ysanya"), 0);
});

test("a character with two readings is found by both, and zh by its two letters", () => {
  assert.ok(score("长春", "changchun") && score("长春", "zhangchun") && score("长春", "zhch") && score("长春", "cc"));
});

test("a syllable that could be cut in two ways is cut in the way that fits", () => {
  assert.ok(score("西安", "xian"));
  assert.ok(score("先", "xian"));
  assert.equal(spelt([..."西安"], 0, "xian", 0, readings), 2);
});

test("inside a name only longer queries count", () => {
  assert.equal(score("三亚市总工会", "gh"), 0);
  assert.ok(score("三亚市总工会", "szgh") > 0);
});

test("hits come best first, each entity once, by its best name", () => {
  const index = new Index([
    { entity: 0, name: "三亚市总工会", first: true }, { entity: 0, name: "三亚市总", first: false },
    { entity: 1, name: "三亚市", first: true }, { entity: 2, name: "长春市总工会", first: true },
  ], TABLE);
  assert.deepEqual(index.find("三亚市").map((h) => h.entity), [1, 0]);
  assert.deepEqual(index.find("sysz").map((h) => [h.entity, h.name]), [[0, "三亚市总"]]);
  assert.deepEqual(index.find("  "), []);
  assert.deepEqual(index.find("总工会").map((h) => h.entity).sort(), [0, 2]);
});
