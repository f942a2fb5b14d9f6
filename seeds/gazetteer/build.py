#!/usr/bin/env python3
"""Build divisions.csv. Standard library only.

    python3 build.py china-division-2.7.0.tgz cpca-0.5.5-py3-none-any.whl [-o OUT]

The second argument may also be the adcodes.csv taken out of the wheel.
Reads overrides.csv and changes.csv from the folder this script lies in and
writes divisions.csv there (or to OUT). Then checks the result.
"""
import argparse
import csv
import io
import re
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIELDS = ["code", "name", "kind", "parent", "short", "lon", "lat"]
RANK = {"province": 0, "city": 1, "county": 2, "town": 3}

# Levels that exist only in the statistics' numbering and are no places.
PSEUDO_CITIES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
PSEUDO_TOWN = re.compile(r"直辖村级区划$")
# County-level rows that stand for the city itself (a city without counties).
CITY_ITSELF = {"441900": "441900", "442000": "442000", "460400": "460400", "620201": "620200"}
EXTRA_PROVINCES = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}

PROVINCE_SHORT = re.compile(
    r"(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)$")
PEOPLES = sorted(
    [
        "汉族", "蒙古族", "回族", "藏族", "维吾尔", "苗族", "彝族", "壮族", "布依族", "朝鲜族", "满族", "侗族", "瑶族",
        "白族", "土家族", "哈尼族", "哈萨克族", "哈萨克", "傣族", "黎族", "傈僳族", "佤族", "畲族", "拉祜族", "水族",
        "东乡族", "纳西族", "景颇族", "柯尔克孜", "土族", "达斡尔族", "仫佬族", "羌族", "布朗族", "撒拉族", "毛南族",
        "仡佬族", "锡伯", "普米族", "塔吉克", "怒族", "鄂温克族", "鄂伦春", "独龙族", "裕固族", "保安族", "蒙古",
        "各族",
    ], key=len, reverse=True)
# Changes after which the new unit is the old one: its coordinates still hold.
SAME_PLACE = {"renamed", "county_to_city", "to_district", "prefecture_to_city", "recoded"}


def read_csv(text):
    return list(csv.DictReader(io.StringIO(text)))


def read_division(path):
    """china-division's four tables, by name."""
    out = {}
    with tarfile.open(path) as tar:
        for name in ("provinces", "cities", "areas", "streets"):
            data = tar.extractfile(f"package/dist/{name}.csv").read()
            out[name] = read_csv(data.decode("utf-8-sig"))
    return out


def read_points(path):
    """code -> (name, lon, lat) from cpca's adcodes.csv."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as z:
            data = z.read("cpca/resources/adcodes.csv")
    else:
        data = Path(path).read_bytes()
    points = {}
    for row in read_csv(data.decode("utf-8-sig")):
        if row["longitude"] and row["latitude"]:
            points[row["adcode"][:6]] = (
                row["name"], f'{float(row["longitude"]):.6f}', f'{float(row["latitude"]):.6f}')
    return points


def make_rows(src):
    rows = {}

    def add(code, name, kind, parent):
        name = name.strip()
        if code in rows:
            raise SystemExit(f"duplicate code {code}: {rows[code]['name']} / {name}")
        if not name:
            raise SystemExit(f"empty name: {code}")
        rows[code] = {"code": code, "name": name, "kind": kind, "parent": parent, "short": "", "lon": "", "lat": ""}

    for r in src["provinces"]:
        add(r["code"] + "0000", r["name"], "province", "")
    for code, name in EXTRA_PROVINCES.items():
        add(code, name, "province", "")
    skipped = set()
    for r in src["cities"]:
        if r["name"] in PSEUDO_CITIES:
            skipped.add(r["code"])
        else:
            add(r["code"] + "00", r["name"], "city", r["provinceCode"] + "0000")
    for r in src["areas"]:
        if r["code"] in CITY_ITSELF:
            continue
        parent = r["provinceCode"] + "0000" if r["cityCode"] in skipped else r["cityCode"] + "00"
        add(r["code"], r["name"], "county", parent)
    for r in src["streets"]:
        if not PSEUDO_TOWN.search(r["name"]):
            add(r["code"], r["name"], "town", CITY_ITSELF.get(r["areaCode"], r["areaCode"]))
    return rows


def strip_peoples(stem):
    """延边朝鲜族 -> 延边, but never down to nothing (东乡族 -> 东乡)."""
    changed = True
    while changed:
        changed = False
        for p in PEOPLES:
            if stem.endswith(p) and len(stem) - len(p) >= 2:
                stem, changed = stem[:-len(p)], True
                break
    return stem[:-1] if stem.endswith("族") and len(stem) > 2 else stem


def zone_shorts(name):
    """石家庄高新技术产业开发区 -> 石家庄高新区; 河北邢台经济开发区 -> 邢台经济开发区|邢台经开区."""
    out = []
    plain = re.sub(r"^(?:河北|山西|内蒙古|吉林(?=松原|白城)|安徽|河南|湖南)(?=..)", "", name)
    plain = re.sub(r"^(..|...)市(?=.)", r"\1", plain)
    if plain != name:
        out.append(plain)
    for long, brief in (("高新技术产业开发区", ["高新区"]), ("高新技术产业园区", ["高新区"]),
                        ("高新技术开发区", ["高新区"]), ("高技术产业开发区", ["高新区"]),
                        ("经济技术开发区", ["经开区", "开发区"]), ("经济开发区", ["经开区", "开发区"])):
        if plain.endswith(long):
            out += [plain[:-len(long)] + b for b in brief]
            break
    return out


def candidate_shorts(row):
    name, kind = row["name"], row["kind"]
    if kind == "province":
        return [PROVINCE_SHORT.sub("", name)]
    if kind == "city":
        if name.endswith("自治州"):
            stem = strip_peoples(name[:-3])
            return [stem + "州", stem]
        if name.endswith("地区"):
            return [name[:-2]]
        return [name[:-1]]
    if kind == "county":
        if row["code"][4] in "7" and not name.endswith(("县", "市")):
            return zone_shorts(name)
        for tail in ("自治县", "自治旗"):
            if name.endswith(tail):
                stem = strip_peoples(name[:-3])
                return [stem + tail[-1], stem]
        if name.endswith(("特区", "林区", "新区", "矿区", "群岛")):
            stem = name[:-2]
        elif name.endswith(("左旗", "右旗", "前旗", "后旗", "中旗")):
            return []
        elif name.endswith(("县", "市", "区", "旗")):
            stem = name[:-1]
        else:
            return []
        return [stem] if len(stem) >= 2 else []
    return []


def fill_shorts(rows, overrides):
    cand = {c: candidate_shorts(r) for c, r in rows.items() if r["kind"] != "town"}
    taken = {}                               # short form -> highest kind that has it
    for c, shorts in cand.items():
        if rows[c]["kind"] == "county":
            continue
        for s in overrides[c].split("|") + shorts if c in overrides else shorts:
            rank = RANK[rows[c]["kind"]]
            taken[s] = min(taken.get(s, rank), rank)
    county = defaultdict(list)               # short form -> county-level codes
    for c, shorts in cand.items():
        if rows[c]["kind"] == "county":
            for s in shorts:
                county[s].append(c)
    for c, shorts in cand.items():
        row = rows[c]
        if c in overrides:
            row["short"] = overrides[c]
            continue
        keep = []
        for s in shorts:
            if taken.get(s, 9) < RANK[row["kind"]]:
                continue                     # a higher level has it: 海南州, 吉林市, 南昌县
            if row["kind"] == "county" and row["name"].endswith("区") and len(county[s]) > 1:
                continue                     # several districts, or a county or city, have it
            if s and s != row["name"] and s not in keep:
                keep.append(s)
        row["short"] = "|".join(keep)


def fill_points(rows, points, changes):
    old = defaultdict(list)
    for ch in changes:
        known = ch["old_code"] in points and points[ch["old_code"]][0] == ch["old_name"]
        if known and (ch["kind"] in SAME_PLACE or (ch["kind"] == "merged" and ch["old_name"] == ch["new_name"])):
            old[ch["new_code"]].append(ch["old_code"])
    for code, row in rows.items():
        if row["kind"] == "town":
            continue
        at = code if code in points else None
        if at is None and len(old[code]) == 1:
            at = old[code][0]
        if at:
            row["lon"], row["lat"] = points[at][1:]


def check(rows):
    bad = []
    for code, r in rows.items():
        want = 9 if r["kind"] == "town" else 6
        if not re.fullmatch(rf"\d{{{want}}}", code):
            bad.append(f"code {code}")
        if r["parent"] and r["parent"] not in rows:
            bad.append(f"{code}: no parent {r['parent']}")
        if bool(r["parent"]) == (r["kind"] == "province"):
            bad.append(f"{code}: parent of a {r['kind']}")
        if not r["name"] or re.search(r"[\s|,]", r["name"]):
            bad.append(f"{code}: name {r['name']!r}")
    for code, name in {"460200": "三亚市", "460000": "海南省", "110107": "石景山区",
                       "320509": "吴江区", "330482107": "林埭镇", "371703110": "南王店镇"}.items():
        if rows.get(code, {}).get("name") != name:
            bad.append(f"{code} is not {name}")
    for code, name in (("330482", "平湖市"), ("371703", "定陶区")):
        if rows[code]["name"] != name:
            bad.append(f"{code} is not {name}")
    return bad


def main(argv=None):
    ap = argparse.ArgumentParser(description="Build divisions.csv from its two sources.")
    ap.add_argument("china_division", help="china-division-2.7.0.tgz")
    ap.add_argument("cpca", help="cpca-0.5.5-py3-none-any.whl, or its adcodes.csv")
    ap.add_argument("-o", "--out", default=str(HERE / "divisions.csv"))
    args = ap.parse_args(argv)

    overrides = {r["code"]: r["short"]
                 for r in read_csv((HERE / "overrides.csv").read_text("utf-8"))}
    changes = [dict(r, old_code=r["code"])
               for r in read_csv((HERE / "changes.csv").read_text("utf-8"))]
    rows = make_rows(read_division(args.china_division))
    for code in overrides:
        if code not in rows:
            raise SystemExit(f"overrides.csv: no such code {code}")
    for ch in changes:
        if rows.get(ch["new_code"], {}).get("name") != ch["new_name"]:
            raise SystemExit(f"changes.csv: {ch['new_code']} is not {ch['new_name']}")
    fill_shorts(rows, overrides)
    fill_points(rows, read_points(args.cpca), changes)
    bad = check(rows)
    if bad:
        raise SystemExit("\n".join(bad))

    with open(args.out, "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, FIELDS, lineterminator="\n")
        w.writeheader()
        w.writerows(rows[c] for c in sorted(rows))
    kinds = Counter(r["kind"] for r in rows.values())
    located = Counter(r["kind"] for r in rows.values() if r["lon"])
    for kind in RANK:
        print(f"{kind:9}{kinds[kind]:7}  with coordinates {located[kind]}", file=sys.stderr)


if __name__ == "__main__":
    main()
