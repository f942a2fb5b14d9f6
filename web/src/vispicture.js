/** Small and medium pictures: vis-network (out of the pyvis wheel) draws nodes and lines where we put them. */

import { runBlock } from "./blocks.js";
import { DASHES, Picture, readColours } from "./picture.js";
import { graph } from "./store.js";

export class VisPicture extends Picture {
  /** @param {HTMLElement} box @param {(id: number) => void} choose */
  static async open(box, choose) {
    await runBlock("vis");
    return new VisPicture(box, choose);
  }

  /** @param {HTMLElement} box @param {(id: number) => void} choose */
  constructor(box, choose) {
    super(box, choose);
    this.grow = 1;
    // @ts-ignore vis comes with the library's own script
    this.network = new vis.Network(box, { nodes: [], edges: [] }, { ...graph.options, groups: this.groups() });
    this.network.on("beforeDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => this.inPixels(ctx, () => this.paintGround(ctx)));
    this.network.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => this.inPixels(ctx, () => this.paintOver(ctx)));
    this.network.on("hoverNode", (/** @type {{node: number}} */ e) => this.hover(e.node));
    this.network.on("blurNode", () => this.hover(-1));
    this.network.on("click", (/** @type {{nodes: number[], pointer: {DOM: {x: number, y: number}}}} */ e) => {
      const hit = e.nodes.length ? e.nodes[0] : this.labelAt(e.pointer.DOM);
      this.network.unselectAll();
      if (hit >= 0) this.choose(hit);
    });
    box.addEventListener("mousemove", (e) => {
      const frame = box.getBoundingClientRect();
      const onLabel = this.labelAt({ x: e.clientX - frame.left, y: e.clientY - frame.top }) >= 0;
      box.style.cursor = this.hovered >= 0 || onLabel ? "pointer" : "grab";
    });
    new ResizeObserver(() => this.fit()).observe(box);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {() => void} paint */
  inPixels(ctx, paint) {
    const ratio = ctx.canvas.width / Math.max(this.width, 1);
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint();
    ctx.restore();
  }

  /** @param {number} x @param {number} y @returns {[number, number]} */
  toScreen(x, y) {
    const scale = this.network.getScale(), middle = this.network.getViewPosition();
    return [(x - middle.x) * scale + this.width / 2, (y - middle.y) * scale + this.height / 2];
  }

  scale() {
    return this.network.getScale();
  }

  groups() {
    return Object.fromEntries(graph.types.map(([type]) => {
      const hue = this.colours.types[type];
      const both = { background: hue, border: this.colours.ground };
      return [type, { color: { ...both, hover: { background: hue, border: this.colours.ink }, highlight: both } }];
    }));
  }

  recolour() {
    this.colours = readColours();
    this.network.setOptions({ groups: this.groups() });
    this.draw();
  }

  /** @param {number} id */
  hover(id) {
    this.hovered = id;
    this.network.redraw();
  }

  /** @param {import("./picture.js").Scene} scene */
  show(scene) {
    this.scene = scene;
    this.hovered = -1;
    // A wide overview is seen from afar: nodes and lines grow so that they can still be told apart and hit.
    const count = scene.spots.length;
    this.grow = scene.kind === "overview" ? Math.min(Math.max(0.75 / this.frame().scale, 1), count > 150 ? 1.8 : 2.4) : 1;
    this.scene = { ...scene, spots: scene.spots.map((s) => ({ ...s, size: s.size * this.grow })) };
    this.draw();
    this.fit();
  }

  draw() {
    const { ground, ink, types, line, accent } = this.colours;
    const nodes = this.scene.spots.map((s) => {
      const node = { id: s.id, x: s.x, y: s.y, size: s.size, group: s.type };
      const hue = types[s.type];
      if (s.shares) return { ...node, color: { background: ground, border: line, hover: { background: ground, border: ink } } };
      if (!s.hollow) return node;
      return { ...node, borderWidth: 2, color: { background: ground, border: hue, hover: { background: ground, border: ink } } };
    });
    const edges = this.scene.links.map((l) => ({
      id: l.id, from: l.from, to: l.to, width: l.width * this.grow,
      dashes: l.dash ? DASHES[l.dash] : false,
      color: { color: line, hover: accent, inherit: false, opacity: l.opacity },
      arrows: l.arrow ? { to: { enabled: true, scaleFactor: 0.4 } } : "",
    }));
    this.network.setData({ nodes, edges });
  }

  /** Rings of groups by type, then names. @param {CanvasRenderingContext2D} ctx */
  paintOver(ctx) {
    const scale = this.scale();
    for (const { x, y, size, shares } of this.scene.spots) {
      if (!shares) continue;
      const [sx, sy] = this.toScreen(x, y);
      const total = shares.reduce((sum, [, n]) => sum + n, 0);
      const thick = Math.max(size * scale * 0.3, 3);
      let from = -Math.PI / 2;
      ctx.lineWidth = thick;
      for (const [type, count] of shares) {
        const to = from + (count / total) * 2 * Math.PI;
        ctx.beginPath();
        ctx.arc(sx, sy, size * scale - thick / 2, from, to);
        ctx.strokeStyle = this.colours.types[type];
        ctx.stroke();
        from = to;
      }
    }
    this.paintNames(ctx);
  }

  fit() {
    if (!this.scene.spots.length) return;
    const { x, middle, scale } = this.frame();
    this.network.moveTo({ position: { x, y: middle }, scale, animation: false });
  }

  /** @param {number} factor */
  zoom(factor) {
    this.network.moveTo({ scale: Math.min(Math.max(this.scale() * factor, 0.02), 8), animation: { duration: 160, easingFunction: "easeOutQuad" } });
  }
}
