/** The map: unions and programmes where they are, on a ground made of the county seats. */

import { readBlock } from "./blocks.js";
import { el, fill, svg } from "./dom.js";
import { passes } from "./filters.js";
import { fitting } from "./picture.js";
import { graph } from "./store.js";
import { say } from "./text.js";
import { alsoHash, state } from "./view.js";

/** @typedef {{name: string, above: string, x: number, y: number, kind: string, members: number[]}} Place */

/** Names on the map at least so far apart, in pixels. */
const LINE = 15;

/** Places with those of their unions and programmes that pass the filters. @returns {Promise<{ground: number[], provinces: [string, number, number][], places: Place[], unplaced: number}>} */
export async function places() {
  const { ground, provinces, spots, at } = await readBlock("map");
  /** @type {Place[]} */
  const found = spots.map((/** @type {any[]} */ [name, above, x, y, kind]) => ({ name, above, x, y, kind, members: [] }));
  let unplaced = 0;
  for (const entity of graph.entities) {
    if ((entity.type !== "Union" && entity.type !== "Program") || !passes(entity)) continue;
    if (at[entity.number] >= 0) found[at[entity.number]].members.push(entity.number);
    else unplaced++;
  }
  return { ground, provinces, places: found, unplaced };
}

/** @param {number} count of members @param {number} unit */
function radius(count, unit) {
  return (4 + 2.6 * Math.sqrt(count)) * unit;
}

/** @param {HTMLElement} box */
export async function showMap(box) {
  const { ground, provinces, places: all, unplaced } = await places();
  const shown = all.map((place, i) => ({ ...place, i })).filter((p) => p.members.length).sort((a, b) => b.members.length - a.members.length || a.i - b.i);
  const width = Math.max(box.clientWidth, 200), height = Math.max(box.clientHeight, 200);
  const points = [];
  for (let i = 0; i < ground.length; i += 2) points.push({ x: ground[i], y: ground[i + 1], radius: 40 });
  // A few reefs lie so far south that the country would be small.
  const south = points.map((p) => p.y).sort((a, b) => a - b)[Math.floor(points.length * 0.998)];
  const fit = fitting(points.filter((p) => p.y <= south), width, height - 110, 10);
  const unit = 1 / fit.scale, middle = fit.y - 12 * unit;
  const disc = Math.min(1, width / 640);
  /** @type {{left: number, right: number, top: number, bottom: number}[]} */
  const taken = [];
  /** @param {string} text @param {number} x @param {number} y @param {number} size */
  const room = (text, x, y, size) => {
    const half = text.length * size * 0.55 * unit, tall = LINE * 0.55 * unit;
    const place = { left: x - half, right: x + half, top: y - tall, bottom: y + tall };
    if (taken.some((t) => place.left < t.right && t.left < place.right && place.top < t.bottom && t.top < place.bottom)) return false;
    taken.push(place);
    return true;
  };
  for (const p of shown.slice(0, 400)) {
    const r = radius(p.members.length, unit * disc) * 0.75;
    taken.push({ left: p.x - r, right: p.x + r, top: p.y - r, bottom: p.y + r });
  }
  const drawing = /** @type {SVGSVGElement} */ (svg("svg", {
    class: "map", viewBox: [fit.x - width * unit / 2, middle - height * unit / 2, width * unit, height * unit].join(" "), role: "group", "aria-label": say("mapLabel"),
  }));
  drawing.append(svg("path", { class: "ground", "stroke-width": 3.1 * unit, d: points.map((p) => `M${p.x} ${p.y}h0`).join("") }));
  for (const place of shown) {
    const unions = place.members.filter((n) => graph.entities[n].type === "Union").length;
    const programs = place.members.length - unions;
    const name = `${place.name} · ${[unions && say("spotUnions", unions), programs && say("spotPrograms", programs)].filter(Boolean).join(" · ")}`;
    drawing.append(svg("a", { href: "#" + alsoHash({ spot: place.i, entity: -1, article: -1 }), "aria-label": name, class: place.i === state.view.spot ? "spot chosen" : "spot" },
      svg("title", {}, name), pie(place.x, place.y, radius(place.members.length, unit * disc), unions / place.members.length)));
  }
  for (const place of shown) {
    const below = place.y + radius(place.members.length, unit * disc) + 9 * unit;
    if (room(place.name, place.x, below, 12)) drawing.append(svg("text", { class: "placename", x: place.x, y: below, "font-size": 12 * unit, "stroke-width": 3 * unit }, place.name));
  }
  for (const [name, x, y] of provinces) if (room(name, x, y, 13)) drawing.append(svg("text", { class: "province", x, y, "font-size": 12.5 * unit }, name));
  fill(box, drawing, el("p", { class: "status" }, say("mapHint") + (unplaced ? ` ${say("unplaced", unplaced)}` : "")));
  wander(drawing);
}

/** A disc in two hues: unions and programmes. @param {number} x @param {number} y @param {number} r @param {number} share of unions */
function pie(x, y, r, share) {
  const whole = svg("circle", { cx: x, cy: y, r, class: share === 1 ? "unions" : "programs" });
  if (share === 0 || share === 1) return [whole];
  const angle = share * 2 * Math.PI;
  const end = `${x + r * Math.sin(angle)} ${y - r * Math.cos(angle)}`;
  return [whole, svg("path", { class: "unions", d: `M${x} ${y}V${y - r}A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${end}Z` })];
}

/** Wheel and drag move a drawing; a click stays a click. @param {SVGSVGElement} drawing */
function wander(drawing) {
  /** @type {{x: number, y: number} | null} */
  let held = null;
  const frame = () => drawing.viewBox.baseVal;
  const unit = () => frame().width / drawing.clientWidth;
  drawing.addEventListener("wheel", (e) => {
    e.preventDefault();
    const view = frame(), at = drawing.getBoundingClientRect(), factor = e.deltaY > 0 ? 1.2 : 1 / 1.2;
    const x = view.x + (e.clientX - at.left) * unit(), y = view.y + (e.clientY - at.top) * unit();
    drawing.setAttribute("viewBox", [x - (x - view.x) * factor, y - (y - view.y) * factor, view.width * factor, view.height * factor].join(" "));
  }, { passive: false });
  drawing.addEventListener("pointerdown", (e) => {
    held = { x: e.clientX, y: e.clientY };
  });
  addEventListener("pointerup", () => {
    held = null;
  });
  drawing.addEventListener("pointermove", (e) => {
    if (!held) return;
    const view = frame();
    drawing.setAttribute("viewBox", [view.x - (e.clientX - held.x) * unit(), view.y - (e.clientY - held.y) * unit(), view.width, view.height].join(" "));
    held = { x: e.clientX, y: e.clientY };
  });
}

/** @param {SVGSVGElement} drawing @param {number} factor above 1: nearer */
export function zoomMap(drawing, factor) {
  const { x, y, width, height } = drawing.viewBox.baseVal;
  drawing.setAttribute("viewBox", [x + width * (1 - 1 / factor) / 2, y + height * (1 - 1 / factor) / 2, width / factor, height / factor].join(" "));
}
