/** The packed blocks that the page carries: opened when they are needed, each once. */

import { byId } from "./dom.js";

/** @type {Map<string, Promise<any>>} */
const opened = new Map();

/** @param {string} base64 @returns {Promise<string>} */
export async function unpack(base64) {
  const bytes = Uint8Array.from(atob(base64.trim()), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

/** @param {string} name @param {(text: string) => any} use */
function once(name, use) {
  const known = opened.get(name);
  if (known) return known;
  const node = byId(`block-${name}`);
  const made = unpack(node.textContent || "").then((text) => {
    node.remove();
    return use(text);
  });
  opened.set(name, made);
  return made;
}

/** What a block of data holds. @param {string} name @returns {Promise<any>} */
export function readBlock(name) {
  return once(name, JSON.parse);
}

/** Run a packed library; the page's policy knows its digest. @param {string} name @returns {Promise<void>} */
export function runBlock(name) {
  return once(name, (text) => {
    const script = document.createElement("script");
    script.textContent = text;
    document.head.append(script);
  });
}
