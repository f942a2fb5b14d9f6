/** A box that searches names as one types, with a list of results grouped by type (an ARIA combobox). */

import { aliasesOf, loadDetail, pinyinTable } from "./detail.js";
import { add, el, fill, isolated, marked } from "./dom.js";
import { Index, folded } from "./search.js";
import { graph, whereabouts } from "./store.js";
import { say, word } from "./text.js";

const GROUP = 5, UNFOLDED = 60;

/** @type {Index | null} */
let index = null;

/** The index of the page's graph, made when first asked for. */
export async function names() {
  await loadDetail();
  return (index ??= new Index(
    graph.entities.flatMap((e) => [e.name, ...aliasesOf(e.number)].map((name, i) => ({ entity: e.number, name, first: i === 0 }))),
    pinyinTable(),
  ));
}

export class SearchBox {
  /**
   * @param {HTMLInputElement} box
   * @param {HTMLElement} list
   * @param {(entity: number) => void} choose
   */
  constructor(box, list, choose) {
    this.box = box;
    this.list = list;
    this.choose = choose;
    this.active = -1;
    /** @type {Set<string>} types whose hits are all listed */
    this.unfolded = new Set();
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false" }))
      box.setAttribute(name, value);
    list.setAttribute("role", "listbox");
    box.addEventListener("input", () => {
      this.unfolded.clear();
      this.show();
    });
    box.addEventListener("focus", () => {
      void names(); // made ready while the reader begins to type
      this.show();
    });
    box.addEventListener("blur", () => this.toggle(false));
    box.addEventListener("keydown", (e) => this.key(e));
  }

  options() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll("[role=option]"))];
  }

  /** @param {boolean} open */
  toggle(open) {
    this.list.hidden = !open;
    this.box.setAttribute("aria-expanded", String(open));
    if (!open) this.activate(-1);
  }

  /** @param {number} at */
  activate(at) {
    this.active = at;
    this.options().forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    const option = this.options()[at];
    if (option) {
      this.box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.box.removeAttribute("aria-activedescendant");
  }

  async show() {
    const text = this.box.value;
    if (!folded(text)) {
      fill(this.list);
      return this.toggle(false);
    }
    const hits = (await names()).find(text);
    if (text !== this.box.value) return;
    fill(this.list);
    if (!hits.length) {
      add(this.list, el("div", { role: "option", "aria-disabled": "true", class: "none" }, el("strong", {}, say("noResults", text.trim())), el("p", {}, say("noResultsHint"))));
      this.toggle(true);
      return;
    }
    let i = 0;
    for (const type of [...new Set(hits.map((h) => graph.entities[h.entity].type))]) {
      const group = hits.filter((h) => graph.entities[h.entity].type === type);
      const all = this.unfolded.has(type);
      const shown = group.slice(0, all ? UNFOLDED : GROUP);
      const rows = shown.map((hit) => this.row(hit, i++));
      const rest = group.length - shown.length;
      if (rest > 0 && !all) rows.push(this.option(`${this.list.id}-${i++}`, "hit more", () => {
        this.unfolded.add(type);
        this.show();
      }, say("more", rest)));
      add(this.list, el("div", { role: "group", "aria-label": word(graph.typeWords[type]) },
        el("div", { class: "group", "aria-hidden": "true" }, word(graph.typeWords[type]), el("span", {}, group.length)), rows));
    }
    this.toggle(true);
    this.activate(0);
  }

  /** @param {string} id @param {string} kind @param {() => void} act @param {...any} content */
  option(id, kind, act, ...content) {
    return el("div", { role: "option", id, "aria-selected": "false", class: kind, onmousedown: (/** @type {Event} */ e) => e.preventDefault(), onclick: act }, ...content);
  }

  /** @param {import("./search.js").Hit} hit @param {number} i */
  row(hit, i) {
    const entity = graph.entities[hit.entity];
    const query = this.box.value.trim();
    const place = whereabouts(entity.number).map((n) => graph.entities[n].name).slice(0, 2).join(" · ") || graph.provinces[entity.province];
    const option = this.option(`${this.list.id}-${i}`, "hit", () => this.pick(hit.entity),
      el("span", { class: "dot" }),
      el("span", { class: "what" },
        el("bdi", {}, marked(entity.name, [query])),
        hit.name !== entity.name && el("small", {}, "＝ ", el("bdi", {}, marked(hit.name, [query])))),
      el("small", {}, place && isolated(place)));
    option.style.setProperty("--hue", `var(--${entity.type})`);
    return option;
  }

  /** @param {number} entity */
  pick(entity) {
    this.box.value = "";
    this.toggle(false);
    this.box.blur();
    this.choose(entity);
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    if (e.isComposing) return;
    const options = this.options();
    if (e.key === "ArrowDown" && options.length) this.activate((this.active + 1) % options.length);
    else if (e.key === "ArrowUp" && options.length) this.activate((this.active - 1 + options.length) % options.length);
    else if (e.key === "Enter" && options[this.active]) options[this.active].click();
    else if (e.key === "Enter" && this.box.value) this.show().then(() => this.options()[0]?.click());
    else if (e.key === "Escape") {
      this.box.value = "";
      this.toggle(false);
      this.box.blur();
    } else return;
    e.preventDefault();
  }
}
