/** The interface in Chinese and English. */

/** @type {Record<string, [string, string]>} */
const TEXT = {
  title: ["工会知识图谱", "Union knowledge graph"],
  skip: ["跳到卡片", "Skip to the card"],
  search: ["搜索名称、简称或拼音首字母", "Search names, abbreviations, pinyin initials"],
  results: ["搜索结果", "Search results"],
  noResults: ["没有名称含有“%”的实体", "No entity has “%” in a name"],
  noResultsHint: ["试试更短的词、简称（三亚市总），或拼音首字母（sysz）。", "Try a shorter word, an abbreviation (三亚市总) or pinyin initials (sysz)."],
  more: ["还有 % 个", "% more"],
  totals: ["% 个实体 · % 条事实 · % 篇报道", "% entities · % facts · % articles"],
  language: ["English", "中文"],
  languageHint: ["Switch to English", "切换到中文"],
  types: ["类型", "Types"],
  relations: ["关系", "Relations"],
  province: ["省份", "Province"],
  everywhere: ["全部省份", "All provinces"],
  showInferred: ["含推断的事实", "Inferred facts too"],
  only: ["仅", "only"],
  onlyThis: ["仅看“%”", "Only “%”"],
  reset: ["清除筛选", "Clear filters"],
  filters: ["筛选与图例", "Filters and legend"],
  legendLines: ["线条", "Lines"],
  stated: ["报道所述", "stated"],
  planned: ["计划", "planned"],
  inferred: ["推断", "inferred"],
  doubtful: ["存疑", "doubtful"],
  hollow: ["空心：报道未提及，仅来自行政区划", "Hollow: not in any article, known from the gazetteer"],
  overview: ["总览", "Overview"],
  hop1: ["一步邻域", "1 hop"],
  hop2: ["两步邻域", "2 hops"],
  view: ["视图", "View"],
  amount: ["画出多少", "How many to draw"],
  all: ["全部", "All"],
  top: ["前 %", "Top %"],
  drawn: ["画出 % / % 个实体，% 条连线", "% of % entities, % links drawn"],
  undrawn: ["另有 % 个邻居未画出，见卡片", "% more neighbours are listed on the card"],
  zoomIn: ["放大", "Zoom in"],
  zoomOut: ["缩小", "Zoom out"],
  fit: ["适合窗口", "Fit"],
  picture: ["关系网络图；其内容可在搜索与卡片中以文字读到。方向键平移，加减号缩放。", "Network picture; search and card tell the same in words. Arrow keys pan, plus and minus zoom."],
  nothing: ["筛选后没有可画的实体", "The filters leave nothing to draw"],
  emptyGraph: ["图中还没有实体", "This graph has no entities yet"],
  emptyGraphHint: ["用 unionkg build 读入报道后再打开此页。", "Run unionkg build on some articles and open this page again."],
  startTitle: ["从这里开始", "Start here"],
  startHint: ["点图上的圆点，或搜索一个名称；卡片上的每条事实都有原文为证。", "Click a node or search for a name; every fact on a card shows the sentence behind it."],
  startPrograms: ["联系最多的项目", "Best-connected programmes"],
  startUnions: ["联系最多的工会", "Best-connected unions"],
  startArticles: ["报道", "Articles"],
  alias: ["又称", "Also"],
  named: ["见于 % 篇报道", "named in % article|named in % articles"],
  unnamed: ["报道未提及，仅来自行政区划", "Not in any article; known from the gazetteer"],
  facts: ["% 条事实", "% fact|% facts"],
  figures: ["% 个数字", "% figure|% figures"],
  figuresTitle: ["数字", "Figures"],
  counted: ["所计", "What"],
  value: ["数值", "Value"],
  printed: ["原文", "As printed"],
  about: ["约", "about"],
  noFacts: ["还没有关于它的事实", "No facts about it yet"],
  articlesTitle: ["见报", "Named in"],
  close: ["关闭卡片", "Close the card"],
  showAll: ["显示全部 % 条", "Show all %"],
  gazetteer: ["依据行政区划，无原文", "From the gazetteer; no sentence"],
  unquoted: ["推断所得，无原文", "Inferred; no sentence"],
  further: ["另有 % 处原文", "% more sentence|% more sentences"],
  offsets: ["第 %–% 字", "characters %–%"],
  confidence: ["可信度", "confidence"],
  rule: ["规则", "rule"],
  since: ["% 起", "from %"],
  until: ["至 %", "until %"],
  article: ["报道", "Article"],
  untitled: ["（无标题）", "(untitled)"],
  namedHere: ["文中的实体", "Entities named"],
  saidHere: ["文中的句子", "Sentences that tell a fact"],
  noneSaid: ["此文没有给出事实", "This article tells no fact"],
  unknown: ["图中没有这个链接所指的实体", "This graph does not hold what the link points to"],
  nationwide: ["全国与跨省", "Nationwide"],
};

/** @type {0 | 1} 0: Chinese, 1: English */
let language = 0;

/**
 * Words of the interface; each % takes the next value; before | stands the form for one.
 * @param {string} key
 * @param {...(string | number)} values
 */
function say(key, ...values) {
  const forms = TEXT[key][language].split("|");
  const text = values[0] === 1 ? forms[0] : forms[forms.length - 1];
  let i = 0;
  return text.replace(/%/g, () => {
    const value = values[i++];
    return typeof value === "number" ? value.toLocaleString("en-US") : String(value);
  });
}

/** A word given in both languages, and the other one for the tooltip. @param {string[]} pair */
function word(pair) {
  return pair[language];
}

/** @param {string[]} pair */
function otherWord(pair) {
  return pair[1 - language];
}
