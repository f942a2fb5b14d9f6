/** Making elements: text only ever enters the page as text, never as markup. */

/** @typedef {string | number | Node | null | undefined | false} Child */

/**
 * @param {string} tag
 * @param {Record<string, any>} properties attributes; `on…` are listeners, `hue` an entity type
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
function el(tag, properties = {}, ...children) {
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
function add(node, ...children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`no element ${id}`);
  return node;
}

/**
 * @param {Element} node
 * @param {...(Child | Child[])} children
 */
function fill(node, ...children) {
  node.textContent = "";
  add(node, ...children);
}

/** Text that cannot reorder its neighbours, whatever its script. @param {string} text */
function isolated(text) {
  return el("bdi", {}, text);
}

/**
 * `text` with the first occurrence of each of `words` marked; longer words are looked for first.
 * @param {string} text
 * @param {string[]} words
 * @returns {Child[]}
 */
function marked(text, words) {
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
