"""Makes as many articles as one likes in the manner of the corpus, with fresh names and real places; the same ones every time.

    python benchmarks/generator.py NUMBER FOLDER [--sentences 3] [--seed 1]

What the press writes about unions has few forms: a headline, who opened what for whom, somebody who explains it, some figures.
The forms below are filled with federations of counties drawn from the gazetteer and with brands, companies and persons put
together from lists, so that names repeat as rarely, and places as often, as they do in a newspaper's archive.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from graph.world.gazetteer import gazetteer


def _words(line: str) -> tuple[str, ...]:
    return tuple(line.split())


SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文辉力梅晨宁海波志新晓云"
WORDS = _words("暖心 匠心 同舟 惠工 金桥 春雨 先锋 阳光 云帆 启航 连心 家和 聚力 星火 红石 远航 安康 同心 百灵 清风 智汇 乐业 领航 沃土")
NOUNS = _words("服务平台 职工之家 工匠学院 劳模创新工作室 技能竞赛 培训工程 法律援助站 爱心驿站 就业服务行动 心理关爱中心 帮扶机制")
TRADES = _words("机械制造 电子科技 物流 建筑工程 纺织 食品 新能源 生物医药 矿业 汽车零部件 供应链管理 信息技术")
ORGANS = _words("人力资源和社会保障局 司法局 卫生健康局 教育局 住房和城乡建设局 工业和信息化局")
VERBS = _words("打造 上线 建成 启动 开展 举办")

HEADLINE = "{short}总{verb}“{brand}”{noun}"
LEAD = "本报讯(记者{person} 通讯员{other})近日,{above}{place}总工会{verb}的“{brand}”{noun}在{firm}揭牌。"
BODY = (
    "{place}总工会联合{place}{organ}制定方案,每年投入{money}万元,为职工提供技能培训、法律咨询等服务。",
    "{place}总工会党组书记、常务副主席{boss}介绍,“{brand}”{noun}已覆盖企业{firms}家,服务职工{people}余人次。",
    "{firm}工会主席{chair}说,公司职工参加“{brand}”{noun}后,{share}%的人拿到了技能等级证书。",
    "“以前有事不知道找谁,现在手机上一点就有回音。”{firm}职工{worker}对记者说。",
    "今年以来,“{brand}”{noun}举办培训班{classes}期,培训职工{trained}人,发放补贴{grant}万元。",
    "下一步,{place}总工会将与{place}{organ}、{firm}共建“{brand}”{noun},让更多职工受益。",
)


def articles(number: int, sentences: int = 3, seed: int = 1) -> Iterator[tuple[str, str]]:
    """(file name, text) of each article.

    Parameters
    ----------
    number
        how many.
    sentences
        sentences after the lead, up to 6: three make about 250 characters, six about 380.
    seed
        another number gives other articles.
    """
    for n in range(number):
        chance = Random(f"{seed}-{n}")
        known = chance.randrange(n + 1) if chance.random() < 0.1 else n  # one in ten goes on about something known
        slots = _places(chance) | names(f"{seed}-{known}")
        slots["firm"] = slots["short"] + slots["firm"]
        slots |= {what: str(chance.randrange(2, most)) for what, most in FIGURES.items()}
        slots |= {"verb": chance.choice(VERBS), "organ": chance.choice(ORGANS)}
        body = chance.sample(BODY, sentences)
        yield f"a{n:07}.txt", "\n".join((HEADLINE, LEAD, *body)).format(**slots) + "\n"


def names(key: str) -> dict[str, str]:
    """Names that nobody else has, of a programme, a firm (without its place) and persons; those of any two keys are equally long,
    but for the firm's trade and the noun behind the programme's brand."""
    chance = Random(key)
    people = {who: chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2)) for who in PEOPLE}
    brand = chance.choice(WORDS) + chance.choice(WORDS) + "".join(chance.sample(GIVEN, 2))
    firm = chance.choice(WORDS) + chance.choice(GIVEN) + chance.choice(TRADES) + "有限公司"
    return {"brand": brand, "firm": firm, "noun": chance.choice(NOUNS), **people}


def _places(chance: Random) -> dict[str, str]:
    """Some places are in the news more often than others."""
    places = gazetteer()
    code = _counties()[int(len(_counties()) * chance.random() ** 2)]
    above = "".join(p.name for p in reversed(places.ancestors(code)) if p.kind in ("province", "city"))
    return {"place": places[code].name, "short": places[code].short[0], "above": above}


@cache
def _counties() -> list[str]:
    return sorted(c for c, p in gazetteer().places.items() if p.kind in ("city", "county") and p.short and len(p.name) > 2)


PEOPLE = ("person", "other", "boss", "chair", "worker")
FIGURES = {"money": 900, "firms": 800, "people": 90_000, "share": 99, "classes": 60, "trained": 9_000, "grant": 400}
"""Slot of a figure → its upper limit."""


def write(number: int, folder: Path, sentences: int = 3, seed: int = 1) -> int:
    """Write the articles below `folder`, a thousand to a subfolder; returns the number of characters."""
    characters = 0
    for n, (name, text) in enumerate(articles(number, sentences, seed)):
        path = folder / f"{n // 1000:04}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        characters += len(text)
    return characters


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("number", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sentences", type=int, default=3, choices=range(1, len(BODY) + 1))
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    print(f"{write(args.number, args.folder, args.sentences, args.seed)} characters in {args.number} articles below {args.folder}")
