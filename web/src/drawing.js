/** A picture to keep: the network, map or timeline as SVG, and the same as PNG. */

import { download, svg } from "./dom.js";
import { FONT } from "./labels.js";
import { DASHES } from "./picture.js";

/** @param {import("./picture.js").Picture} picture @returns {SVGElement} */
export function networkDrawing(picture) {
  const { scene, colours, width, height } = picture;
  const scale = picture.scale();
  const at = new Map(scene.spots.map((s) => [s.id, picture.toScreen(s.x, s.y)]));
  const n = (/** @type {number} */ value) => Math.round(value * 10) / 10;
  const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FONT },
    svg("rect", { width, height, fill: colours.ground }));
  for (const { x, y, radius } of scene.islands) {
    const [sx, sy] = picture.toScreen(x, y);
    root.append(svg("circle", { cx: n(sx), cy: n(sy), r: n(radius * scale), fill: colours.island }));
  }
  for (const link of scene.links) {
    const a = at.get(link.from), b = at.get(link.to);
    if (!a || !b) continue;
    root.append(svg("line", {
      x1: n(a[0]), y1: n(a[1]), x2: n(b[0]), y2: n(b[1]), stroke: colours.line, "stroke-width": n(Math.max(link.width * scale, 0.4)),
      "stroke-opacity": link.opacity, "stroke-dasharray": link.dash ? DASHES[link.dash].map((d) => n(d * scale)).join(" ") : null,
    }));
  }
  for (const spot of scene.spots) {
    const [x, y] = /** @type {[number, number]} */ (at.get(spot.id));
    const hue = colours.types[spot.type];
    const plain = spot.shares || spot.hollow;
    root.append(svg("circle", { cx: n(x), cy: n(y), r: n(Math.max(picture.radius(spot.size), 0.5)), fill: plain ? colours.ground : hue, stroke: plain ? hue : colours.ground, "stroke-width": spot.shares ? n(spot.size * scale * 0.25) : 1 }));
  }
  for (const label of picture.placed()) {
    root.append(svg("text", {
      x: n(label.left), y: n(label.y), "dominant-baseline": "central", "font-size": label.size, "font-weight": label.bold, fill: colours.ink,
      opacity: label.opacity, stroke: label.halo ? colours.ground : null, "stroke-width": label.halo || null, "paint-order": "stroke", "stroke-linejoin": "round",
    }, label.text));
  }
  return root;
}

/** A drawing that stands in the page, with the colours that its style sheet gives it written into it. @param {SVGSVGElement} shown */
export function sheetDrawing(shown) {
  const copy = /** @type {SVGSVGElement} */ (shown.cloneNode(true));
  const sources = shown.querySelectorAll("*"), targets = copy.querySelectorAll("*");
  targets.forEach((target, i) => {
    const style = getComputedStyle(sources[i]);
    for (const name of ["fill", "stroke", "stroke-width", "opacity", "fill-opacity", "font-size", "font-weight", "text-anchor", "stroke-dasharray", "paint-order"])
      target.setAttribute(name, style.getPropertyValue(name));
    target.removeAttribute("class");
  });
  const { width, height } = shown.getBoundingClientRect();
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.setAttribute("font-family", FONT);
  const [x, y, w, h] = (shown.getAttribute("viewBox") ?? `0 0 ${width} ${height}`).split(" ");
  copy.prepend(svg("rect", { x, y, width: w, height: h, fill: getComputedStyle(document.documentElement).getPropertyValue("--stage").trim() }));
  return copy;
}

/** @param {SVGElement} drawing */
export function svgText(drawing) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawing)}\n`;
}

/** @param {string} name @param {SVGElement} drawing */
export function saveSvg(name, drawing) {
  download(`${name}.svg`, svgText(drawing), "image/svg+xml");
}

/** Twice as fine as the screen. @param {string} name @param {SVGElement} drawing */
export async function savePng(name, drawing) {
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svgText(drawing));
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Number(drawing.getAttribute("width")) * 2;
  canvas.height = Number(drawing.getAttribute("height")) * 2;
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((/** @type {(b: Blob | null) => void} */ done) => canvas.toBlob(done, "image/png"));
  if (blob) download(`${name}.png`, blob, "image/png");
}
