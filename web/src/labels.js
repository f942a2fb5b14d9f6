/** Names on the picture, as on a map: the important first, none over another, at every zoom. */

/**
 * @typedef {import("./picture.js").Box} Box
 * @typedef {{id: number, name: string, x: number, y: number, radius: number, angle: number | null, weight: number, leads?: boolean}} Named
 * @typedef {{id: number, text: string, left: number, y: number, size: number, bold: number, halo: number, opacity: number, box: Box}} Label
 *   a name that has found its place; `id` is -1 for titles and words on lines
 */

export const FONT = 'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';
/** @type {Map<string, number>} widths at 100 px */
const widths = new Map();

/** @type {CanvasRenderingContext2D | null} */
let ruler = null;

/** Width of a text at one pixel. @param {string} text @param {number} weight */
function textWidth(text, weight) {
  const key = weight + text;
  let width = widths.get(key);
  if (width === undefined) {
    const ctx = (ruler ??= /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d")));
    ctx.font = `${weight} 100px ${FONT}`;
    width = ctx.measureText(text).width / 100;
    widths.set(key, width);
  }
  return width;
}

/** A long name keeps its beginning and its end: both tell things apart. @param {string} name @param {number} [length] */
export function shortName(name, length = 13) {
  const letters = [...name];
  if (letters.length <= length) return name;
  const tail = Math.floor(length * 0.4);
  return letters.slice(0, length - tail - 1).join("") + "…" + letters.slice(-tail).join("");
}

class Ground {
  constructor() {
    /** @type {Map<string, Box[]>} */
    this.cells = new Map();
    this.size = 120;
  }

  /** @param {Box} box */
  *near(box) {
    for (let i = Math.floor(box.left / this.size); i <= Math.floor(box.right / this.size); i++)
      for (let j = Math.floor(box.top / this.size); j <= Math.floor(box.bottom / this.size); j++) yield `${i},${j}`;
  }

  /** @param {Box} box */
  free(box) {
    for (const cell of this.near(box))
      for (const b of this.cells.get(cell) ?? [])
        if (box.left < b.right && b.left < box.right && box.top < b.bottom && b.top < box.bottom) return false;
    return true;
  }

  /** @param {Box} box */
  take(box) {
    for (const cell of this.near(box)) {
      const boxes = this.cells.get(cell);
      if (boxes) boxes.push(box);
      else this.cells.set(cell, [box]);
    }
  }
}

/**
 * Find places for as many names as fit; all in pixels.
 * @param {Named[]} spots the first are served first
 * @param {{title: string, x: number, y: number}[]} titles of islands
 * @param {{text: string, x: number, y: number}[]} words on lines
 * @param {number} full this one's name is shown whole, over the others
 * @param {number} width of the picture; names stay within it
 * @returns {Label[]}
 */
export function placeLabels(spots, titles, words, full, width) {
  const ground = new Ground();
  /** @type {Label[]} */
  const placed = [];
  for (const { title, x, y } of titles) {
    const size = width < 480 ? 11 : 14;
    const half = textWidth(title, 700) * size / 2;
    const box = { left: x - half - 4, top: y - 9, right: x + half + 4, bottom: y + 9 };
    if (!ground.free(box)) continue;
    ground.take(box);
    placed.push({ id: -1, text: title, left: x - half, y, size, bold: 700, halo: 0, opacity: 0.5, box });
  }
  /** @param {Named} spot */
  const place = (spot) => {
    const whole = spot.id === full;
    const text = shortName(spot.name, whole ? 40 : nameLength(width));
    const size = spot.weight > 0.8 ? 14 : 12;
    const bold = whole || spot.weight > 0.8 ? 600 : 400;
    const length = textWidth(text, bold) * size;
    const half = size * 0.62;
    const gap = spot.radius + 3;
    for (const side of sides(spot)) {
      const x = side === "right" ? spot.x + gap : side === "left" ? spot.x - gap : spot.x;
      const y = side === "above" ? spot.y - gap - half : side === "below" ? spot.y + gap + half : spot.y;
      let left = side === "right" ? x : side === "left" ? x - length : x - length / 2;
      if (whole) left = Math.min(Math.max(left, 4), Math.max(width - length - 4, 4));
      const box = { left: left - 2, top: y - half, right: left + length + 2, bottom: y + half };
      if (!whole && (box.left < 0 || box.right > width || !ground.free(box))) continue;
      ground.take(box);
      placed.push({ id: spot.id, text, left, y, size, bold, halo: whole ? 6 : 3.5, opacity: 1, box });
      break;
    }
  };
  // What is pointed at, and what an island is named after, may stand over dots; the others may not.
  const over = spots.filter((s) => s.leads || s.id === full).sort((a, b) => Number(b.id === full) - Number(a.id === full));
  over.forEach(place);
  for (const s of spots) ground.take({ left: s.x - s.radius * 0.8, top: s.y - s.radius * 0.8, right: s.x + s.radius * 0.8, bottom: s.y + s.radius * 0.8 });
  for (const spot of spots) if (!over.includes(spot)) place(spot);
  for (const { text, x, y } of words) {
    const half = textWidth(text, 400) * 5.5;
    const box = { left: x - half, top: y - 6, right: x + half, bottom: y + 6 };
    if (!ground.free(box)) continue;
    ground.take(box);
    placed.push({ id: -1, text, left: x - half, y, size: 11, bold: 400, halo: 5, opacity: 0.8, box });
  }
  return placed;
}

/** @param {CanvasRenderingContext2D} ctx in pixels @param {Label[]} labels @param {{ink: string, ground: string}} colours */
export function paintLabels(ctx, labels, colours) {
  ctx.lineJoin = "round";
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.strokeStyle = colours.ground;
  ctx.fillStyle = colours.ink;
  for (const { text, left, y, size, bold, halo, opacity } of labels) {
    ctx.font = `${bold} ${size}px ${FONT}`;
    ctx.globalAlpha = opacity;
    ctx.lineWidth = halo;
    if (halo) ctx.strokeText(text, left, y);
    ctx.fillText(text, left, y);
  }
  ctx.globalAlpha = 1;
}

/** Characters of a name that a picture this wide has room for. @param {number} width */
export function nameLength(width) {
  return width < 480 ? 9 : 13;
}

/** Where a name may stand, the best place first. @param {Named} spot */
function sides(spot) {
  if (spot.angle === null) return ["below", "right", "left", "above"];
  const across = Math.cos(spot.angle);
  const down = Math.sin(spot.angle) > 0 ? ["below", "above"] : ["above", "below"];
  if (across > 0.25) return ["right", ...down, "left"];
  if (across < -0.25) return ["left", ...down, "right"];
  return [...down.slice(0, 1), "right", "left"];
}
