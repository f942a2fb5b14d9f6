"""Bytes → text: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import hashlib
import re

from graph.errors import InputError
from graph.model import Document, Source
from graph.read.folio import Folio, read_name, read_text

LIMIT = 64 * 1024 * 1024
"""Largest file in bytes, where the caller sets no other limit."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UNMARKED = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "三进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开合还因由其些然前外天政四日那社义事平形相全表间样与关各"
    "重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品"
    "式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造"
    "百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报"
    "斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周"
    "委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京"
    "這個為來時們國會產於對動發過說種後學經進電裡還體機當點從業開與關數現實應義線質氣變條結問無軍並總長邊統見計別論運農幾區強據處隊給導器壓濟階術極"
    "聯認權證單風車務萬達積議聲報離華確張馬節話況傳許記觀織裝書復兒須際驗連斷難礦備辦習響約歷構稱準維劃選標寫親層狀廠職勞協辦舉縣總億"
    "，。、“”：；！？（）《》"
)
_TELLING = 0.04
"""Share of common characters that Chinese text in the right encoding has at least (typically 0.3; in a wrong one 0.01)."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def decode(name: str, data: bytes, *, limit: int = LIMIT, declared: str = "") -> Document:
    """Decode one file: a byte-order mark decides, then UTF-8, then what the text reads best in.

    Parameters
    ----------
    name
        of the document; a date or page in it counts.
    data
        the bytes of the file.
    limit
        most bytes that are taken.
    declared
        encoding that the file itself names; it is believed where the bytes are not UTF-8 and read well in it.

    Raises
    ------
    InputError
        the file is empty, too large, binary, or in no encoding that we know; says at which byte.
    """
    text, encoding = decode_text(name, data, limit=limit, declared=declared)
    return make_document(name, text, encoding)


def decode_text(name: str, data: bytes, *, limit: int = LIMIT, declared: str = "") -> tuple[str, str]:
    """The text of some bytes and the encoding that it is in; see `decode`."""
    if len(data) > limit:
        raise InputError(f"{name}: {len(data)} bytes, more than {limit}; split the file")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(name, data, encoding), encoding
    try:
        if b"\0" not in data:
            return data.decode("utf-8"), "utf-8"
        broken = data.index(0)
    except UnicodeDecodeError as e:
        broken = e.start
    text, encoding = _best(data, declared)
    if encoding == "utf-8" or not encoding:
        if data[broken] == 0:
            raise InputError(f"{name}: byte {broken} is NUL, so this is no text; convert it to UTF-8 text first")
        if not encoding and _likely_gb18030(data):
            raise InputError(f"{name}: byte {broken} is not UTF-8, and the file does not read as Chinese in GB18030, Big5 or UTF-16")
        raise InputError(f"{name}: byte {broken} is not UTF-8 nor GB18030; convert the file to UTF-8")
    return text, encoding


def make_document(name: str, text: str, encoding: str = "utf-8", known: Folio | None = None, url: str = "") -> Document:
    """A document of text that is out of its file, whether it is fit to be read, and where it was printed.

    What `known` leaves open is taken from the name, then from the page itself.  The digest covers the text and the date,
    on which the dates of its claims rest, and nothing else.

    Raises
    ------
    InputError
        the text is empty, or holds control characters or lone surrogates.
    """
    if not text.strip():
        raise InputError(f"{name}: empty; nothing to read")
    if control := _CONTROL.search(text):
        at = control.start()
        raise InputError(f"{name}: character {at} is a control character (U+{ord(text[at]):04X}); remove it")
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as e:
        raise InputError(f"{name}: character {e.start} is half a character (U+{ord(text[e.start]):04X}); save it again as UTF-8") from None
    folio = (known or Folio()) | read_name(name) | read_text(text)
    dated = f"\x1f{folio.date}".encode() if folio.date else b""
    digest = hashlib.sha256(data + dated).hexdigest()[:16]
    return Document(name, text, encoding, digest, folio.date, Source(name, folio.paper, folio.edition, folio.page, url))


def _strict(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as e:
        raise InputError(f"{name}: byte {e.start}: broken {encoding}; save the file again as UTF-8") from None


def _best(data: bytes, declared: str) -> tuple[str, str]:
    """The reading of the bytes that is best Chinese: text and encoding, ("", "utf-8") for broken UTF-8, ("", "") for none."""
    readings = []
    for encoding in dict.fromkeys((*([declared] if declared else []), *_UNMARKED)):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            readings.append((_chinese(text), text, encoding))
    broken = _chinese(data.decode("utf-8", "ignore").replace("\0", ""))
    score, text, encoding = max(readings, key=lambda r: r[0], default=(0.0, "", ""))
    if broken >= max(score, _TELLING) and b"\0" not in data:
        return "", "utf-8"
    if score >= _TELLING or (encoding == "gb18030" and _share_of_han(text) >= 0.25 and not broken):
        return text, encoding
    return "", ""


def _chinese(text: str) -> float:
    sample = text[:20_000]
    return sum(c in _COMMON for c in sample) / len(sample) if sample else 0.0


def _share_of_han(text: str) -> float:
    return sum("\u4e00" <= c <= "\u9fff" for c in text) / len(text)


def _likely_gb18030(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
