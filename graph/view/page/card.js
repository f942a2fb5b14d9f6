/** The card of an entity: names, place, facts in both directions with their sentences, figures. */

const FOLD = 6;

/** @param {number} number a link to an entity, with the dot of its type */
function entityLink(number) {
  const entity = entities[number];
  return el("a", { class: "entity", href: linkTo(number), hue: entity.type, title: word(typeWords[entity.type]) },
    el("span", { class: "dot" + (entity.articles.length ? "" : " hollow") }), isolated(entity.name));
}

/** @param {string} name @param {string} text @param {string} [title] */
function badge(name, text, title) {
  return el("span", { class: `badge ${name}`, title }, text);
}

/** @param {Record<string, string[]>} table @param {string} key */
function known(table, key) {
  return Object.hasOwn(table, key) ? table[key] : [key, key];
}

/** @param {Claim | undefined} claim */
function claimBadges(claim) {
  if (!claim) return [];
  const role = known(raw.roles, claim.role);
  return [
    claim.role && badge("role", word(role), otherWord(role)),
    claim.title && badge("title", claim.title),
    claim.start && badge("date", say("since", claim.start)),
    claim.end && badge("date", say("until", claim.end)),
  ];
}

/** @param {Fact} fact */
function factBadges(fact) {
  return [
    fact.planned && badge("planned", say("planned"), TEXT.planned[1 - language]),
    fact.inferred && badge("inferred", say("inferred"), TEXT.inferred[1 - language]),
    fact.doubtful && badge("doubtful", say("doubtful"), TEXT.doubtful[1 - language]),
  ];
}

/**
 * A sentence of an article; opened, it tells headline, file and place.
 * @param {number} number of the evidence
 * @param {string[]} words to mark
 * @param {Claim} [claim]
 */
function quotation(number, words, claim) {
  const { article, exact, start, end } = evidence[number];
  const { title, file, date, section } = articles[article];
  return el("details", { class: "quote" },
    el("summary", {}, el("q", {}, marked(exact, words))),
    el("div", { class: "source" },
      el("a", { href: linkToArticle(article) }, isolated(title || say("untitled"))),
      el("p", {}, isolated(file), " · ", say("offsets", start, end), date && ` · ${date}`, section && " · ", section && isolated(section)),
      claim && el("p", { class: "surety" },
        el("meter", { min: 0, max: 100, value: claim.confidence, "aria-label": say("confidence") }),
        `${say("confidence")} ${(claim.confidence / 100).toFixed(2)} · ${say("rule")} `, isolated(claim.rule))));
}

/** Names by which a sentence may call an entity. @param {number} number */
function namesOf(number) {
  return [entities[number].name, ...entities[number].aliases];
}

/** @param {Fact} fact @param {number} from the entity whose card it stands on */
function factItem(fact, from) {
  const words = [...namesOf(fact.subject), ...namesOf(fact.object), ...fact.claims.map((c) => c.title)];
  const [first, ...rest] = fact.claims;
  const shown = new Set(first ? [first.evidence] : []);
  const others = rest.filter((c) => c.evidence >= 0 && !shown.has(c.evidence) && shown.add(c.evidence));
  const roles = [...new Map(fact.claims.map((c) => [c.role + "\n" + c.title, c])).values()].filter((c) => c.role || c.title || c.start || c.end);
  const state = fact.planned ? " planned" : fact.inferred ? " inferred" : fact.doubtful ? " doubtful" : "";
  return el("li", { class: "fact" + state },
    el("div", { class: "line" }, entityLink(otherEnd(fact, from)), roles.flatMap(claimBadges), factBadges(fact)),
    first && first.evidence >= 0 ? quotation(first.evidence, words, first) : el("p", { class: "note" }, say(first ? "unquoted" : "gazetteer")),
    others.length > 0 && el("details", { class: "further" },
      el("summary", {}, say("further", others.length)),
      others.map((c) => quotation(c.evidence, words, c))));
}

/**
 * A list that shows its first items, and the rest when asked.
 * @param {HTMLElement[]} items
 */
function foldedList(items) {
  const list = el("ul", { class: "facts" }, items.slice(0, items.length > FOLD + 2 ? FOLD : items.length));
  if (items.length <= FOLD + 2) return [list];
  const button = el("button", { type: "button", class: "more", onclick: () => {
    add(list, items.slice(FOLD));
    button.remove();
    list.querySelectorAll("a")[FOLD]?.focus();
  } }, say("showAll", items.length));
  return [list, button];
}

/** Facts of an entity under the headings of their relations, both directions. @param {Entity} entity */
function factSections(entity) {
  return relations.flatMap((relation, r) => [true, false].map((out) => {
    const symmetric = relation.name === "partnerOf";
    if (symmetric && !out) return null;
    const list = entity.facts
      .filter((f) => f.relation === r && (symmetric || (out ? f.subject : f.object) === entity.number))
      .sort((a, b) => Number(a.inferred) - Number(b.inferred) || Number(a.planned) - Number(b.planned)
        || otherEnd(a, entity.number) - otherEnd(b, entity.number));
    if (!list.length) return null;
    const heading = out ? relation.out : relation.into;
    return el("section", {},
      el("h3", { title: otherWord(heading) }, word(heading), el("span", { class: "count" }, list.length)),
      foldedList(list.map((f) => factItem(f, entity.number))));
  }));
}

/** 1234567.5 → 1,234,567.5, however long. @param {string} value */
function grouped(value) {
  const [whole, fraction] = value.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction ? `.${fraction}` : "");
}

/** @param {Entity} entity */
function figureTable(entity) {
  if (!entity.figures.length) return null;
  return el("section", {},
    el("h3", {}, say("figuresTitle"), el("span", { class: "count" }, entity.figures.length)),
    el("table", {},
      el("thead", {}, el("tr", {}, ["counted", "value", "printed"].map((key) => el("th", { scope: "col" }, say(key))))),
      entity.figures.map((figure) => el("tbody", {},
        el("tr", {},
          el("th", { scope: "row" }, isolated(figure.name || "—")),
          el("td", { class: "value" }, figure.approximate && el("abbr", { title: say("about") }, "≈ "), el("b", {}, grouped(figure.value)), " ", isolated(figure.unit)),
          el("td", {}, isolated(figure.printed))),
        el("tr", {}, el("td", { colspan: 3, class: "under" }, quotation(figure.evidence, [figure.printed])))))));
}

/** @param {Entity} entity */
function entityCard(entity) {
  const places = whereabouts(entity.number);
  const kind = known(raw.kinds, entity.kind);
  const stated = entity.facts.length;
  return [
    el("div", { class: "head", hue: entity.type },
      el("p", { class: "kind" }, el("span", { class: "dot" + (entity.articles.length ? "" : " hollow") }),
        el("span", { title: otherWord(typeWords[entity.type]) }, word(typeWords[entity.type])),
        entity.kind && el("span", { title: otherWord(kind) }, "· ", word(kind)),
        closeButton()),
      el("h2", { tabindex: -1 }, isolated(entity.name)),
      entity.aliases.length > 0 && el("p", { class: "aliases" }, el("span", {}, say("alias")), entity.aliases.map((a) => el("bdi", { class: "alias" }, a))),
      places.length > 0 && el("p", { class: "places" }, places.flatMap((p, i) => [i > 0 && " › ", el("a", { href: linkTo(p) }, isolated(entities[p].name))])),
      el("p", { class: "stats" }, [
        say("facts", stated),
        entity.figures.length ? say("figures", entity.figures.length) : "",
        entity.articles.length ? say("named", entity.articles.length) : say("unnamed"),
      ].filter(Boolean).join(" · "))),
    figureTable(entity),
    factSections(entity),
    !stated && !entity.figures.length && el("p", { class: "empty" }, say("noFacts")),
    entity.articles.length > 0 && el("section", {},
      el("h3", {}, say("articlesTitle"), el("span", { class: "count" }, entity.articles.length)),
      foldedList(entity.articles.map(articleItem))),
    el("p", { class: "iri" }, entity.iri),
  ].flat();
}
