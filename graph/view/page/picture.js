/** The network picture: vis-network draws nodes and edges where we put them; names and islands are ours. */

/** @typedef {{entity: number, x: number, y: number, size: number, angle: number | null}} Shown */

const DASHES = { planned: [7, 5], inferred: [1.5, 4] };

/** What a line says: the roles, where claims tell them, else the relation. @param {Fact} fact */
function linkWords(fact) {
  const roles = fact.claims.filter((c) => c.role).map((c) => word(known(raw.roles, c.role)));
  return roles.length ? roles : [word(relations[fact.relation].pair)];
}

class Picture {
  /** @param {(entity: number) => void} choose called when a node or its name is clicked */
  constructor(choose) {
    this.box = byId("network");
    /** @type {Shown[]} */
    this.shown = [];
    /** @type {Fact[]} */
    this.links = [];
    /** @type {{text: string, from: number, to: number}[]} */
    this.words = [];
    this.root = -1;
    this.hovered = -1;
    this.islands = false;
    this.grow = 1;
    /** @type {{box: Box, entity: number}[]} */
    this.labels = [];
    this.colours = this.readColours();
    const options = { ...embedded("graph-options"), groups: this.groups() };
    // @ts-ignore vis comes from the library's own script
    this.network = new vis.Network(this.box, { nodes: [], edges: [] }, options);
    this.network.on("beforeDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => this.drawIslands(ctx));
    this.network.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => this.drawNames(ctx));
    this.network.on("hoverNode", (/** @type {{node: number}} */ e) => this.hover(e.node));
    this.network.on("blurNode", () => this.hover(-1));
    this.network.on("click", (/** @type {{nodes: number[], pointer: {DOM: {x: number, y: number}}}} */ e) => {
      const hit = e.nodes.length ? e.nodes[0] : this.labelAt(e.pointer.DOM);
      this.network.unselectAll();
      if (hit >= 0) choose(hit);
    });
    this.box.addEventListener("mousemove", (e) => {
      const frame = this.box.getBoundingClientRect();
      const onLabel = this.labelAt({ x: e.clientX - frame.left, y: e.clientY - frame.top }) >= 0;
      this.box.style.cursor = this.hovered >= 0 || onLabel ? "pointer" : "grab";
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
    new ResizeObserver(() => this.fit()).observe(this.box);
  }

  readColours() {
    const style = getComputedStyle(document.documentElement);
    const value = (/** @type {string} */ key) => style.getPropertyValue(`--${key}`).trim();
    return {
      ink: value("ink"), ground: value("stage"), line: value("edge"), accent: value("accent"), island: value("island"),
      /** @type {Record<string, string>} */
      types: Object.fromEntries(types.map(([type]) => [type, value(type)])),
    };
  }

  groups() {
    return Object.fromEntries(types.map(([type]) => {
      const hue = this.colours.types[type];
      const both = { background: hue, border: this.colours.ground };
      return [type, { color: { ...both, hover: { background: hue, border: this.colours.ink }, highlight: both } }];
    }));
  }

  recolour() {
    this.colours = this.readColours();
    this.network.setOptions({ groups: this.groups() });
    this.draw();
  }

  /** @param {number} entity */
  hover(entity) {
    this.hovered = entity;
    this.network.redraw();
  }

  /**
   * Show these entities and the links between them.
   * @param {Shown[]} shown
   * @param {Fact[]} links
   * @param {number} root the entity in the middle of a neighbourhood; -1 in the overview
   * @param {boolean} islands
   */
  show(shown, links, root, islands) {
    this.shown = shown;
    this.links = links;
    this.root = root;
    this.islands = islands;
    this.hovered = -1;
    // A wide overview is seen from afar: nodes and lines grow so that they can still be told apart and hit.
    this.grow = islands ? Math.min(Math.max(0.75 / this.frame().scale, 1), shown.length > 400 ? 1.1 : shown.length > 150 ? 1.6 : 2.4) : 1;
    this.shown = shown.map((s) => ({ ...s, size: s.size * this.grow }));
    this.draw();
    this.fit();
  }

  draw() {
    const nodes = this.shown.map((s) => {
      const entity = entities[s.entity];
      const hue = this.colours.types[entity.type];
      const node = { id: s.entity, x: s.x, y: s.y, size: s.size, group: entity.type };
      if (entity.articles.length) return node;
      return { ...node, borderWidth: 2, color: { background: this.colours.ground, border: hue, hover: { background: this.colours.ground, border: this.colours.ink } } };
    });
    this.network.setData({ nodes, edges: this.edges() });
  }

  /** Width over height of the room that a star's rings have. */
  stretch() {
    const names = Math.min(150, this.box.clientWidth * 0.3);
    return Math.min(Math.max((this.box.clientWidth - 2 * names) / (this.box.clientHeight - 130), 0.75), 1.7);
  }

  /** One line per pair: several facts between two entities would hide each other. */
  edges() {
    /** @type {Map<string, Fact[]>} */
    const pairs = new Map();
    for (const fact of this.links) {
      const key = `${Math.min(fact.subject, fact.object)}-${Math.max(fact.subject, fact.object)}`;
      pairs.set(key, [...(pairs.get(key) ?? []), fact]);
    }
    this.words = [];
    return [...pairs.entries()].map(([id, list]) => {
      const [first] = list;
      const ofRoot = first.subject === this.root || first.object === this.root;
      const oneWay = list.every((f) => f.subject === first.subject && relations[f.relation].name !== "partnerOf");
      const far = this.islands && entities[first.subject].province !== entities[first.object].province;
      if (ofRoot && this.shown.length <= 60) {
        const text = [...new Set(list.flatMap(linkWords))].join("·");
        this.words.push({ text, from: this.root, to: first.subject === this.root ? first.object : first.subject });
      }
      return {
        id, from: first.subject, to: first.object,
        width: (ofRoot ? 1.5 : this.islands ? 1.4 : 1) * this.grow,
        dashes: list.every((f) => f.planned) ? DASHES.planned : list.every((f) => f.inferred) ? DASHES.inferred : false,
        color: {
          color: this.colours.line, hover: this.colours.accent, inherit: false,
          opacity: list.every((f) => f.doubtful) ? 0.3 : ofRoot ? 0.95 : this.root >= 0 || far ? 0.32 : 0.85,
        },
        arrows: ofRoot && oneWay ? { to: { enabled: true, scaleFactor: 0.4 } } : "",
      };
    });
  }

  /** Everything that is shown, names included, in the window. */
  fit() {
    if (this.shown.length) this.network.moveTo({ ...this.frame(), animation: false });
  }

  /** Middle and scale at which everything is seen. */
  frame() {
    const width = this.box.clientWidth, height = this.box.clientHeight;
    const present = this.present();
    const bounds = this.islands
      ? raw.islands.filter((/** @type {any[]} */ [name]) => present.has(raw.provinces.indexOf(name))).map((/** @type {any[]} */ [, x, y, radius]) => ({ x, y, radius }))
      : this.shown.map((s) => ({ x: s.x, y: s.y, radius: s.size }));
    /** @param {(b: {x: number, y: number, radius: number}) => number} value */
    const most = (value) => bounds.reduce((/** @type {number} */ top, /** @type {any} */ b) => Math.max(top, value(b)), -Infinity);
    const right = most((b) => b.x + b.radius), left = -most((b) => b.radius - b.x);
    const bottom = most((b) => b.y + b.radius), top = -most((b) => b.radius - b.y);
    const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
    let scale = Math.min((width - 24) / Math.max(right - left, 1), (height - 96) / Math.max(bottom - top, 1), 1.4);
    if (!this.islands) {
      // Names stand outside the rings: each side node needs the width of its own.
      for (const s of this.shown) {
        const off = Math.abs(s.x - middle.x);
        const name = Math.min(shortName(entities[s.entity].name, nameLength(width)).length * 12 + 14, width * 0.34);
        if (off > 20 && s.angle !== null && Math.abs(Math.cos(s.angle)) > 0.25) scale = Math.min(scale, (width / 2 - name) / (off + s.size));
      }
    }
    scale = Math.max(scale, 0.02);
    return { position: { x: middle.x, y: middle.y - 8 / scale }, scale };
  }

  /** Provinces of what is shown. */
  present() {
    return new Set(this.shown.map((s) => entities[s.entity].province));
  }

  /** @param {number} factor */
  zoom(factor) {
    this.network.moveTo({ scale: Math.min(Math.max(this.network.getScale() * factor, 0.05), 8), animation: { duration: 160, easingFunction: "easeOutQuad" } });
  }

  /** @param {{x: number, y: number}} at */
  labelAt(at) {
    const hit = this.labels.find(({ box }) => at.x >= box.left && at.x <= box.right && at.y >= box.top && at.y <= box.bottom);
    return hit ? hit.entity : -1;
  }

  /** @param {CanvasRenderingContext2D} ctx */
  drawIslands(ctx) {
    if (this.islands) {
      const present = this.present();
      ctx.fillStyle = this.colours.island;
      for (const [name, x, y, radius] of raw.islands) {
        if (!present.has(raw.provinces.indexOf(name))) continue;
        ctx.beginPath();
        ctx.arc(x, y, radius, 0, 2 * Math.PI);
        ctx.fill();
      }
    }
    const root = this.shown.find((s) => s.entity === this.root);
    if (root) {
      ctx.beginPath();
      ctx.arc(root.x, root.y, root.size + 9, 0, 2 * Math.PI);
      ctx.fillStyle = this.colours.types[entities[root.entity].type];
      ctx.globalAlpha = 0.22;
      ctx.fill();
      ctx.globalAlpha = 1;
    }
  }

  /** @param {CanvasRenderingContext2D} ctx */
  drawNames(ctx) {
    const scale = this.network.getScale();
    const middle = this.network.getViewPosition();
    const width = this.box.clientWidth, height = this.box.clientHeight;
    /** @param {number} x @param {number} y @returns {[number, number]} */
    const onScreen = (x, y) => [(x - middle.x) * scale + width / 2, (y - middle.y) * scale + height / 2];
    /** @type {Spot[]} */
    const spots = [];
    const ranked = [...this.shown].sort((a, b) => Number(b.entity === this.root) - Number(a.entity === this.root) || a.entity - b.entity);
    ranked.forEach((s, i) => {
      const [x, y] = onScreen(s.x, s.y);
      if (x < -80 || y < -20 || x > width + 80 || y > height + 20) return;
      const weight = s.entity === this.root ? 1 : this.islands && i < 12 && this.shown.length > 40 ? 0.9 : 0.5;
      spots.push({ entity: s.entity, x, y, radius: s.size * scale, angle: s.entity === this.root ? null : s.angle, weight });
    });
    const present = this.present();
    const titles = !this.islands ? [] : raw.islands
      .filter((/** @type {any[]} */ [name]) => present.has(raw.provinces.indexOf(name)) && (name || raw.islands.length > 1))
      .map((/** @type {any[]} */ [name, x, y, radius]) => {
        const [sx, sy] = onScreen(x, y - radius);
        return { title: name || say("nationwide"), x: sx, y: sy + 3 };
      });
    ctx.save();
    ctx.scale(1 / scale, 1 / scale);
    ctx.translate(middle.x * scale - width / 2, middle.y * scale - height / 2);
    const at = new Map(this.shown.map((s) => [s.entity, s]));
    const words = this.words.map(({ text, from, to }) => {
      const a = at.get(from), b = at.get(to);
      const [x, y] = a && b ? onScreen(a.x + (b.x - a.x) * 0.55, a.y + (b.y - a.y) * 0.55) : [-99, -99];
      return { text, x, y };
    });
    this.labels = drawLabels(ctx, spots, this.colours, titles, words, this.hovered, width);
    ctx.restore();
  }
}
