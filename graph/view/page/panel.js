/** What stands beside the picture when no entity is selected: the start, an article, an unknown link. */

/** @param {number} number */
function linkTo(number) {
  return "#" + toHash({ entity: number });
}

/** @param {number} number */
function linkToArticle(number) {
  return "#" + toHash({ article: number });
}

function closeButton() {
  return el("a", { class: "close", href: "#" + toHash({}), "aria-label": say("close"), title: say("close") }, "×");
}

/** @param {number} number */
function articleItem(number) {
  const { title, file, date } = articles[number];
  return el("li", { class: "article" },
    el("a", { href: linkToArticle(number) }, isolated(title || say("untitled"))),
    el("small", {}, isolated(file), date && ` · ${date}`));
}

/** @param {number[]} numbers */
function entityList(numbers) {
  return el("ul", { class: "plain" }, numbers.map((n) => el("li", {}, entityLink(n),
    el("small", {}, whereabouts(n).map((p) => entities[p].name)[0]))));
}

function startCard() {
  if (!entities.length) return [el("div", { class: "head" }, el("h2", {}, say("emptyGraph")), el("p", {}, say("emptyGraphHint")))];
  const top = (/** @type {string} */ type) => entities.filter((e) => e.type === type && e.articles.length).slice(0, 7).map((e) => e.number);
  /** @param {string} title @param {string} type */
  const group = (title, type) => top(type).length > 0 && el("section", {}, el("h3", {}, say(title)), entityList(top(type)));
  return [
    el("div", { class: "head" }, el("h2", { tabindex: -1 }, say("startTitle")), el("p", { class: "hint" }, say("startHint"))),
    group("startPrograms", "Program"),
    group("startUnions", "Union"),
    articles.length > 0 && el("section", {},
      el("h3", {}, say("startArticles"), el("span", { class: "count" }, articles.length)),
      foldedList(articles.map((_, i) => articleItem(i)))),
  ];
}

/** Entities that an article names. @param {number} article */
function namedIn(article) {
  return entities.filter((e) => e.articles.includes(article)).map((e) => e.number);
}

/** @param {number} number */
function articleCard(number) {
  const { title, file, date, section } = articles[number];
  const named = namedIn(number);
  /** @type {Map<number, Set<string>>} */
  const said = new Map();
  /** @param {number} at @param {string[]} words */
  const note = (at, words) => {
    if (evidence[at]?.article !== number) return;
    const marks = said.get(at) ?? new Set();
    words.forEach((w) => marks.add(w));
    said.set(at, marks);
  };
  for (const fact of facts) for (const claim of fact.claims) note(claim.evidence, [...namesOf(fact.subject), ...namesOf(fact.object), claim.title]);
  for (const entity of entities) for (const figure of entity.figures) note(figure.evidence, [figure.printed, ...namesOf(entity.number)]);
  const sentences = [...said].sort(([a], [b]) => evidence[a].start - evidence[b].start || evidence[a].end - evidence[b].end);
  return [
    el("div", { class: "head" },
      el("p", { class: "kind" }, say("article"), closeButton()),
      el("h2", { tabindex: -1 }, isolated(title || say("untitled"))),
      el("p", { class: "stats" }, isolated(file), date && ` · ${date}`, section && " · ", section && isolated(section))),
    el("section", {}, el("h3", {}, say("namedHere"), el("span", { class: "count" }, named.length)),
      types.map(([type]) => {
        const list = named.filter((n) => entities[n].type === type);
        return list.length > 0 && el("div", { class: "chips" }, list.map(entityLink));
      })),
    el("section", {}, el("h3", {}, say("saidHere"), el("span", { class: "count" }, sentences.length)),
      sentences.length ? el("ol", { class: "sentences" }, sentences.map(([at, words]) => el("li", {},
        el("q", {}, marked(evidence[at].exact, [...words])),
        el("small", {}, say("offsets", evidence[at].start, evidence[at].end)))))
        : el("p", { class: "empty" }, say("noneSaid"))),
  ];
}

function unknownCard() {
  return [el("div", { class: "head" }, el("p", { class: "kind" }, closeButton()), el("h2", { tabindex: -1 }, say("unknown")), el("p", { class: "hint" }, say("startHint")))];
}
