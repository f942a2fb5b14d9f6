import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces, reading } from "../src/article.js";
import { grouped } from "../src/card.js";
import { cell, csv } from "../src/csv.js";
import { shortName } from "../src/labels.js";
import { fitting } from "../src/picture.js";
import { faded } from "../src/sigmapicture.js";
import { TEXT, say, speech } from "../src/text.js";
import { years } from "../src/timeline.js";
import { fields } from "../src/view.js";

test("every word of the interface is there in both languages, with the same blanks", () => {
  for (const [key, pair] of Object.entries(TEXT)) {
    assert.equal(pair.length, 2, key);
    const blanks = pair.map((text) => text.split("|")[0].split("%").length);
    if (key !== "drawn") assert.ok(pair[0] && pair[1] && blanks[0] === blanks[1], key);
  }
});

test("one is told from many", () => {
  speech.language = 1;
  assert.equal(say("facts", 1), "1 fact");
  assert.equal(say("facts", 1200), "1,200 facts");
  speech.language = 0;
});

test("cells that a spreadsheet would run are guarded, numbers are not", () => {
  for (const bad of ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"]) assert.ok(cell(bad).replace(/^"/, "").startsWith("'"), JSON.stringify(bad));
  for (const fine of ["三亚市总工会", "-5", "-1,200.5", "12.5"]) assert.equal(cell(fine).replace(/^"|"$/g, ""), fine);
  assert.equal(cell(-3), "-3");
  assert.equal(cell('say "hi", twice\n'), '"say ""hi"", twice\n"');
  assert.equal(csv([["名称"], ["甲"]]), "\ufeff名称\r\n甲\r\n");
});

test("figures are grouped however long", () => {
  assert.equal(grouped("15880000"), "15,880,000");
  assert.equal(grouped("1234567.25"), "1,234,567.25");
  assert.equal(grouped("-100"), "-100");
});

test("a long name keeps its beginning and its end, and no character is cut", () => {
  assert.equal(shortName("体现新质生产力的劳动技能竞赛", 9), "体现新质生…能竞赛");
  assert.equal([...shortName("𠮷".repeat(20), 9)].length, 9);
});

test("names in a sentence become pieces, the longer one first", () => {
  const names = [{ name: "三亚市总工会", entity: 1 }, { name: "三亚市", entity: 2 }];
  assert.deepEqual(pieces("三亚市总工会在三亚市。", names), [
    { text: "三亚市总工会", entity: 1 }, { text: "在", entity: -1 }, { text: "三亚市", entity: 2 }, { text: "。", entity: -1 },
  ]);
});

test("a sentence inside another is not read twice, unless it is the one asked for", () => {
  const sentences = [{ start: 0, end: 20, text: "" }, { start: 5, end: 20, text: "" }, { start: 20, end: 30, text: "" }];
  assert.deepEqual(reading(sentences, -1), [0, 2]);
  assert.deepEqual(reading(sentences, 1), [0, 1, 2]);
});

test("dates become stretches of years", () => {
  assert.deepEqual(years("2023"), [2023, 2024]);
  assert.deepEqual(years("2023-07")?.map((y) => Math.round(y * 100) / 100), [2023.5, 2023.58]);
  for (const bad of ["", "去年", "2023-13", "2023-1", "20230101"]) assert.equal(years(bad), null, bad);
});

test("a fragment is read even where it is broken", () => {
  assert.deepEqual({ ...fields("#v=map&e=%E0%A4%A&__proto__=1&x") }, { v: "map", e: "%E0%A4%A", "raw-e": "%E0%A4%A", ["__proto__"]: "1" });
});

test("what is shown fits its window", () => {
  const { x, y, scale } = fitting([{ x: 0, y: 0, radius: 10 }, { x: 100, y: 40, radius: 10 }], 264, 240, 10);
  assert.deepEqual([x, y, scale], [50, 20, 2]);
});

test("a faded colour lies between itself and the ground", () => {
  assert.equal(faded("#000000", "#ffffff", 0.5), "#808080");
});
