/** The interface in Chinese and English. */

/** @type {Record<string, [string, string]>} */
export const TEXT = {
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
  top: ["前 %", "%"],
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
  graphTab: ["关系图", "Graph"],
  mapTab: ["地图", "Map"],
  timeTab: ["时间", "Timeline"],
  tableTab: ["表格", "Table"],
  askTab: ["问题", "Questions"],
  tabs: ["看法", "Ways to look"],
  groups: ["分组", "Groups"],
  groupBy: ["分组依据", "Group by"],
  province_: ["省份", "Provinces"],
  community_: ["群落", "Communities"],
  others: ["其余", "The rest"],
  members: ["% 个实体", "% entity|% entities"],
  back: ["返回全部分组", "All groups"],
  download: ["下载", "Download"],
  png: ["图片 PNG", "Picture, PNG"],
  svg: ["矢量图 SVG", "Drawing, SVG"],
  csv: ["表格 CSV", "Table, CSV"],
  theme: ["切换深浅色", "Light or dark"],
  kindFilter: ["类别", "Kind"],
  everyKind: ["全部类别", "All kinds"],
  dates: ["见报日期", "Date of the article"],
  dateFrom: ["起", "From"],
  dateTo: ["止", "To"],
  minimum: ["可信度不低于", "Confidence at least"],
  pathTo: ["到另一实体的路径", "Path to another entity"],
  pathSearch: ["输入另一端的名称", "Name of the other end"],
  path: ["路径", "Path"],
  pathSteps: ["% 步", "% step|% steps"],
  noPath: ["按现在的筛选，两者之间没有路径", "Under these filters nothing leads from one to the other"],
  mapHint: ["圆点大小为工会与项目的数量；底图是各县区的位置。点圆点看名单。", "Size: unions and programmes. The ground is made of the county seats. Click a spot for its list."],
  mapLabel: ["地图：工会与项目的分布；名单见旁边的卡片", "Map of unions and programmes; the card beside it lists them"],
  unplaced: ["% 个没有地点", "% without a place"],
  spotUnions: ["工会 %", "% union|% unions"],
  spotPrograms: ["项目 %", "% programme|% programmes"],
  timeLabel: ["时间轴：项目的年份", "Timeline of programmes"],
  timeHint: ["实心：文中所说的起讫；空心：见报日期。", "Solid: the time that the text tells; hollow: the date of the article."],
  noTimes: ["这些项目都没有注明时间", "No programme here says when"],
  timeless: ["另有 % 个项目没有注明时间", "% more programmes do not say when"],
  rowsFacts: ["事实", "Facts"],
  rowsEntities: ["实体", "Entities"],
  rowsOf: ["共 % 行", "% row|% rows"],
  moreRows: ["再看 % 行", "% more rows"],
  subject: ["主体", "Subject"],
  relation: ["关系", "Relation"],
  object: ["客体", "Object"],
  role: ["角色", "Role"],
  state: ["状态", "State"],
  sentence: ["原文", "Sentence"],
  type: ["类型", "Type"],
  name: ["名称", "Name"],
  where: ["所在", "Where"],
  factCount: ["事实", "Facts"],
  mentions: ["报道", "Articles"],
  headline: ["标题", "Headline"],
  file: ["文件", "File"],
  fromAt: ["起始字", "Start"],
  toAt: ["结束字", "End"],
  askTitle: ["可以这样问", "Questions to ask"],
  askHint: ["答案在建图时算好；括号里是空格所填的词。", "Answered when the graph was built; blanks as filled are given below the question."],
  narrow: ["在答案里筛选", "Narrow the answer"],
  askMore: ["换个词再问：", "Ask with other words:"],
  noAnswer: ["这张图里没有答案", "This graph holds no answer"],
  firstRows: ["前 % 行，共 % 行", "First % of % rows"],
  card: ["卡片", "Card"],
  parts: ["此句所述", "Told by this sentence"],
  toArticle: ["看全文", "Read the article"],
  textNote: ["文字按图中所存的句子排列，标题与正文依版面顺序。", "The text is put together from the sentences that the graph keeps, in the order of the page."],
  timeline: ["时间线", "Timeline"],
  loading: ["正在展开…", "Opening…"],
  tooOld: ["这个浏览器太旧，打不开压缩的数据；请用 2023 年以后的 Chrome、Edge、Firefox 或 Safari。", "This browser is too old to open packed data; please use Chrome, Edge, Firefox or Safari of 2023 or later."],
  noWebgl: ["浏览器不支持 WebGL，只画出前 400 个", "No WebGL in this browser: the first 400 are drawn"],
};

/** Columns of the named questions. @type {Record<string, [string, string]>} */
export const COLUMNS = {
  date: ["日期", "Date"], headline: ["标题", "Headline"], source: ["文件", "File"], organisation: ["组织", "Organisation"], partner: ["合作方", "Partner"],
  sentence: ["原文", "Sentence"], union: ["工会", "Union"], academy: ["工匠学院", "Academy"], role: ["角色", "Role"], issuer: ["发布者", "Issuer"],
  document: ["文件", "Document"], employer: ["单位", "Employer"], type: ["类型", "Type"], subject: ["主体", "Subject"], relation: ["关系", "Relation"],
  object: ["客体", "Object"], confidence: ["可信度", "Confidence"], start: ["起", "Start"], end: ["止", "End"], programme: ["项目", "Programme"],
  organisations: ["家数", "Organisations"], who: ["主办方", "Who"], counted: ["所计", "What"], value: ["数值", "Value"], unit: ["单位", "Unit"],
  printed: ["原文所印", "As printed"], participant: ["参与方", "Participant"], part: ["组成部分", "Part"], kind: ["类别", "Kind"], person: ["人物", "Person"],
  post: ["职务", "Post"], since: ["起", "Since"], programmes: ["项目数", "Programmes"], province: ["省份", "Province"], where: ["所在", "Where"],
  lower: ["下级工会", "Lower union"], superior: ["上级工会", "Superior"],
};

/** @typedef {0 | 1} Language 0: Chinese, 1: English */

export const speech = { /** @type {Language} */ language: 0 };

/**
 * Words of the interface; each % takes the next value; before | stands the form for one.
 * @param {string} key
 * @param {...(string | number)} values
 */
export function say(key, ...values) {
  const forms = TEXT[key][speech.language].split("|");
  const text = values[0] === 1 ? forms[0] : forms[forms.length - 1];
  let i = 0;
  return text.replace(/%/g, () => {
    const value = values[i++];
    return typeof value === "number" ? value.toLocaleString("en-US") : String(value);
  });
}

/** A word given in both languages. @param {string[]} pair */
export function word(pair) {
  return pair[speech.language];
}

/** The same word in the other language, for the tooltip. @param {string[]} pair */
export function otherWord(pair) {
  return pair[1 - speech.language];
}

/** Words for a key, or the key itself. @param {Record<string, string[]>} table @param {string} key */
export function known(table, key) {
  return Object.hasOwn(table, key) ? table[key] : [key, key];
}
