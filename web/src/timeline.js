/** The timeline: programmes by the time that their claims tell, or else by the date of the article. */

import { articles, claimsOf, mentionsOf } from "./detail.js";
import { el, fill, svg } from "./dom.js";
import { factPasses, passes } from "./filters.js";
import { shortName } from "./labels.js";
import { graph } from "./store.js";
import { say } from "./text.js";
import { linkTo } from "./view.js";

/** @typedef {{entity: number, from: number, to: number, told: boolean, planned: boolean, label: string}} Period in years, 2023.5 is July 2023 */

/** The years that a date covers: 2023-07 → [2023.5, 2023.58]; null where it is no date. @param {string} date @returns {[number, number] | null} */
export function years(date) {
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(date);
  if (!found) return null;
  const year = Number(found[1]), month = found[2] ? Number(found[2]) - 1 : 0, day = found[3] ? Number(found[3]) - 1 : 0;
  if (month > 11 || day > 30) return null;
  const from = year + month / 12 + day / 365;
  return [from, from + (found[3] ? 1 / 365 : found[2] ? 1 / 12 : 1)];
}

/** @returns {{periods: Period[], timeless: number}} */
export function periods() {
  /** @type {Period[]} */
  const found = [];
  let timeless = 0;
  for (const entity of graph.entities) {
    if (entity.type !== "Program" || !passes(entity)) continue;
    const facts = entity.facts.filter(factPasses);
    const told = facts.flatMap((f) => claimsOf(f).filter((c) => years(c.start) || years(c.end)).map((c) => ({ c, f })));
    if (told.length) {
      const spans = told.map(({ c, f }) => ({ f, c, from: (years(c.start) ?? years(c.end) ?? [0, 0])[0], to: (years(c.end) ?? years(c.start) ?? [0, 0])[1] }));
      const first = spans.reduce((a, b) => (b.from < a.from ? b : a));
      const last = spans.reduce((a, b) => (b.to > a.to ? b : a));
      const [start, end] = [first.c.start || first.c.end, last.c.end || last.c.start];
      found.push({ entity: entity.number, from: first.from, to: last.to, told: true, planned: spans.every((s) => s.f.planned), label: start === end ? start : `${start} – ${end}` });
      continue;
    }
    const issued = mentionsOf(entity.number).map((a) => articles[a].date).filter((d) => years(d)).sort()[0];
    const span = issued && years(issued);
    if (span) found.push({ entity: entity.number, from: span[0], to: span[1], told: false, planned: false, label: issued });
    else timeless++;
  }
  return { periods: found.sort((a, b) => a.from - b.from || a.to - b.to || a.entity - b.entity), timeless };
}

const ROW = 24, TOP = 34, LETTER = 12.5;

/** @param {HTMLElement} box */
export function showTimeline(box) {
  const { periods: all, timeless } = periods();
  const shown = all.slice(0, 1500);
  const note = (timeless ? say("timeless", timeless) : "") + (all.length > shown.length ? ` ${say("more", all.length - shown.length)}` : "");
  if (!shown.length) return fill(box, el("div", { class: "blank" }, el("p", {}, say("noTimes")), el("p", { class: "hint" }, note)));
  const width = Math.max(box.clientWidth - 40, 320);
  const first = Math.floor(Math.min(...shown.map((p) => p.from)));
  const last = Math.max(Math.ceil(Math.max(...shown.map((p) => p.to))), first + 1);
  const margin = 26;
  const x = (/** @type {number} */ year) => margin + ((year - first) / (last - first)) * (width - 2 * margin);
  // Each programme goes into the first row that is free from its bar to the end of its name.
  /** @type {number[]} */
  const rows = [];
  const long = width < 600 ? 12 : 22;
  const bars = shown.map((p) => {
    const left = x(p.from), right = Math.max(x(p.to), left + 8);
    const name = shortName(graph.entities[p.entity].name, long);
    const length = name.length * LETTER + 14;
    const before = right + length > width;
    const from = before ? Math.max(left - length, 0) : left, to = before ? right : right + length;
    let row = rows.findIndex((end) => end < from);
    if (row < 0) row = rows.length;
    rows[row] = to + 12;
    return { p, left, right, name, before, y: TOP + row * ROW + 12 };
  });
  const height = TOP + rows.length * ROW + 16;
  const drawing = svg("svg", { class: "times", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": say("timeLabel") });
  const step = Math.max(1, Math.ceil((last - first) / Math.max(Math.floor(width / 74), 1)));
  for (let year = first; year <= last; year += step) {
    drawing.append(svg("line", { class: "rule", x1: x(year), x2: x(year), y1: TOP - 8, y2: height }), svg("text", { class: "year", x: x(year), y: 18 }, year));
  }
  for (const { p, left, right, name, before, y } of bars) {
    drawing.append(svg("a", { href: linkTo(p.entity), class: `bar${p.told ? "" : " reported"}${p.planned ? " planned" : ""}`, "aria-label": `${graph.entities[p.entity].name} ${p.label}` },
      svg("title", {}, `${graph.entities[p.entity].name} ${p.label}`),
      p.told ? svg("rect", { x: left, y: y - 5, width: right - left, height: 10, rx: 5 }) : svg("circle", { cx: left + 4, cy: y, r: 4.5 }),
      svg("text", { x: before ? left - 6 : right + 6, y, "text-anchor": before ? "end" : "start", "dominant-baseline": "central", "font-size": LETTER }, name)));
  }
  fill(box, drawing, el("p", { class: "hint" }, say("timeHint"), " ", note));
}
