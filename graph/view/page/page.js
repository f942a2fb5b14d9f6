/** Views and how one goes between them: every view is a link (#e=…), so that it can be shared and the back button works. */

/** @typedef {{entity: number, article: number, hops: number, amount: number, unknown: boolean}} View */

const AMOUNTS = [150, 400, 1500];
const NEAR = [90, 150];

/** @type {View} */
let view = { entity: -1, article: -1, hops: 1, amount: AMOUNTS[0], unknown: false };

/** A page inside another one (a notebook's frame) has no address of its own to keep the view in. */
const framed = location.protocol === "about:";

/** @param {Partial<View>} wanted */
function toHash({ entity = -1, article = -1, hops = 1, amount = AMOUNTS[0] }) {
  const parts = [];
  if (entity >= 0) parts.push(`e=${encodeURIComponent(entities[entity].iri)}`);
  if (article >= 0) parts.push(`a=${encodeURIComponent(articles[article].id)}`);
  if (hops > 1) parts.push(`h=${hops}`);
  if (amount !== AMOUNTS[0]) parts.push(`n=${amount}`);
  if (language) parts.push("l=en");
  return parts.join("&");
}

/** @param {string} hash @returns {View} */
function fromHash(hash) {
  /** @type {Record<string, string>} */
  const given = {};
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at > 0) given[part.slice(0, at)] = part.slice(at + 1);
  }
  const decoded = (/** @type {string} */ text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  // An IRI may come encoded by us, as printed in Turtle, or with its characters plain.
  const asPrinted = (/** @type {string} */ text) => text.replace(/[^\x00-\x7f]+/g, encodeURIComponent);
  const entity = given.e === undefined ? -1 : numberByIri.get(decoded(given.e)) ?? numberByIri.get(given.e) ?? numberByIri.get(asPrinted(decoded(given.e))) ?? -1;
  const article = given.a === undefined ? -1 : numberByArticle.get(decoded(given.a)) ?? -1;
  language = given.l === "en" ? 1 : 0;
  return {
    entity, article,
    hops: given.h === "2" ? 2 : 1,
    amount: AMOUNTS.includes(Number(given.n)) ? Number(given.n) : AMOUNTS[0],
    unknown: (given.e !== undefined && entity < 0) || (given.a !== undefined && article < 0),
  };
}

/** @type {Picture} */
let picture;
/** Is the next card to take the keyboard's focus? */
let reading = false;

/** @param {string} hash without # */
function go(hash) {
  if (framed) apply(fromHash(hash));
  else if (location.hash.replace(/^#/, "") !== hash) location.hash = hash;
  else apply(fromHash(hash));
}

/** @param {View} wanted */
function apply(wanted) {
  const moved = wanted.entity !== view.entity || wanted.article !== view.article;
  view = wanted;
  showWords();
  showCard(moved);
  showPicture();
}

/** @param {boolean} moved */
function showCard(moved) {
  const card = byId("card");
  const inside = card.contains(document.activeElement);
  fill(card, view.unknown ? unknownCard() : view.entity >= 0 ? entityCard(entities[view.entity]) : view.article >= 0 ? articleCard(view.article) : startCard());
  document.body.classList.toggle("reading", view.entity >= 0 || view.article >= 0);
  if (moved) card.scrollTop = 0;
  // Whoever came here by search or by a link of the card reads on where the new card begins.
  if (moved && (inside || reading)) card.querySelector("h2")?.focus();
  reading = false;
  const name = view.entity >= 0 ? entities[view.entity].name : view.article >= 0 ? articles[view.article].title : "";
  document.title = (name ? `${name} · ` : "") + say("title");
}

function showPicture() {
  showFilters(showPicture);
  /** @type {number[]} */
  let chosen;
  let root = view.entity;
  let left = 0;
  if (view.entity >= 0) ({ chosen, left } = around(view.entity, view.hops, NEAR[view.hops - 1]));
  else if (view.article >= 0) {
    chosen = namedIn(view.article).filter((n) => passes(entities[n])).slice(0, NEAR[1]);
    root = chosen.length ? chosen[0] : -1;
  } else chosen = best(view.amount);
  const links = between(new Set(chosen));
  const ring = root >= 0 ? star(root, chosen, links, picture.stretch()) : null;
  picture.show(chosen.map((n) => {
    const entity = entities[n];
    const at = ring?.get(n);
    return { entity: n, x: at ? at.x : entity.x, y: at ? at.y : entity.y, size: ring ? Math.min(entity.size, n === root ? 16 : 11) : entity.size, angle: at ? at.angle : null };
  }), links, root, root < 0);
  const nothing = byId("nothing");
  nothing.hidden = chosen.length > 0;
  fill(nothing, say(entities.length ? "nothing" : "emptyGraph"));
  const pairs = new Set(links.map((f) => Math.min(f.subject, f.object) * entities.length + Math.max(f.subject, f.object)));
  fill(byId("status"), say("drawn", chosen.length, entities.length, pairs.size) + (left ? ` · ${say("undrawn", left)}` : ""));
  showModes();
}

function showModes() {
  /** @param {string} text @param {string} hash @param {boolean} current */
  const segment = (text, hash, current) => el("a", { href: `#${hash}`, "aria-current": current ? "true" : undefined }, text);
  const modes = byId("modes");
  modes.setAttribute("aria-label", say("view"));
  fill(modes, segment(say("overview"), toHash({ amount: view.amount }), view.entity < 0 && view.article < 0),
    view.article >= 0 && segment(say("article"), toHash(view), true),
    view.entity >= 0 && [1, 2].map((hops) => segment(say(`hop${hops}`), toHash({ ...view, hops }), view.hops === hops)));
  const amounts = byId("amounts");
  amounts.setAttribute("aria-label", say("amount"));
  amounts.hidden = view.entity >= 0 || view.article >= 0 || entities.length <= AMOUNTS[0];
  fill(amounts, AMOUNTS.filter((amount, i) => i === 0 || entities.length > AMOUNTS[i - 1]).map((amount) =>
    segment(amount >= entities.length ? say("all") : say("top", amount), toHash({ amount }), amount === view.amount)));
}

/** Everything of the interface that is not redrawn with the card. */
function showWords() {
  document.documentElement.lang = language ? "en" : "zh-CN";
  fill(byId("home"), say("title"));
  fill(byId("skip"), say("skip"));
  fill(byId("totals"), say("totals", entities.length, facts.length, articles.length));
  const query = byId("query");
  query.setAttribute("placeholder", say("search"));
  query.setAttribute("aria-label", say("search"));
  byId("results").setAttribute("aria-label", say("results"));
  const button = byId("language");
  fill(button, say("language"));
  button.setAttribute("title", say("languageHint"));
  byId("network").setAttribute("aria-label", say("picture"));
  byId("home").setAttribute("href", "#" + toHash({}));
  fill(byId("zoom"), [["zoomIn", "+", 1.4], ["zoomOut", "−", 1 / 1.4], ["fit", "⤢", 0]].map(([key, sign, factor]) =>
    el("button", { type: "button", "aria-label": say(String(key)), title: say(String(key)), onclick: () => (factor ? picture.zoom(Number(factor)) : picture.fit()) }, sign)));
}

byId("network").setAttribute("role", "img");
picture = new Picture((entity) => go(toHash({ entity, hops: view.hops })));
setUpSearch((entity) => {
  reading = true;
  go(toHash({ entity }));
});
byId("language").addEventListener("click", () => {
  language = language ? 0 : 1;
  go(toHash(view));
});
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
  if (!link || link.id === "skip" || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go((link.getAttribute("href") ?? "#").slice(1));
});
WIDE.addEventListener("change", () => showFilters(showPicture));
addEventListener("hashchange", () => apply(fromHash(location.hash)));
apply(framed || !location.hash.slice(1) ? { ...view, entity: raw.start } : fromHash(location.hash));
document.documentElement.dataset.ready = "yes";
