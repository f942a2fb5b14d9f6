/** Making elements: text only ever enters the page as text, never as markup. */

/** @typedef {string | number | Node | null | undefined | false | "" | readonly any[]} Child */

/**
 * @param {string} tag
 * @param {Record<string, any>} properties attributes; `on…` are listeners, `hue` an entity type
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (key === "hue") node.style.setProperty("--hue", `var(--${value})`);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  add(node, ...children);
  return node;
}

/**
 * @param {Node} node
 * @param {...(Child | Child[])} children
 */
export function add(node, ...children) {
  for (const child of /** @type {Child[]} */ (children.flat(3))) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`no element ${id}`);
  return node;
}

/**
 * @param {Element} node
 * @param {...(Child | Child[])} children
 */
export function fill(node, ...children) {
  node.textContent = "";
  add(node, ...children);
}

/** Text that cannot reorder its neighbours, whatever its script. @param {string} text */
export function isolated(text) {
  return el("bdi", {}, text);
}

/**
 * `text` with the first occurrence of each of `words` marked; longer words are looked for first.
 * @param {string} text
 * @param {string[]} words
 * @returns {Child[]}
 */
export function marked(text, words) {
  /** @type {[number, number][]} */
  const spans = [];
  for (const word of [...new Set(words)].filter((w) => w.length > 1).sort((a, b) => b.length - a.length)) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      const end = at + word.length;
      if (spans.every(([s, e]) => end <= s || at >= e)) {
        spans.push([at, end]);
        break;
      }
    }
  }
  /** @type {Child[]} */
  const parts = [];
  let last = 0;
  for (const [start, end] of spans.sort((a, b) => a[0] - b[0])) {
    parts.push(text.slice(last, start), el("mark", {}, text.slice(start, end)));
    last = end;
  }
  parts.push(text.slice(last));
  return parts;
}

/**
 * An element of a drawing; colours and strokes are attributes, since the page's policy knows no inline styles.
 * @param {string} tag
 * @param {Record<string, any>} [properties]
 * @param {...(Child | Child[])} children
 * @returns {SVGElement}
 */
export function svg(tag, properties = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, String(value));
  }
  add(node, ...children);
  return node;
}

/**
 * Offer `content` as a file to keep.
 * @param {string} name
 * @param {BlobPart} content
 * @param {string} type
 */
export function download(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
