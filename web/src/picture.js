/** What both ways of drawing a network share: islands, names, colours, and the drawing as SVG. */

import { nameLength, paintLabels, placeLabels, shortName } from "./labels.js";
import { graph } from "./store.js";

/**
 * @typedef {{id: number, x: number, y: number, size: number, type: string, hollow: boolean, name: string, angle: number | null,
 *   shares?: [string, number][], leads?: boolean}} Spot a node; `shares` (type, count) where it stands for a group, `leads` where its name is that of an island
 * @typedef {{id: number, from: number, to: number, width: number, dash: "" | "planned" | "inferred", opacity: number,
 *   arrow: boolean, words: string}} Link
 * @typedef {{group: number, title: string, x: number, y: number, radius: number}} Island
 * @typedef {{kind: "overview" | "groups" | "star" | "path", spots: Spot[], links: Link[], islands: Island[], root: number,
 *   members: number[]}} Scene `members` are the entities shown, also where groups are drawn
 * @typedef {{ink: string, ground: string, line: string, accent: string, island: string, types: Record<string, string>}} Colours
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 */

export const DASHES = { planned: [7, 5], inferred: [1.5, 4] };
/** Names looked at for a place on the picture: more than could ever fit. */
const NAMES = 900;
/** A dot of the overview with so many pixels as radius has its name over its neighbours, as the first few have. */
const LARGE = 15;

/** @returns {Colours} */
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  const value = (/** @type {string} */ key) => style.getPropertyValue(`--${key}`).trim();
  return {
    ink: value("ink"), ground: value("stage"), line: value("edge"), accent: value("accent"), island: value("island"),
    types: Object.fromEntries(graph.types.map(([type]) => [type, value(type)])),
  };
}

/** Middle and scale at which these circles fill a window. @param {{x: number, y: number, radius: number}[]} circles @param {number} width @param {number} height @param {number} most */
export function fitting(circles, width, height, most) {
  let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
  for (const { x, y, radius } of circles) {
    left = Math.min(left, x - radius);
    right = Math.max(right, x + radius);
    top = Math.min(top, y - radius);
    bottom = Math.max(bottom, y + radius);
  }
  const scale = Math.min((width - 24) / Math.max(right - left, 1), height / Math.max(bottom - top, 1), most);
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.max(scale, 0.002), left, right, top, bottom };
}

export class Picture {
  /** @param {HTMLElement} box @param {(id: number) => void} choose called when a node or its name is clicked */
  constructor(box, choose) {
    this.box = box;
    this.choose = choose;
    /** @type {Scene} */
    this.scene = { kind: "overview", spots: [], links: [], islands: [], root: -1, members: [] };
    this.hovered = -1;
    /** Pixels at the top that a bar covers, and at the bottom a line of text. */
    this.covered = { top: 56, bottom: 40 };
    /** @type {import("./labels.js").Label[]} */
    this.labels = [];
    this.colours = readColours();
  }

  /** A point of the picture in pixels of the box. @param {number} _x @param {number} _y @returns {[number, number]} */
  toScreen(_x, _y) {
    throw new Error("each way of drawing knows its own");
  }

  /** Pixels per picture unit. @returns {number} */
  scale() {
    throw new Error("each way of drawing knows its own");
  }

  /** Pixels of a node's radius. @param {number} size in picture units */
  radius(size) {
    return size * this.scale();
  }

  get width() {
    return this.box.clientWidth;
  }

  get height() {
    return this.box.clientHeight;
  }

  /** Middle and scale at which everything is seen, names included, in the part of the box that nothing covers. */
  frame() {
    const { top, bottom } = this.covered;
    const { spots, islands, kind } = this.scene;
    const wide = kind === "overview" && islands.length > 0;
    const fitted = fitting(wide ? islands : spots.map((s) => ({ x: s.x, y: s.y, radius: s.size })), this.width, Math.max(this.height - top - bottom, 80), 1.4);
    if (kind === "star" || kind === "path") {
      // Names stand outside the rings: each side node needs the width of its own.
      for (const s of spots) {
        const off = Math.abs(s.x - fitted.x);
        const name = Math.min(shortName(s.name, nameLength(this.width)).length * 12 + 14, this.width * 0.34);
        if (off > 20 && s.angle !== null && Math.abs(Math.cos(s.angle)) > 0.25) fitted.scale = Math.min(fitted.scale, (this.width / 2 - name) / (off + s.size));
      }
      fitted.scale = Math.max(fitted.scale, 0.05);
    }
    // The middle of the box is not the middle of what is free of it.
    return { ...fitted, middle: fitted.y - (top - bottom) / 2 / fitted.scale };
  }

  /** @param {{x: number, y: number}} at @returns {number} the node whose name stands there, -1 where none does */
  labelAt(at) {
    const hit = this.labels.find(({ id, box }) => id >= 0 && at.x >= box.left && at.x <= box.right && at.y >= box.top && at.y <= box.bottom);
    return hit ? hit.id : -1;
  }

  /** Islands, and a halo around the root; in pixels. @param {CanvasRenderingContext2D} ctx */
  paintGround(ctx) {
    const scale = this.scale();
    /** @param {number} x @param {number} y @param {number} radius */
    const disc = (x, y, radius) => {
      const [sx, sy] = this.toScreen(x, y);
      ctx.beginPath();
      ctx.arc(sx, sy, radius * scale, 0, 2 * Math.PI);
      ctx.fill();
    };
    ctx.fillStyle = this.colours.island;
    for (const { x, y, radius } of this.scene.islands) disc(x, y, radius);
    const root = this.scene.kind === "star" ? this.scene.spots.find((s) => s.id === this.scene.root) : undefined;
    if (root) {
      ctx.fillStyle = this.colours.types[root.type];
      ctx.globalAlpha = 0.22;
      disc(root.x, root.y, root.size + 9);
      ctx.globalAlpha = 1;
    }
  }

  /** Names as they stand now; in pixels. */
  placed() {
    const { spots, islands, links, root, kind } = this.scene;
    const width = this.width, height = this.height;
    /** @type {import("./labels.js").Named[]} */
    const near = [];
    // The first of the list are the most telling; the root and what is pointed at come before them.
    const first = new Set(spots.filter((s) => s.id === root || s.id === this.hovered || s.leads));
    for (const s of new Set([...first, ...spots])) {
      if (near.length >= NAMES) break;
      const [x, y] = this.toScreen(s.x, s.y);
      if (x < -80 || y < -20 || x > width + 80 || y > height + 20) continue;
      const radius = this.radius(s.size);
      const weight = s.id === root || kind === "groups" || s.leads ? 1 : kind === "overview" && near.length < 12 && spots.length > 40 ? 0.9 : 0.5;
      near.push({ id: s.id, name: s.name, x, y, radius, angle: s.id === root ? null : s.angle, weight, leads: s.leads || (kind === "overview" && (weight > 0.8 || radius > LARGE)) });
    }
    const titles = kind === "groups" ? [] : islands.filter((island) => island.title).map(({ title, x, y, radius }) => {
      const [sx, sy] = this.toScreen(x, y - radius);
      return { title, x: sx, y: sy + 3 };
    });
    const at = new Map(spots.length <= 200 ? spots.map((s) => [s.id, s]) : []);
    const words = links.filter((l) => l.words && at.size).map(({ words: text, from, to }) => {
      const a = at.get(root === to ? to : from), b = at.get(root === to ? from : to);
      const [x, y] = a && b ? this.toScreen(a.x + (b.x - a.x) * 0.55, a.y + (b.y - a.y) * 0.55) : [-99, -99];
      return { text, x, y };
    });
    return placeLabels(near, titles, words, this.hovered, width);
  }

  /** @param {CanvasRenderingContext2D} ctx */
  paintNames(ctx) {
    this.labels = this.placed();
    paintLabels(ctx, this.labels, this.colours);
  }
}
