/** Large pictures: sigma draws nodes and lines by WebGL, on positions that are ours; islands and names are drawn by us. */

import { runBlock } from "./blocks.js";
import { el } from "./dom.js";
import { Picture, readColours } from "./picture.js";

/** A colour mixed into the ground: WebGL's blending brightens what is half transparent. @param {string} hex #rrggbb @param {string} ground #rrggbb @param {number} share */
export function faded(hex, ground, share) {
  const parts = [1, 3, 5].map((i) => Math.round(parseInt(hex.slice(i, i + 2), 16) * share + parseInt(ground.slice(i, i + 2), 16) * (1 - share)));
  return "#" + parts.map((n) => n.toString(16).padStart(2, "0")).join("");
}

/** Dots grow more slowly than the room between them, so that nearer means further apart. */
const SLOWER = 0.72;

/** The first of the overview have room around them, and from afar only they can be told apart. @param {number} rank */
function grown(rank) {
  return rank < 150 ? 2.2 : rank < 400 ? 1.5 : 1;
}

export class SigmaPicture extends Picture {
  /** @param {HTMLElement} box @param {(id: number) => void} choose */
  static async open(box, choose) {
    if (!document.createElement("canvas").getContext("webgl2")) return null;
    await runBlock("sigma");
    return new SigmaPicture(box, choose);
  }

  /** @param {HTMLElement} box @param {(id: number) => void} choose */
  constructor(box, choose) {
    super(box, choose);
    // @ts-ignore overview comes with the library's own script
    this.lib = overview;
    this.under = /** @type {HTMLCanvasElement} */ (el("canvas", { class: "layer" }));
    this.over = /** @type {HTMLCanvasElement} */ (el("canvas", { class: "layer" }));
    this.model = new this.lib.DirectedGraph({ multi: false, type: "directed" });
    box.append(this.under);
    this.sigma = new this.lib.Sigma(this.model, box, {
      allowInvalidContainer: true, renderLabels: false, renderEdgeLabels: false, enableEdgeEvents: false, hideEdgesOnMove: true,
      defaultNodeType: "point", nodeProgramClasses: { point: this.lib.NodePointProgram },
      defaultEdgeType: "line", edgeProgramClasses: { line: this.lib.EdgeLineProgram },
      defaultDrawNodeHover: () => {}, itemSizesReference: "positions", zoomToSizeRatioFunction: (/** @type {number} */ ratio) => ratio ** SLOWER,
      minCameraRatio: 0.004, maxCameraRatio: 2, stagePadding: 0, zoomingRatio: 1.5,
    });
    box.append(this.over);
    this.sigma.on("afterRender", () => this.paint());
    this.sigma.on("enterNode", (/** @type {{node: string}} */ e) => this.hover(Number(e.node)));
    this.sigma.on("leaveNode", () => this.hover(-1));
    this.sigma.on("clickNode", (/** @type {{node: string}} */ e) => this.choose(Number(e.node)));
    this.sigma.on("clickStage", (/** @type {{event: {x: number, y: number}}} */ e) => {
      const hit = this.labelAt(e.event);
      if (hit >= 0) this.choose(hit);
    });
  }

  /** @param {number} x @param {number} y @returns {[number, number]} */
  toScreen(x, y) {
    const at = this.sigma.graphToViewport({ x, y: -y });
    return [at.x, at.y];
  }

  scale() {
    const [a] = this.toScreen(0, 0), [b] = this.toScreen(1000, 0);
    return (b - a) / 1000;
  }

  /** @param {number} size */
  radius(size) {
    return size * this.scale() * this.sigma.getCamera().ratio ** (1 - SLOWER);
  }

  /** @param {number} id */
  hover(id) {
    this.hovered = id;
    this.box.style.cursor = id >= 0 ? "pointer" : "grab";
    this.paint();
  }

  recolour() {
    this.colours = readColours();
    this.draw();
  }

  /** @param {import("./picture.js").Scene} scene */
  show(scene) {
    this.scene = { ...scene, spots: scene.spots.map((s, rank) => ({ ...s, size: s.size * grown(rank) })) };
    this.hovered = -1;
    this.draw();
    this.fit();
  }

  draw() {
    const { types, line, ground } = this.colours;
    const colour = Object.fromEntries(Object.entries(types).map(([type, hue]) => [type, [hue, faded(hue, ground, 0.5)]]));
    const edge = faded(line, ground, this.scene.links.length > 8000 ? 0.3 : 0.45);
    this.model = new this.lib.DirectedGraph({ multi: false, type: "directed", allowSelfLoops: false });
    for (const s of [...this.scene.spots].reverse()) this.model.addNode(s.id, { x: s.x, y: -s.y, size: s.size, color: colour[s.type][Number(s.hollow)] });
    for (const l of this.scene.links) this.model.mergeEdge(l.from, l.to, { size: 1, color: edge });
    // The box that sigma fits into its window is the window itself at our scale.
    const { x, middle, scale } = this.frame();
    const wide = this.width / 2 / scale, high = this.height / 2 / scale;
    this.sigma.setCustomBBox({ x: [x - wide, x + wide], y: [-middle - high, -middle + high] });
    this.sigma.setGraph(this.model);
  }

  /** Our layers: the one under sigma's and the one over them. */
  paint() {
    for (const [canvas, paint] of /** @type {[HTMLCanvasElement, (ctx: CanvasRenderingContext2D) => void][]} */ ([[this.under, (c) => this.paintGround(c)], [this.over, (c) => this.paintNames(c)]])) {
      const ratio = devicePixelRatio;
      const width = Math.round(this.width * ratio), height = Math.round(this.height * ratio);
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, this.width, this.height);
      paint(ctx);
    }
  }

  fit() {
    this.sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  /** @param {number} factor */
  zoom(factor) {
    const camera = this.sigma.getCamera();
    camera.animate({ ratio: camera.getBoundedRatio(camera.ratio / factor) }, { duration: 160 });
  }
}
