/** The page: reads the graph, shows the view that the link asks for, and goes from view to view. */

import { articleCard } from "./article.js";
import { readBlock } from "./blocks.js";
import { articlesBehind, entityCard } from "./card.js";
import { articles, claimsOf, loadDetail, loadSentences } from "./detail.js";
import { byId, el, fill } from "./dom.js";
import { WIDE, showFilters } from "./filterpanel.js";
import { places } from "./map.js";
import { pathCard, spotCard, startCard, unknownCard } from "./panel.js";
import { pathFacts } from "./scenes.js";
import { SearchBox } from "./searchbox.js";
import { pictures, recolourStage, setUpStage, showStage, zoomStage } from "./stage.js";
import { fillGraph, graph } from "./store.js";
import { say, speech } from "./text.js";
import { alsoHash, fromHash, plainView, state, toHash } from "./view.js";

/** A page inside another one (a notebook's frame) has no address of its own to keep the view in. */
const framed = location.protocol === "about:";
/** Is the next card to take the keyboard's focus? */
let reading = false;

/** @param {string} hash without # */
function go(hash) {
  if (framed) void apply(hash);
  else if (location.hash.replace(/^#/, "") !== hash) location.hash = hash;
  else void apply(hash);
}

/** Filters changed: the link says so, without a step of its own in the history. */
function refilter() {
  const hash = alsoHash({});
  if (!framed) history.replaceState(null, "", `#${hash}`);
  showFilters(refilter);
  void Promise.all([showStage(), showCard(false)]).then(() => settled(hash));
}

/** What is shown now; whoever drives the page can wait for it. @param {string} hash */
function settled(hash) {
  document.documentElement.dataset.shown = hash.replace(/^#/, "");
}

/** @param {string} hash */
async function apply(hash) {
  const before = state.view;
  if (/(^|&)(e|to|a)=/.test(hash.replace(/^#/, ""))) await loadDetail();
  state.view = fromHash(hash);
  const moved = !before || ["entity", "article", "sentence", "to", "spot"].some((key) => before[/** @type {"to"} */ (key)] !== state.view[/** @type {"to"} */ (key)]);
  showWords();
  showFilters(refilter);
  await showStage();
  await showCard(moved);
  settled(hash);
}

/** @param {boolean} moved */
async function showCard(moved) {
  const { view } = state;
  const card = byId("card");
  await loadDetail();
  const content = await contentOf(view);
  if (view !== state.view) return;
  const inside = card.contains(document.activeElement);
  const scroll = card.scrollTop;
  fill(card, content);
  const open = view.entity >= 0 || view.article >= 0 || view.spot >= 0;
  document.body.classList.toggle("reading", open);
  card.scrollTop = moved ? 0 : scroll;
  const sentence = document.getElementById("sentence");
  if (moved && sentence) sentence.scrollIntoView({ block: "center" });
  // Whoever came here by search or by a link of the card reads on where the new card begins.
  if (moved && (inside || reading)) card.querySelector("h2")?.focus({ preventScroll: Boolean(sentence) });
  reading = false;
  const name = view.article >= 0 ? articles[view.article].title : view.entity >= 0 ? graph.entities[view.entity].name : "";
  document.title = (name ? `${name} · ` : "") + say("title");
}

/** @param {import("./view.js").View} view */
async function contentOf(view) {
  if (view.unknown) return unknownCard();
  if (view.article >= 0) {
    await loadSentences([view.article]);
    return articleCard(view.article, view.sentence);
  }
  if (view.entity >= 0 && view.to >= 0) {
    const facts = pathFacts(view.entity, view.to);
    await loadSentences((facts ?? []).flatMap((f) => claimsOf(f).map((c) => c.article)));
    return pathCard(view.entity, view.to, facts);
  }
  if (view.entity >= 0) {
    const entity = graph.entities[view.entity];
    await loadSentences(articlesBehind(entity));
    return entityCard(entity, go);
  }
  if (view.spot >= 0 && view.tab === "map") {
    const place = (await places()).places[view.spot];
    if (place) return spotCard(place.name, place.members);
  }
  return startCard();
}

/** Everything of the interface that is not redrawn with the card. */
function showWords() {
  document.documentElement.lang = speech.language ? "en" : "zh-CN";
  fill(byId("home"), say("title"));
  fill(byId("skip"), say("skip"));
  fill(byId("totals"), say("totals", graph.entities.length, graph.facts.length, graph.articles));
  const query = byId("query");
  query.setAttribute("placeholder", say("search"));
  query.setAttribute("aria-label", say("search"));
  byId("results").setAttribute("aria-label", say("results"));
  byId("filters").setAttribute("aria-label", say("filters"));
  byId("card").setAttribute("aria-label", say("card"));
  fill(byId("language"), say("language"));
  byId("language").setAttribute("title", say("languageHint"));
  for (const name of ["title", "aria-label"]) byId("theme").setAttribute(name, say("theme"));
  for (const id of ["network", "webgl"]) byId(id).setAttribute("aria-label", say("picture"));
  byId("home").setAttribute("href", "#" + toHash({}));
  fill(byId("zoom"), [["zoomIn", "+", 1.4], ["zoomOut", "−", 1 / 1.4], ["fit", "⤢", 0]].map(([key, sign, factor]) =>
    el("button", { type: "button", "aria-label": say(String(key)), title: say(String(key)), onclick: () => zoomStage(Number(factor)) }, sign)));
}

const DARK = matchMedia("(prefers-color-scheme: dark)");

/** @param {string} theme */
function dress(theme) {
  document.documentElement.dataset.theme = theme;
  recolourStage();
}

function listen() {
  new SearchBox(/** @type {HTMLInputElement} */ (byId("query")), byId("results"), (entity) => {
    reading = true;
    go(toHash({ entity, grouping: state.view.grouping }));
  });
  setUpStage(go);
  byId("language").addEventListener("click", () => {
    speech.language = speech.language ? 0 : 1;
    go(alsoHash({}));
  });
  byId("theme").addEventListener("click", () => dress(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  DARK.addEventListener("change", () => dress(DARK.matches ? "dark" : "light"));
  WIDE.addEventListener("change", () => showFilters(refilter));
  addEventListener("hashchange", () => void apply(location.hash));
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(target)) menu.removeAttribute("open");
    const link = target?.closest("a[href^='#']");
    if (!link || link.id === "skip" || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go((link.getAttribute("href") ?? "#").slice(1));
  });
  document.addEventListener("keydown", (e) => {
    const typing = e.target instanceof Element && e.target.closest("input, select, textarea");
    if (e.key === "/" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) {
      e.preventDefault();
      byId("query").focus();
    }
    if (e.key === "Escape") document.querySelector("details.menu[open]")?.removeAttribute("open");
  });
}

async function main() {
  document.documentElement.dataset.theme = DARK.matches ? "dark" : "light";
  if (typeof DecompressionStream === "undefined") return fill(byId("card"), say("tooOld"));
  fillGraph(await readBlock("core"));
  state.view = plainView();
  listen();
  let first = location.hash;
  if (framed || !first.slice(1)) {
    if (graph.start >= 0) await loadDetail();
    first = graph.start >= 0 ? toHash({ entity: graph.start }) : "";
  }
  await apply(first);
  document.documentElement.dataset.ready = "yes";
}

/** A way in for tests and for the curious at the console. */
Object.assign(globalThis, { unionkg: { graph, pictures, state } });
void main();
