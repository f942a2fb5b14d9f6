/** The named questions of the query library, with the answers that the build wrote down. */

import { readBlock } from "./blocks.js";
import { csv } from "./csv.js";
import { download, el, fill, isolated } from "./dom.js";
import { names } from "./searchbox.js";
import { folded } from "./search.js";
import { graph } from "./store.js";
import { COLUMNS, known, say, word } from "./text.js";
import { alsoHash, linkTo, state } from "./view.js";

/** @typedef {{name: string, title: string[], blanks: string[][], columns: string[], rows: string[][], count: number}} Answer */

/** @type {Map<string, number> | null} first name → the most telling entity that bears it */
let byName = null;

/** @returns {Promise<Answer[]>} */
async function answers() {
  if (!byName) {
    byName = new Map();
    for (const { name, entity } of (await names()).names) if (!byName.has(name)) byName.set(name, entity);
  }
  return readBlock("answers");
}

/** Words of the vocabulary that answers hold as they stand in the graph. @param {string} column @param {string} text */
function spoken(column, text) {
  if (column === "kind") return word(graph.kinds.find((k) => k.name === text)?.pair ?? [text, text]);
  if (column === "type") return word(known(graph.typeWords, text));
  if (column === "role") return word(known(graph.roles, text));
  if (column === "relation") return word(graph.relations.find((r) => r.name === text)?.pair ?? [text, text]);
  return text;
}

const NUMBER = /^-?[\d.,]+$/;

/** @param {string} text */
function cell(text) {
  const entity = text.length > 1 ? byName?.get(text) : undefined;
  return el("td", { class: NUMBER.test(text) ? "value" : text.length > 24 ? "long" : "" },
    entity === undefined ? isolated(text) : el("a", { class: "entity", href: linkTo(entity), hue: graph.entities[entity].type }, el("span", { class: "dot" }), isolated(text)));
}

/** @param {Answer} answer */
function command(answer) {
  const [first] = answer.blanks;
  return `unionkg query --name ${answer.name}${first ? ` --param ${first[0]}=…` : ""}`;
}

/** @param {Answer} answer @param {HTMLElement} box */
function showAnswer(answer, box) {
  const body = el("tbody");
  const status = el("caption", {}, "");
  const narrow = /** @type {HTMLInputElement} */ (el("input", { type: "search", placeholder: say("narrow"), "aria-label": say("narrow"), oninput: () => list() }));
  const list = () => {
    const wanted = folded(narrow.value);
    const rows = answer.rows.filter((row) => !wanted || row.some((text) => folded(text).includes(wanted)));
    fill(body, rows.map((row) => el("tr", {}, row.map((text, i) => cell(spoken(answer.columns[i], text))))));
    fill(status, answer.count > answer.rows.length && !wanted ? say("firstRows", answer.rows.length, answer.count) : say("rowsOf", rows.length));
  };
  list();
  const blanks = answer.blanks.map(([name, value, zh, en]) => el("li", {}, el("code", {}, name), " = ", el("b", {}, isolated(value || "∅")), el("small", {}, " ", word([zh, en]))));
  fill(box, el("article", { class: "answer" },
    el("p", {}, el("a", { class: "backlink", href: "#" + alsoHash({ question: "" }) }, "‹ ", say("askTitle"))),
    el("h2", { tabindex: -1 }, word(answer.title)),
    blanks.length > 0 && el("ul", { class: "blanks" }, blanks),
    answer.rows.length > 8 && narrow,
    answer.count ? el("table", { class: "wide" }, status, el("thead", {}, el("tr", {}, answer.columns.map((c, i) => el("th", { scope: "col", class: NUMBER.test(answer.rows[0][i]) ? "value" : "" }, word(known(COLUMNS, c)))))), body) : el("p", { class: "empty" }, say("noAnswer")),
    el("p", { class: "hint" }, say("askMore"), " ", el("code", {}, command(answer)))));
}

/** @param {HTMLElement} box */
export async function showQuestions(box) {
  const all = await answers();
  const chosen = all.find((a) => a.name === state.view.question);
  if (chosen) return showAnswer(chosen, box);
  fill(box, el("div", { class: "answer" },
    el("h2", { tabindex: -1 }, say("askTitle")),
    el("ul", { class: "questions" }, all.map((a) => el("li", {}, el("a", { href: "#" + alsoHash({ question: a.name }) }, word(a.title), el("span", { class: "count" }, a.count))))),
    el("p", { class: "hint" }, say("askHint"))));
}

export async function saveAnswer() {
  const answer = (await answers()).find((a) => a.name === state.view.question);
  if (answer) download(`unionkg-${answer.name}.csv`, csv([answer.columns, ...answer.rows]), "text/csv;charset=utf-8");
}
