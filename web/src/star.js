/** Neighbourhoods as a tree of rings around one entity: the same every time, no forces. */

import { graph } from "./store.js";

/**
 * @typedef {import("./store.js").Fact} Fact
 * @typedef {{x: number, y: number, angle: number}} Point
 */

const RING = 160;

/**
 * @param {number} root
 * @param {number[]} chosen entities to place, the root among them
 * @param {Fact[]} links facts between them
 * @param {number} stretch width of the rings over their height
 * @returns {Map<number, Point>}
 */
export function star(root, chosen, links, stretch) {
  /** @type {Map<number, {to: number, key: number}[]>} */
  const near = new Map(chosen.map((n) => [n, []]));
  for (const fact of links) {
    near.get(fact.subject)?.push({ to: fact.object, key: fact.relation * 2 });
    near.get(fact.object)?.push({ to: fact.subject, key: fact.relation * 2 + 1 });
  }
  // Neighbours by relation, then type, then importance: what belongs together stands together.
  const typeOrder = new Map(graph.types.map(([type], i) => [type, i]));
  for (const list of near.values()) {
    list.sort((a, b) => a.key - b.key
      || (typeOrder.get(graph.entities[a.to].type) ?? 0) - (typeOrder.get(graph.entities[b.to].type) ?? 0)
      || a.to - b.to);
  }
  /** @type {Map<number, number[]>} */
  const children = new Map(chosen.map((n) => [n, []]));
  const seen = new Set([root]);
  const queue = [root];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const { to } of near.get(at) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      children.get(at)?.push(to);
      queue.push(to);
    }
  }
  for (const n of chosen) if (!seen.has(n)) children.get(root)?.push(n);

  /** @type {Map<number, number>} */
  const leaves = new Map();
  /** @param {number} n @returns {number} */
  const count = (n) => {
    const sum = (children.get(n) ?? []).reduce((s, c) => s + count(c), 0);
    leaves.set(n, Math.max(1, sum));
    return leaves.get(n) ?? 1;
  };
  const total = count(root);

  /** @type {number[][]} */
  const rings = [[root]];
  while (rings[rings.length - 1].length) rings.push(rings[rings.length - 1].flatMap((n) => children.get(n) ?? []));
  const radii = [0];
  for (let depth = 1; depth < rings.length; depth++) {
    const crowd = rings[depth].length * (rings[depth].length > 26 ? 17 : 25) / (2 * Math.PI);
    radii.push(Math.max(radii[depth - 1] + (rings[depth].length > 26 ? RING * 0.95 : RING * 0.8), crowd, depth === 1 ? RING : 0));
  }

  /** @type {Map<number, Point>} */
  const points = new Map();
  /** @param {number} n @param {number} depth @param {number} from @param {number} to @param {number} order */
  const place = (n, depth, from, to, order) => {
    const angle = (from + to) / 2;
    const crowded = depth > 0 && rings[depth].length > 26;
    const radius = radii[depth] * (crowded && order % 2 ? 1.22 : 1);
    points.set(n, { x: Math.round(Math.cos(angle) * radius * stretch), y: Math.round(Math.sin(angle) * radius), angle });
    let start = from;
    (children.get(n) ?? []).forEach((c, i) => {
      const width = (to - from) * (leaves.get(c) ?? 1) / (n === root ? total : leaves.get(n) ?? 1);
      place(c, depth + 1, start, start + width, i);
      start += width;
    });
  };
  place(root, 0, -Math.PI * 0.75, Math.PI * 1.25, 0);
  return points;
}
