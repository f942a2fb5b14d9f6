/** Search as you type: over all names, by part, by abbreviation, by pinyin initials. */

/** @typedef {{entity: number, name: string, score: number}} Hit */

/** The form in which two spellings of a name are one. @param {string} text */
function folded(text) {
  return text.normalize("NFKC").replace(/[\s“”"'‘’《》〈〉「」『』]/g, "").toLowerCase();
}

/** First characters of each initial in pinyin order, as collation sorts them. */
const INITIALS = [..."阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀"];
const LETTERS = "abcdefghjklmnopqrstwxyz";
const collator = new Intl.Collator("zh-Hans-u-co-pinyin");
/** Some browsers carry no pinyin order; then initials are not offered rather than wrong. */
const hasPinyin = ["三亚市总", "工会"].map((s) => initials(s, true)).join() === "sysz,gh";
/** @type {Map<string, string>} */
const initialOf = new Map();

/**
 * Pinyin initials of a name: 三亚市总 → sysz.
 * @param {string} text
 * @param {boolean} [probe]
 */
function initials(text, probe) {
  let result = "";
  for (const c of text) {
    if (!/\p{Script=Han}/u.test(c)) {
      result += c;
      continue;
    }
    let letter = probe ? undefined : initialOf.get(c);
    if (!letter) {
      let low = 0;
      let high = INITIALS.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (collator.compare(INITIALS[middle], c) <= 0) low = middle;
        else high = middle - 1;
      }
      letter = LETTERS[low];
      if (!probe) initialOf.set(c, letter);
    }
    result += letter;
  }
  return result;
}

const searchable = entities.map((e) => [e.name, ...e.aliases].map((name) => ({ name, key: folded(name) })));
/** @type {string[][] | null} made when Latin letters are first typed */
let searchableInitials = null;

/** @param {string} key @param {string} query */
function nameScore(key, query) {
  const at = key.indexOf(query);
  if (at === 0) return key.length === query.length ? 100 : 80 - Math.min(key.length, 30) / 3;
  if (at > 0) return 60 - Math.min(at, 20) / 2;
  if (query.length < 3) return 0;
  let i = 0;
  for (const c of key) if (c === query[i]) i++;
  return i === query.length ? 25 : 0;
}

/** @param {string} key @param {string} query */
function initialsScore(key, query) {
  if (key === query) return 75;
  if (key.startsWith(query)) return 50;
  return query.length > 2 && key.includes(query) ? 30 : 0;
}

/** Hits, the best first. @param {string} text @returns {Hit[]} */
function searchNames(text) {
  const query = folded(text);
  if (!query) return [];
  const latin = hasPinyin && /^[a-z0-9]{2,}$/.test(query);
  if (latin && !searchableInitials) searchableInitials = searchable.map((names) => names.map((n) => initials(n.key)));
  /** @type {Hit[]} */
  const hits = [];
  for (const entity of entities) {
    let found = { entity: entity.number, name: "", score: 0 };
    searchable[entity.number].forEach(({ name, key }, i) => {
      const spelt = latin && searchableInitials ? initialsScore(searchableInitials[entity.number][i], query) : 0;
      const score = Math.max(nameScore(key, query), spelt) - (i ? 3 : 0);
      if (score > found.score) found = { entity: entity.number, name, score };
    });
    if (found.score > 0) hits.push(found);
  }
  return hits.sort((a, b) => b.score - a.score || a.entity - b.entity);
}

/** The box and its list of results. @param {(entity: number) => void} choose */
function setUpSearch(choose) {
  const box = /** @type {HTMLInputElement} */ (byId("query"));
  const list = byId("results");
  const GROUP = 5;
  /** @type {Set<string>} types whose hits are all listed */
  const unfolded = new Set();
  let active = -1;

  function options() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[role=option]"))];
  }

  /** @param {boolean} open */
  function toggle(open) {
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    if (!open) activate(-1);
  }

  /** @param {number} index */
  function activate(index) {
    active = index;
    options().forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    const option = options()[index];
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  }

  /** @param {Hit} hit @param {number} i */
  function row(hit, i) {
    const entity = entities[hit.entity];
    const query = box.value.trim();
    const place = whereabouts(entity.number).map((n) => entities[n].name).slice(0, 2).join(" · ") || raw.provinces[entity.province];
    return el("div", {
      role: "option", id: `hit-${i}`, "aria-selected": "false", hue: entity.type, class: "hit",
      onmousedown: (/** @type {Event} */ e) => e.preventDefault(),
      onclick: () => pick(hit.entity),
    },
      el("span", { class: "dot" }),
      el("span", { class: "what" },
        el("bdi", {}, marked(entity.name, [query])),
        hit.name !== entity.name && el("small", {}, "＝ ", el("bdi", {}, marked(hit.name, [query])))),
      el("small", {}, place));
  }

  function show() {
    const hits = searchNames(box.value);
    fill(list);
    if (!folded(box.value)) return toggle(false);
    if (!hits.length) {
      add(list, el("div", { class: "none" }, el("strong", {}, say("noResults", box.value.trim())), el("p", {}, say("noResultsHint"))));
      return toggle(true);
    }
    let i = 0;
    for (const type of [...new Set(hits.map((h) => entities[h.entity].type))]) {
      const group = hits.filter((h) => entities[h.entity].type === type);
      const shown = unfolded.has(type) ? group.slice(0, 60) : group.slice(0, GROUP);
      const title = el("div", { class: "group", "aria-hidden": "true" }, word(typeWords[type]), el("span", {}, group.length));
      const rows = shown.map((hit) => row(hit, i++));
      const rest = group.length - shown.length;
      const more = rest > 0 && !unfolded.has(type) && el("div", {
        role: "option", id: `hit-${i++}`, "aria-selected": "false", class: "hit more",
        onmousedown: (/** @type {Event} */ e) => e.preventDefault(),
        onclick: () => { unfolded.add(type); show(); },
      }, say("more", rest));
      add(list, el("div", { role: "group", "aria-label": word(typeWords[type]) }, title, rows, more));
    }
    toggle(true);
    activate(0);
  }

  /** @param {number} entity */
  function pick(entity) {
    box.value = "";
    toggle(false);
    box.blur();
    choose(entity);
  }

  box.addEventListener("input", () => { unfolded.clear(); show(); });
  box.addEventListener("focus", show);
  box.addEventListener("blur", () => toggle(false));
  box.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    const count = options().length;
    if (e.key === "ArrowDown" && count) activate((active + 1) % count);
    else if (e.key === "ArrowUp" && count) activate((active - 1 + count) % count);
    else if (e.key === "Enter" && options()[active]) options()[active].click();
    else if (e.key === "Escape") {
      box.value = "";
      toggle(false);
      box.blur();
    } else return;
    e.preventDefault();
  });
  document.addEventListener("keydown", (e) => {
    const typing = e.target instanceof Element && e.target.closest("input, select, textarea");
    if (e.key === "/" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) {
      e.preventDefault();
      box.focus();
    }
  });
}
