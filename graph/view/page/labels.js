/** Names on the picture, as on a map: the important first, none over another, at every zoom. */

/**
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 * @typedef {{entity: number, x: number, y: number, radius: number, angle: number | null, weight: number}} Spot
 */

const FONT = 'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';
/** @type {Map<string, number>} widths at 100 px */
const widths = new Map();

/** @param {CanvasRenderingContext2D} ctx @param {string} text @param {number} weight */
function textWidth(ctx, text, weight) {
  const key = weight + text;
  let width = widths.get(key);
  if (width === undefined) {
    ctx.font = `${weight} 100px ${FONT}`;
    width = ctx.measureText(text).width / 100;
    widths.set(key, width);
  }
  return width;
}

/** A long name keeps its beginning and its end: both tell things apart. @param {string} name @param {number} [length] */
function shortName(name, length = 13) {
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
 * Draw as many names as fit.  Coordinates of `spots` are in screen pixels, the context draws in them too.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Spot[]} spots the first are served first
 * @param {{ink: string, ground: string}} colours
 * @param {{title: string, x: number, y: number}[]} titles of islands
 * @param {{text: string, x: number, y: number}[]} words on lines
 * @param {number} full this entity's name is shown whole, over the others
 * @param {number} width of the picture; names stay within it
 * @returns {{box: Box, entity: number}[]} where the names stand
 */
function drawLabels(ctx, spots, colours, titles, words, full, width) {
  const ground = new Ground();
  /** @type {{box: Box, entity: number}[]} */
  const placed = [];
  ctx.lineJoin = "round";
  ctx.textBaseline = "middle";
  for (const { title, x, y } of titles) {
    const size = width < 480 ? 11 : 14;
    const half = textWidth(ctx, title, 700) * size / 2;
    const box = { left: x - half - 4, top: y - 9, right: x + half + 4, bottom: y + 9 };
    if (!ground.free(box)) continue;
    ground.take(box);
    ctx.font = `700 ${size}px ${FONT}`;
    ctx.textAlign = "center";
    ctx.globalAlpha = 0.42;
    ctx.fillStyle = colours.ink;
    ctx.fillText(title, x, y);
    ctx.globalAlpha = 1;
  }
  for (const s of spots) ground.take({ left: s.x - s.radius * 0.8, top: s.y - s.radius * 0.8, right: s.x + s.radius * 0.8, bottom: s.y + s.radius * 0.8 });
  for (const spot of [...spots].sort((a, b) => Number(b.entity === full) - Number(a.entity === full))) {
    const whole = spot.entity === full;
    const name = shortName(entities[spot.entity].name, whole ? 40 : nameLength(width));
    const size = spot.weight > 0.8 ? 14 : 12;
    const bold = whole || spot.weight > 0.8 ? 600 : 400;
    const length = textWidth(ctx, name, bold) * size;
    const half = size * 0.62;
    const gap = spot.radius + 3;
    for (const side of sides(spot)) {
      const x = side === "right" ? spot.x + gap : side === "left" ? spot.x - gap : spot.x;
      const y = side === "above" ? spot.y - gap - half : side === "below" ? spot.y + gap + half : spot.y;
      const left = side === "right" ? x : side === "left" ? x - length : x - length / 2;
      const box = { left: left - 2, top: y - half, right: left + length + 2, bottom: y + half };
      if (!whole && (box.left < 0 || box.right > width || !ground.free(box))) continue;
      ground.take(box);
      placed.push({ box, entity: spot.entity });
      ctx.font = `${bold} ${size}px ${FONT}`;
      write(ctx, name, left, y, colours, whole ? 6 : 3.5);
      break;
    }
  }
  ctx.font = `400 11px ${FONT}`;
  for (const { text, x, y } of words) {
    const half = textWidth(ctx, text, 400) * 5.5;
    const box = { left: x - half, top: y - 6, right: x + half, bottom: y + 6 };
    if (!ground.free(box)) continue;
    ground.take(box);
    ctx.font = `400 11px ${FONT}`;
    ctx.globalAlpha = 0.8;
    write(ctx, text, x - half, y, colours, 5);
    ctx.globalAlpha = 1;
  }
  return placed;
}

/** @param {CanvasRenderingContext2D} ctx @param {string} text @param {number} x @param {number} y @param {{ink: string, ground: string}} colours @param {number} halo */
function write(ctx, text, x, y, colours, halo) {
  ctx.textAlign = "left";
  ctx.lineWidth = halo;
  ctx.strokeStyle = colours.ground;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colours.ink;
  ctx.fillText(text, x, y);
}

/** Characters of a name that a picture this wide has room for. @param {number} width */
function nameLength(width) {
  return width < 480 ? 9 : 13;
}

/** Where a name may stand, the best place first. @param {Spot} spot */
function sides(spot) {
  if (spot.angle === null) return ["below", "right", "left", "above"];
  const across = Math.cos(spot.angle);
  const down = Math.sin(spot.angle) > 0 ? ["below", "above"] : ["above", "below"];
  if (across > 0.25) return ["right", ...down, "left"];
  if (across < -0.25) return ["left", ...down, "right"];
  return [...down.slice(0, 1), "right", "left"];
}
