"""Files of all formats, made by hand: what the tests of reading hand in."""

from __future__ import annotations

import io
import zipfile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(*paragraphs: str, head: str = "", body: str = "") -> bytes:
    """A Word document; `head` stands before the root element, `body` is XML behind the paragraphs."""
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document {_W}><w:body>'
    xml += "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs) + body + "</w:body></w:document>"
    return zipped({"word/document.xml": xml.encode()})


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


Line = tuple[float, float, int, str]
"""x and y of the first character's corner, from the top left; its size; the text."""


def pdf(*pages: list[Line], upright: bool = False) -> bytes:
    """A PDF with a text layer in a font that it does not embed, one list of lines a page."""
    width, height = 595, 842
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
        b"/FontDescriptor 5 0 R/DW 1000>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120"
        b"/CapHeight 880/StemV 93>>",
    ]
    kids = []
    for lines in pages:
        show = b""
        for x, y, size, text in lines:
            parts = [(x, y + size * i, c) for i, c in enumerate(text)] if upright else [(x, y, text)]
            for left, top, part in parts:
                code = part.encode("utf-16-be").hex().encode()
                show += b"/F1 %d Tf 1 0 0 1 %.1f %.1f Tm <%s> Tj\n" % (size, left, height - top - size, code)
        stream = b"BT\n" + show + b"ET"
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % (width, height, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % p for p in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return out + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
