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

/** @typedef {{x: number, y: number, unit: number}} Camera the middle of the window, and map units per pixel */

/** Where the reader has wandered to; null: everything in the window. @type {Camera | null} */
let camera = null;
/** Draw again, as the camera stands. */
let redraw = () => {};

/** @param {HTMLElement} box */
export async function showMap(box) {
  const { ground, provinces, places: all, unplaced } = await places();
  const shown = all.map((place, i) => ({ ...place, i })).filter((p) => p.members.length).sort((a, b) => b.members.length - a.members.length || a.i - b.i);
  const points = [];
  for (let i = 0; i < ground.length; i += 2) points.push({ x: ground[i], y: ground[i + 1], radius: 40 });
  const dots = points.map((p) => `M${p.x} ${p.y}h0`).join("");
  // A few reefs lie so far south that the country would be small.
  const south = points.map((p) => p.y).sort((a, b) => a - b)[Math.floor(points.length * 0.998)];
  const land = points.filter((p) => p.y <= south);
  const note = el("p", { class: "status" }, say("mapHint") + (unplaced ? ` ${say("unplaced", unplaced)}` : ""));
  redraw = () => {
    const fit = fitting(land, width(box), height(box) - 110, 10);
    const at = (camera ??= { x: fit.x, y: fit.y - 12 / fit.scale, unit: 1 / fit.scale });
    fill(box, draw(at, width(box), height(box), dots, shown, provinces), note);
  };
  redraw();
  box.onwheel = (e) => {
    if (state.view.tab !== "map" || !camera) return;
    e.preventDefault();
    const frame = box.getBoundingClientRect();
    zoomMap(e.deltaY > 0 ? 1 / 1.2 : 1.2, e.clientX - frame.left - frame.width / 2, e.clientY - frame.top - frame.height / 2);
  };
  box.onpointermove = (e) => {
    const drawing = box.querySelector("svg");
    if (state.view.tab !== "map" || !camera || !drawing || !(e.buttons & 1)) return;
    camera = { ...camera, x: camera.x - e.movementX * camera.unit, y: camera.y - e.movementY * camera.unit };
    drawing.setAttribute("viewBox", window_(camera, width(box), height(box)));
  };
}

/** Nearer by `factor`, around a point that many pixels from the middle. @param {number} factor @param {number} [dx] @param {number} [dy] */
export function zoomMap(factor, dx = 0, dy = 0) {
  if (!camera) return;
  const unit = camera.unit / factor;
  camera = { x: camera.x + dx * (camera.unit - unit), y: camera.y + dy * (camera.unit - unit), unit };
  redraw();
}

/** Everything in the window again. */
export function wholeMap() {
  camera = null;
}

const width = (/** @type {HTMLElement} */ box) => Math.max(box.clientWidth, 200);
const height = (/** @type {HTMLElement} */ box) => Math.max(box.clientHeight, 200);

/** What the window shows, as a viewBox. @param {Camera} at @param {number} wide @param {number} high */
function window_(at, wide, high) {
  return [at.x - wide * at.unit / 2, at.y - high * at.unit / 2, wide * at.unit, high * at.unit].join(" ");
}

/**
 * Marks and names keep their size on the screen, so that nearer means further apart.
 * @param {Camera} at
 * @param {number} wide
 * @param {number} high
 * @param {string} dots
 * @param {(Place & {i: number})[]} shown the largest first
 * @param {[string, number, number][]} provinces
 */
function draw(at, wide, high, dots, shown, provinces) {
  const { unit } = at;
  const disc = unit * Math.min(1, wide / 640);
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
    const r = radius(p.members.length, disc) * 0.75;
    taken.push({ left: p.x - r, right: p.x + r, top: p.y - r, bottom: p.y + r });
  }
  const drawing = svg("svg", { class: "map", viewBox: window_(at, wide, high), role: "group", "aria-label": say("mapLabel") },
    svg("path", { class: "ground", "stroke-width": 3.1 * unit, d: dots }));
  for (const place of shown) {
    const unions = place.members.filter((n) => graph.entities[n].type === "Union").length;
    const programs = place.members.length - unions;
    const name = `${place.name} · ${[unions && say("spotUnions", unions), programs && say("spotPrograms", programs)].filter(Boolean).join(" · ")}`;
    drawing.append(svg("a", { href: "#" + alsoHash({ spot: place.i, entity: -1, article: -1 }), "aria-label": name, class: place.i === state.view.spot ? "spot chosen" : "spot" },
      svg("title", {}, name), pie(place.x, place.y, radius(place.members.length, disc), unions / place.members.length)));
  }
  for (const place of shown) {
    const below = place.y + radius(place.members.length, disc) + 9 * unit;
    if (room(place.name, place.x, below, 12)) drawing.append(svg("text", { class: "placename", x: place.x, y: below, "font-size": 12 * unit, "stroke-width": 3 * unit }, place.name));
  }
  for (const [name, x, y] of provinces) if (room(name, x, y, 13)) drawing.append(svg("text", { class: "province", x, y, "font-size": 12.5 * unit }, name));
  return drawing;
}

/** A disc in two hues: unions and programmes. @param {number} x @param {number} y @param {number} r @param {number} share of unions */
function pie(x, y, r, share) {
  const whole = svg("circle", { cx: x, cy: y, r, class: share === 1 ? "unions" : "programs" });
  if (share === 0 || share === 1) return [whole];
  const angle = share * 2 * Math.PI;
  const end = `${x + r * Math.sin(angle)} ${y - r * Math.cos(angle)}`;
  return [whole, svg("path", { class: "unions", d: `M${x} ${y}V${y - r}A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${end}Z` })];
}
