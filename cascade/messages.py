"""The program's own words in the user's language, from a standard gettext catalogue.

English sentences are the keys. `locale/<language>/LC_MESSAGES/cascade.po` holds the other
languages and is read as it is, so a translator edits one text file and nothing is compiled.
Words of policy documents are never translated.
"""

import json
import os
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

Translate = Callable[[str], str]

LANGUAGES = ("en", "zh")
_LOCALE = Path(__file__).parent / "locale"
_QUOTED = r'((?:"(?:[^"\\\n]|\\.)*"\s*)+)'
_ENTRY = re.compile(rf"^msgid\s+{_QUOTED}^msgstr\s+{_QUOTED}", re.MULTILINE)
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def translate(lang: str) -> Translate:
    """Return the function that says a message in a language; unknown ones stay English.

    >>> translate("zh")("State Council")
    '国务院'
    >>> translate("en")("State Council")
    'State Council'
    """
    found = catalogue(lang.partition("_")[0].partition("-")[0].lower())
    return lambda message: found.get(message, message)


@lru_cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return the messages of a language by their English; empty for English."""
    path = _LOCALE / lang / "LC_MESSAGES" / "cascade.po"
    if lang not in LANGUAGES or not path.is_file():
        return {}
    entries = _ENTRY.findall(path.read_text(encoding="utf-8"))
    read = {_unquote(key): _unquote(said) for key, said in entries}
    return {key: said for key, said in read.items() if key and said}


def _unquote(lines: str) -> str:
    return "".join(json.loads(part) for part in re.findall(r'"(?:[^"\\\n]|\\.)*"', lines))


def default_language(environment: Mapping[str, str] = os.environ) -> str:
    """Return `zh` or `en` as the locale of the environment asks.

    >>> default_language({"LANG": "zh_CN.UTF-8"}), default_language({"LC_ALL": "C"})
    ('zh', 'en')
    """
    wanted = next((value for name in _VARIABLES if (value := environment.get(name))), "")
    return "zh" if wanted.lower().startswith("zh") else "en"


SENTENCES = (
    "{}: taking {}, which shares an upstream plan with the other; also there: {}",
    "{}: taking {}; also there: {}",
    "addressed to {} (characters {}–{}), not to {}",
    "addressed to {} (heading), not to {}",
    "no requirement of {} carries it out; {} is known only as {} quotes it; "
    "but its covering notice says: {}",
    "no requirement of {} carries it out; {} is known only as {} quotes it",
    "no requirement of {} carries it out; but its covering notice says: {}",
    "no requirement of {} carries it out",
    "no requirement of {} asks for it",
    "may stand in what the text leaves out: {}",
    "no upstream requirement found; not in the corpus: {}",
    "no upstream requirement found; the text leaves a part out, {}",
    "already lost by {}",
    "by way of {}",
    "passes over {}, not in the corpus",
    "nearest year, same subject: {} against {}",
    "no level or place recognised; set level and jurisdiction in {}",
    "no reader for this type; convert it to one of {}",
    "linking {} → {}",
    "{}: no document of this place in the corpus; did you mean {}?",
    "{}: no document of this place in the corpus; known: {}",
    "{}: no upstream document in common, so nothing to compare under; {}",
    "{}: {} carries out {} itself; list what it changed with cascade findings {}",
    "{}: no common upstream document of level {}; "
    "leave --against out to see what they have in common",
    "{}: no requirement with this id or these words; try fewer words",
    "{}: no such folder; pass --corpus DIR with a folder of documents",
    "{}: no documents in it; put {} files there",
    "{}: no folder {}; create it or choose another",
    "{}: no *requirements.jsonl and *links.jsonl; pass a folder of annotations",
    "{}: no upstream document known, so there is nothing to report; "
    "name a document that carries out another (see cascade documents)",
    "{}: no kind of report; end the name in {} or {}",
    "{}: {}: no such file in the folder; correct the name",
    "{}: {}: unknown entry {}; use {}",
    "{}: {}: unknown level; use one of {}",
    "{}: {}: no place called {}; give its full name",
    "{}: {}: year must be a number; write year = 2016",
)
"""Sentences that the library puts together, the more particular first."""
_IN_COLUMN = " (deadline column)"


def sentence_in_words(sentence: str, say: Translate) -> str:
    """Say a sentence of the library in a language, what fills its slots as it is.

    >>> sentence_in_words("by way of guangdong-2016:1.2", translate("zh"))
    '经由 guangdong-2016:1.2'
    """
    if (said := say(sentence)) != sentence:
        return said
    if sentence.endswith(_IN_COLUMN):
        return sentence_in_words(sentence.removesuffix(_IN_COLUMN), say) + say(_IN_COLUMN)
    for template in SENTENCES:
        pattern = "(.*?)".join(map(re.escape, template.split("{}")))
        if found := re.fullmatch(pattern, sentence, re.DOTALL):
            return say(template).format(*found.groups())
    return change_in_words(sentence, say)


def change_in_words(words: str, say: Translate) -> str:
    """Say the words of a change in a language, its quotations as they are.

    >>> change_in_words("frequency lowered: 每周 → 每季度", translate("zh"))
    '频次降低：每周 → 每季度'
    """
    head, colon, quoted = words.partition(": ")
    if colon and say(head) != head:
        return f"{say(head)}{say(': ')}{quoted}"
    if part := re.fullmatch(r"only some of (.*) are bound", words):
        return say("only some of {} are bound").format(part[1])
    return words
