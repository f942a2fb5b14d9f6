/** The stage: the tab that is shown, the way it is drawn, and the bar above it. */

import { showQuestions, saveAnswer } from "./ask.js";
import { loadDetail } from "./detail.js";
import { byId, el, fill } from "./dom.js";
import { networkDrawing, savePng, saveSvg, sheetDrawing } from "./drawing.js";
import { passes } from "./filters.js";
import { showMap, wholeMap, zoomMap } from "./map.js";
import { groupTitle, sceneOf } from "./scenes.js";
import { SigmaPicture } from "./sigmapicture.js";
import { graph } from "./store.js";
import { saveTable, showTable } from "./table.js";
import { say } from "./text.js";
import { showTimeline } from "./timeline.js";
import { FLUID, TABS, alsoHash, amounts, state, toHash } from "./view.js";
import { VisPicture } from "./vispicture.js";

/** @typedef {import("./picture.js").Picture & {show(scene: any): void, fit(): void, zoom(factor: number): void, recolour(): void}} Drawn */

/** @type {{vis: VisPicture | null, sigma: SigmaPicture | null | undefined, shown: Drawn | null}} */
export const pictures = { vis: null, sigma: undefined, shown: null };
/** What the last network showed: the table lists it. @type {number[]} */
let members = [];

/** @type {(hash: string) => void} */
let go = () => {};
/** @param {(hash: string) => void} goTo */
export function setUpStage(goTo) {
  go = goTo;
  new ResizeObserver(() => {
    wholeMap();
    if (state.view && (state.view.tab === "map" || state.view.tab === "time")) void showStage();
  }).observe(byId("stage"));
}

/** @param {number} id a node of the picture */
function choose(id) {
  const scene = pictures.shown?.scene;
  if (scene?.kind === "groups") go(alsoHash({ inside: id - 1 }));
  else go(toHash({ grouping: state.view.grouping, entity: id, hops: state.view.hops }));
}

/** The way of drawing for so many nodes. @param {number} count @returns {Promise<Drawn>} */
async function pictureFor(count) {
  if (count > FLUID && pictures.sigma !== null) {
    byId("webgl").hidden = false;
    pictures.sigma ??= await SigmaPicture.open(byId("webgl"), choose);
    if (pictures.sigma) return pictures.sigma;
  }
  return (pictures.vis ??= await VisPicture.open(byId("network"), choose));
}

let turn = 0;

/** Draw the present view. */
export async function showStage() {
  const mine = ++turn;
  const { view } = state;
  const network = view.tab === "graph";
  const sheet = byId("sheet");
  showBar();
  sheet.hidden = network;
  sheet.className = view.tab;
  byId("zoom").hidden = !network && view.tab !== "map";
  byId("nothing").hidden = true;
  const needed = view.entity >= 0 || view.article >= 0 || !network ? loadDetail() : null;
  if (needed) await needed;
  if (mine !== turn) return;
  if (network) return showNetwork(mine);
  byId("network").hidden = byId("webgl").hidden = true;
  fill(byId("status"));
  if (view.tab === "map") return showMap(sheet);
  if (view.tab === "time") return showTimeline(sheet);
  if (view.tab === "ask") return showQuestions(sheet);
  const wide = view.entity < 0 && view.article < 0;
  members = wide ? graph.entities.filter((e) => passes(e) && (view.inside === null || e[view.grouping] === view.inside)).map((e) => e.number) : sceneOf(view, 1).members;
  return showTable(sheet, members);
}

/** @param {number} mine */
async function showNetwork(mine) {
  const { view } = state;
  const stretch = starStretch();
  let scene = sceneOf(view, stretch);
  let picture = await pictureFor(scene.spots.length);
  if (mine !== turn) return;
  let note = "";
  if (scene.spots.length > FLUID && picture === pictures.vis) {
    scene = sceneOf({ ...view, amount: 400 }, stretch);
    note = ` · ${say("noWebgl")}`;
  }
  pictures.shown = picture;
  picture.covered.top = byId("choices").getBoundingClientRect().bottom - byId("stage").getBoundingClientRect().top + 8;
  byId("network").hidden = picture !== pictures.vis;
  byId("webgl").hidden = picture === pictures.vis;
  members = scene.members;
  picture.show(scene);
  const nothing = byId("nothing");
  nothing.hidden = scene.spots.length > 0;
  fill(nothing, say(graph.entities.length ? "nothing" : "emptyGraph"));
  fill(byId("status"), say("drawn", members.length, graph.entities.length, scene.links.length) + (scene.left ? ` · ${say("undrawn", scene.left)}` : "") + note);
}

/** Width over height of the room that a star's rings have. */
function starStretch() {
  const { clientWidth: width, clientHeight: height } = byId("stage");
  const names = Math.min(150, width * 0.3);
  return Math.min(Math.max((width - 2 * names) / (height - 130), 0.75), 1.7);
}

/** Tabs to the left; to the right what this tab can change, and what can be kept of it. */
function showBar() {
  const { view } = state;
  /** @param {string} text @param {string} hash @param {boolean} current */
  const segment = (text, hash, current) => el("a", { href: `#${hash}`, "aria-current": current ? "true" : undefined }, text);
  const tabs = byId("tabs");
  tabs.setAttribute("aria-label", say("tabs"));
  fill(tabs, TABS.filter((tab) => tab !== "ask" || graph.questions).map((tab) => segment(say(`${tab}Tab`), alsoHash({ tab, spot: -1 }), tab === view.tab)));
  const choices = byId("choices");
  const wide = view.entity < 0 && view.article < 0;
  /** @param {string} label @param {...any} content */
  const segments = (label, ...content) => el("div", { class: "segments", role: "group", "aria-label": label }, ...content);
  fill(choices,
    view.tab === "graph" && !wide && view.to < 0 && view.article < 0 && segments(say("view"),
      segment(say("overview"), toHash({ grouping: view.grouping }), false), [1, 2].map((hops) => segment(say(`hop${hops}`), alsoHash({ hops }), view.hops === hops))),
    view.tab === "graph" && (view.to >= 0 || view.article >= 0) && segments(say("view"),
      segment(say("overview"), toHash({ grouping: view.grouping }), false), segment(say(view.to >= 0 ? "path" : "article"), alsoHash({}), true)),
    view.tab === "graph" && wide && segments(say("groupBy"), (/** @type {const} */ (["province", "community"])).map((grouping) =>
      segment(say(`${grouping}_`), alsoHash({ grouping, inside: null }), grouping === view.grouping))),
    view.tab === "graph" && wide && segments(say("amount"),
      view.inside !== null
        ? [segment(`‹ ${say("back")}`, alsoHash({ inside: null, amount: "groups" }), false), segment(groupTitle(view.grouping, view.inside), alsoHash({}), true)]
        : [segment(say("groups"), alsoHash({ amount: "groups" }), view.amount === "groups"), amounts().map((amount) =>
          segment(amount >= graph.entities.length ? say("all") : say("top", amount), alsoHash({ amount }), amount === view.amount))]));
  fill(byId("keep"), keepMenu());
}

/** The menu of what can be kept. */
function keepMenu() {
  const { view } = state;
  if (view.tab === "ask" && !view.question) return null;
  const menu = el("details", { class: "menu" });
  /** @param {string} key @param {() => void} act */
  const item = (key, act) => el("button", { type: "button", onclick: () => {
    menu.removeAttribute("open");
    act();
  } }, say(key));
  const name = `unionkg-${view.tab}`;
  const drawing = () => {
    const shown = byId("sheet").querySelector("svg");
    return view.tab === "graph" && pictures.shown ? networkDrawing(pictures.shown) : shown ? sheetDrawing(shown) : null;
  };
  const kept = (/** @type {(name: string, drawing: SVGElement) => void} */ save) => () => {
    const made = drawing();
    if (made) save(name, made);
  };
  const drawn = view.tab === "graph" || view.tab === "map" || view.tab === "time";
  menu.append(el("summary", {}, say("download")), el("div", { class: "items" },
    drawn && [item("png", kept(savePng)), item("svg", kept(saveSvg))],
    (view.tab === "graph" || view.tab === "table") && item("csv", () => void loadDetail().then(() => saveTable(members))),
    view.tab === "ask" && item("csv", () => void saveAnswer())));
  return menu;
}

/** @param {number} factor 0: everything in the window */
export function zoomStage(factor) {
  if (state.view.tab === "map" && factor) zoomMap(factor);
  else if (state.view.tab === "map") {
    wholeMap();
    void showStage();
  } else if (factor) pictures.shown?.zoom(factor);
  else pictures.shown?.fit();
}

export function recolourStage() {
  pictures.vis?.recolour();
  pictures.sigma?.recolour();
}

