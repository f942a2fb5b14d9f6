/** Search over all names: by part, by abbreviation, by pinyin and by its initials, in any mixture. */

/**
 * @typedef {{entity: number, name: string, first: boolean}} Name
 * @typedef {{entity: number, name: string, score: number}} Hit
 */

/** The form in which two spellings of a name are one. @param {string} text */
export function folded(text) {
  return text.normalize("NFKC").replace(/[\s“”"'‘’《》〈〉「」『』]/g, "").toLowerCase();
}

/** @param {string} key @param {string} query */
export function nameScore(key, query) {
  const at = key.indexOf(query);
  if (at === 0) return key.length === query.length ? 100 : 80 - Math.min(key.length, 30) / 3;
  if (at > 0) return 60 - Math.min(at, 20) / 2;
  if (query.length < 3) return 0;
  let i = 0;
  for (const c of key) if (c === query[i]) i++;
  return i === query.length ? 25 : 0;
}

/** @param {[string, string][]} table (syllable, characters) @returns {Map<string, string[]>} character → its readings */
export function readingsOf(table) {
  /** @type {Map<string, string[]>} */
  const readings = new Map();
  for (const [syllable, characters] of table)
    for (const c of characters) {
      const list = readings.get(c);
      if (list) list.push(syllable);
      else readings.set(c, [syllable]);
    }
  return readings;
}

/**
 * How far `query`, from `at` on, spells the characters from `i` on: each by its syllable, by its initial (z or zh), or, the
 * last one, by the beginning of its syllable.
 * @param {string[]} characters
 * @param {number} i
 * @param {string} query
 * @param {number} at
 * @param {Map<string, string[]>} readings
 * @returns {number} the character after the last one spelt, -1 where the query is something else
 */
export function spelt(characters, i, query, at, readings) {
  if (at === query.length) return i;
  if (i === characters.length) return -1;
  const c = characters[i];
  const rest = query.length - at;
  for (const r of readings.get(c) ?? [c]) {
    if (r[0] !== query[at]) continue;
    if (r.length > rest && r.startsWith(query.slice(at))) return i + 1;
    for (const length of [r.length, r[1] === "h" && r.length > 2 ? 2 : 0, 1]) {
      if (!length || length > rest || !query.startsWith(r.slice(0, length), at)) continue;
      const end = spelt(characters, i + 1, query, at + length, readings);
      if (end >= 0) return end;
    }
  }
  return -1;
}

/** @param {string[]} characters @param {string} query @param {Map<string, string[]>} readings */
export function pinyinScore(characters, query, readings) {
  const end = spelt(characters, 0, query, 0, readings);
  if (end === characters.length) return 75;
  if (end > 0) return 55 - Math.min(characters.length - end, 20) / 2;
  if (query.length < 3) return 0;
  for (let i = 1; i < characters.length; i++) if (spelt(characters, i, query, 0, readings) > 0) return 30;
  return 0;
}

/** All names of a graph, ready to be searched. */
export class Index {
  /** @param {Name[]} names an entity's first name before its others @param {[string, string][]} table of pinyin */
  constructor(names, table) {
    this.readings = readingsOf(table);
    this.names = names.map(({ entity, name, first }) => {
      const key = folded(name);
      return { entity, name, first, key, characters: /** @type {string[] | null} */ (null) };
    });
  }

  /** Hits, the best first; of equals the more telling entity. @param {string} text @returns {Hit[]} */
  find(text) {
    const query = folded(text);
    if (!query) return [];
    const latin = /^[a-z0-9]{2,}$/.test(query);
    /** @type {Map<number, Hit>} */
    const hits = new Map();
    for (const row of this.names) {
      let score = nameScore(row.key, query);
      if (latin && score < 75) score = Math.max(score, pinyinScore((row.characters ??= [...row.key]), query, this.readings));
      if (!score) continue;
      if (!row.first) score -= 3;
      const known = hits.get(row.entity);
      if (!known || known.score < score) hits.set(row.entity, { entity: row.entity, name: row.name, score });
    }
    return [...hits.values()].sort((a, b) => b.score - a.score || a.entity - b.entity);
  }
}
