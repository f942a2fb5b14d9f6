/** Legend and filters in one: each type and relation with its count, switched on and off. */

/** Where there is room for a column of filters, they are always open. */
const WIDE = matchMedia("(min-width: 901px)");

/** @param {() => void} changed */
function showFilters(changed) {
  const box = byId("filters");
  const wasOpen = box.querySelector("details")?.open;
  const focused = document.activeElement instanceof HTMLElement && box.contains(document.activeElement) ? document.activeElement.dataset.key : "";

  /** @param {Set<any>} off @param {any} item */
  const toggle = (off, item) => () => {
    if (!off.delete(item)) off.add(item);
    changed();
  };
  /** @param {Set<any>} off @param {any[]} all @param {any} item */
  const only = (off, all, item) => () => {
    all.forEach((other) => (other === item ? off.delete(other) : off.add(other)));
    changed();
  };

  /**
   * @param {Set<any>} off @param {any[]} all @param {any} item @param {string[]} pair @param {number} count @param {Child} sign
   * @param {string} [hue]
   */
  const row = (off, all, item, pair, count, sign, hue) => el("li", { hue },
    el("button", { type: "button", class: "toggle", "aria-pressed": String(!off.has(item)), title: otherWord(pair), "data-key": `t${item}`, onclick: toggle(off, item) },
      sign, el("span", { class: "label" }, word(pair)), el("span", { class: "count" }, count.toLocaleString("en-US"))),
    all.length > 1 && el("button", { type: "button", class: "only", title: say("onlyThis", word(pair)), "aria-label": say("onlyThis", word(pair)), "data-key": `o${item}`, onclick: only(off, all, item) }, say("only")));

  const typeCounts = types.map(([type, pair]) => ({ type, pair, count: entities.filter((e) => e.type === type).length })).filter((t) => t.count);
  const relationCounts = relations.map((relation, i) => ({ i, pair: relation.pair, count: facts.filter((f) => f.relation === i).length })).filter((r) => r.count);
  const provinces = raw.provinces.map((/** @type {string} */ name, /** @type {number} */ i) => ({ name, i, count: entities.filter((e) => e.province === i).length }));

  const province = /** @type {HTMLSelectElement} */ (el("select", { id: "province", "data-key": "province", onchange: () => {
    filters.province = Number(province.value);
    changed();
  } }, el("option", { value: -1 }, say("everywhere")), provinces.map((/** @type {{name: string, i: number, count: number}} */ p) =>
    el("option", { value: p.i, selected: p.i === filters.province }, `${p.name}（${p.count.toLocaleString("en-US")}）`))));
  const inferred = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", checked: filters.inferred, "data-key": "inferred", onchange: () => {
    filters.inferred = inferred.checked;
    changed();
  } }));

  /** @param {string} state */
  const line = (state) => el("li", {}, el("span", { class: `stroke ${state}` }), say(state));
  fill(box, el("details", { open: WIDE.matches || wasOpen },
    el("summary", {}, say("filters")),
    el("h2", {}, say("types")),
    el("ul", {}, typeCounts.map((t) => row(filters.types, typeCounts.map((c) => c.type), t.type, t.pair, t.count, el("span", { class: "dot" }), t.type))),
    el("h2", {}, say("relations")),
    el("ul", {}, relationCounts.map((r) => row(filters.relations, relationCounts.map((c) => c.i), r.i, r.pair, r.count, el("span", { class: "dash" })))),
    provinces.length > 1 && [el("h2", {}, el("label", { for: "province" }, say("province"))), province],
    el("label", { class: "check" }, inferred, say("showInferred")),
    filtered() && el("button", { type: "button", class: "reset", onclick: () => {
      filters.types.clear();
      filters.relations.clear();
      filters.province = -1;
      filters.inferred = true;
      changed();
    } }, say("reset")),
    el("h2", {}, say("legendLines")),
    el("ul", { class: "legend" }, ["stated", "planned", "inferred", "doubtful"].map(line),
      el("li", {}, el("span", { class: "dot hollow" }), say("hollow")))));
  if (focused) /** @type {HTMLElement | null} */ (box.querySelector(`[data-key="${focused}"]`))?.focus();
}
