"""Plain text and Markdown in the encodings that Chinese offices use."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The commonest characters of running Chinese, in both scripts: a wrong decoding yields hardly any.
_COMMON = re.compile(
    "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经政府公开市省县區區部门關關於務務應應當當開開門門與與發發國國為為及将由按施实實第条條]"
)

_CHINESE = re.compile("[一-鿿]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes) -> str:
    """Decode UTF-8, UTF-16, GB18030 or Big5, whichever the bytes turn out to be.

    UTF-8 proves itself; the others all decode almost anything, so the one that yields the
    largest share of common Chinese characters is taken.

    Raises:
        UnicodeError: the bytes are no text in any of these encodings.

    >>> decode("政府信息公开".encode("gb18030")), decode("政府資訊公開的規定".encode("big5"))
    ('政府信息公开', '政府資訊公開的規定')
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding)
    if b"\0" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    best, best_score = "", 0.0
    for encoding in ("gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            continue
        size = max(len(text), 1)
        score = len(_COMMON.findall(text)) / size + 0.01 * len(_CHINESE.findall(text)) / size
        if score > best_score:
            best, best_score = text, score
    if not best:
        raise UnicodeError("not text in UTF-8, UTF-16, GB18030 or Big5")
    return best
