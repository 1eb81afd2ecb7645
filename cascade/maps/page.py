"""Put the page together; the only home of pyvis.

pyvis builds the network: nodes with fixed places, edges, options, and it carries the vis-network
library that draws them. Its own page template is not used, although `cdn_resources="in_line"`
is: that template still asks a CDN for Bootstrap, writes data into script unescaped, so that a
document with `</script>` in it would run, and has no room for a panel. The page is
`assets/page.html`, into which style, scripts and data are put as one file; its content security
policy forbids every request.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from math import sqrt
from pathlib import Path
from typing import Any

from cascade.export import write_text
from cascade.graph.comparison import REVIEW, Outcome, diff
from cascade.graph.network import CascadeGraph
from cascade.graph.places import centre, own_name
from cascade.maps.layout import MOST, Frame, Layout, arrange
from cascade.maps.payload import Line, Mark, Picture, State, marks_of_difference, picture
from cascade.messages import (
    Translate,
    change_in_words,
    default_language,
    sentence_in_words,
    translate,
)
from cascade.records import Document
from cascade.vocabulary import Dimension, Level

_ASSETS = Path(__file__).parent / "assets"
_SCRIPTS = (
    "text.js",
    "model.js",
    "fold.js",
    "canvas.js",
    "panel.js",
    "filters.js",
    "compare.js",
    "app.js",
)
_PAPER = "#fbfaf6"
_INK = "#22262b"
_STYLES: dict[State, dict[str, Any]] = {
    State.DROPPED: {"shape": "hole", "color": _INK, "hollow": True},
    State.WEAKENED: {"shape": "triangleDown", "color": "#d55e00"},
    State.MIXED: {"shape": "diamond", "color": "#cc79a7"},
    State.UNMATCHED: {"shape": "hexagon", "color": "#a58b52", "hollow": True},
    State.DOUBTFUL: {"shape": "dot", "color": "#6b6f76", "hollow": True, "dashed": True},
    State.ADDED: {"shape": "star", "color": "#e69f00"},
    State.STRENGTHENED: {"shape": "triangle", "color": "#0072b2"},
    State.EQUIVALENT: {"shape": "dot", "color": "#009e73"},
    State.ORIGIN: {"shape": "square", "color": "#4d5560"},
    State.RESTATED: {"shape": "dot", "color": "#b3aea2", "small": True},
    State.MISSING: {"shape": "ghost", "color": "#6b6f76", "hollow": True, "dashed": True},
    State.OTHER_ADDRESSEE: {"shape": "square", "color": "#8a97a3", "hollow": True},
}
"""Okabe and Ito's colours, which the colour-blind tell apart; no two states share a shape and fill."""
_HOLES = (State.DROPPED, State.OTHER_ADDRESSEE)
"""States of an upstream requirement that stands where a document has nothing for it."""
_LABELS = {
    State.DROPPED: ("Dropped", "not taken up by a document meant to carry it out"),
    State.WEAKENED: ("Weakened", "demands less than upstream"),
    State.MIXED: ("Mixed", "less in one respect, more in another"),
    State.UNMATCHED: (
        "Unmatched",
        "no counterpart, but an upstream document is missing or leaves a part out",
    ),
    State.DOUBTFUL: ("Doubtful", "linked only by a link that is for review"),
    State.ADDED: ("Added", "no upstream requirement asks for it"),
    State.STRENGTHENED: ("Strengthened", "demands more than upstream"),
    State.EQUIVALENT: ("Equivalent", "demands the same as upstream"),
    State.ORIGIN: ("Origin", "carries out nothing further up"),
    State.RESTATED: ("Restated", "a task row that says the narrative again"),
    State.MISSING: ("Missing document", "named as upstream, not in the corpus"),
    State.OTHER_ADDRESSEE: (
        "Other addressee",
        "asked of another place or of a body of the centre; not held against the place",
    ),
}
_LEVELS = {
    Level.CENTRAL: "Centre",
    Level.PROVINCE: "Province",
    Level.CITY: "City",
    Level.DISTRICT: "District",
}
SCORES = {
    "semantic": "meaning, with heading",
    "clause_down_lead": "a clause of the lower text likest here",
    "semantic_heading": "meaning of the heading",
    "words_down": "share of the lower text's words, or like ones, found above",
    "words_up": "share of the upper text's words, or like ones, found below",
    "words_down_lead": "a clause of the lower text likest here, by like words",
    "words_up_lead": "a clause of the upper text likest here, by like words",
    "wording_down_lead": "a clause of the lower text likest here, by words",
    "wording_text_heading": "words of the text and of the upper heading",
    "wording_heading_text": "words of the lower heading and of the text",
    "heading_text": "meaning of the lower heading and of the text",
    "heading": "same heading",
    "lexical_with_heading": "words in common, with heading",
    "down_in_up": "share of the lower text found above",
    "fuzzy": "characters in common",
    "names": "names in common",
    "units": "responsible units in common",
    "order": "same place in the order",
    "stated": "aligned by the document itself",
}
_LINE_COLORS = {
    "weakened": "#d55e00",
    "mixed": "#cc79a7",
    "strengthened": "#0072b2",
    "equivalent": "#8d9a92",
}
_UNSAFE = str.maketrans(
    {c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"},
)


def map_html(
    graph: CascadeGraph,
    documents: Sequence[str] = (),
    *,
    lang: str = "en",
    overlay: tuple[str, str] | None = None,
) -> str:
    """Return a whole page that shows a cascade.

    Args:
        documents: ids of the documents to show, with all that they carry out; all when empty.
        lang: language of the page's own words, `en` or `zh`.
        overlay: ids of two documents to open in comparison.
    """
    say = translate(lang)
    shown = picture(graph, (*documents, *overlay) if overlay and documents else documents)
    layout = arrange(shown, say("Own topics"))
    aggregated = len(shown.marks) > MOST
    nodes, edges, options = _network(shown, layout, aggregated)
    data = _data(shown, layout, lang, say)
    data["aggregated"] = aggregated
    data["most"] = MOST
    data["overlay"] = list(overlay) if overlay else []
    if overlay:
        data["compared"] = _compared(graph, overlay, shown, say)
    return _page(
        {
            "lang": "zh-CN" if lang.startswith("zh") else "en",
            "title": escape(data["title"]),
            "style": _asset("map.css"),
            "library": _library(),
            "script": _script(),
            "network": _json({"nodes": nodes, "edges": edges, "options": options}),
            "data": _json(data),
        },
        say,
    )


def write_map(
    graph: CascadeGraph,
    path: Path | str,
    documents: Sequence[str] = (),
    *,
    lang: str = "en",
    overlay: tuple[str, str] | None = None,
) -> None:
    """Write a map as one UTF-8 file; the file is there whole or not at all."""
    write_text(Path(path), map_html(graph, documents, lang=lang, overlay=overlay))


class Map:
    """A map that shows itself in a notebook, inline and without writing a file."""

    def __init__(
        self,
        graph: CascadeGraph,
        documents: Sequence[str] = (),
        *,
        lang: str | None = None,
        overlay: tuple[str, str] | None = None,
        height: int = 720,
    ) -> None:
        self.html = map_html(graph, documents, lang=lang or default_language(), overlay=overlay)
        self.height = height

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{escape(self.html)}" title="cascade" '
            f'style="width:100%;height:{self.height}px;border:1px solid #ddd8cc" '
            'sandbox="allow-scripts allow-downloads"></iframe>'
        )


def _network(
    shown: Picture, layout: Layout, aggregated: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    """Have pyvis build what is drawn when the page opens."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.node_ids = _Ids()
    network.set_options(json.dumps(_options(len(shown.marks))))
    if aggregated:
        _add_bubbles(network, shown, layout)
    else:
        for index, mark in enumerate(shown.marks):
            _add_mark(network, index, mark, layout)
        for number, line in enumerate(shown.lines):
            network.add_edge(line.up, line.down, **_edge(number, line))
    nodes, edges, *_, options = network.get_network_data()
    for node in nodes:
        del node["label"]  # pyvis insists on one; the page writes texts itself
    return nodes, edges, json.loads(options)


class _Ids(list[int | str]):
    """The list of ids that pyvis searches for every edge, with a search that does not walk it."""

    def __init__(self) -> None:
        super().__init__()
        self._known: set[object] = set()

    def append(self, key: int | str) -> None:
        self._known.add(key)
        super().append(key)

    def __contains__(self, key: object) -> bool:
        return key in self._known


def _add_mark(network: Any, index: int, mark: Mark, layout: Layout) -> None:
    network.add_node(
        index,
        label=" ",
        shape=_shape(mark.state),
        group=mark.state.value,
        x=round(layout.x[index], 1),
        y=round(layout.y[index], 1),
        opacity=_opacity(mark.confidence),
    )


def _add_bubbles(network: Any, shown: Picture, layout: Layout) -> None:
    bubble: dict[int, str] = {}
    for number, frame in enumerate(layout.frames):
        key = f"f{number}"
        bubble.update(dict.fromkeys(frame.marks, key))
        worst = min((shown.marks[i].state for i in frame.marks), key=lambda state: state.rank)
        network.add_node(
            key,
            label=" ",
            shape=_shape(worst),
            group=worst.value,
            x=round(frame.x + frame.width / 2, 1),
            y=round(frame.y + frame.height / 2, 1),
            size=bubble_size(frame),
        )
    for index, mark in enumerate(shown.marks):
        if mark.state is State.MISSING:
            _add_mark(network, index, mark, layout)
    between: Counter[tuple[str, str]] = Counter()
    for line in shown.lines:
        if line.kind not in ("restates", "missing"):
            between[bubble[line.up], bubble[line.down]] += 1
    for (up, down), count in between.items():
        color = {"color": "#8d9a92", "opacity": 0.16}
        width = min(4.0, 0.6 + 0.3 * count)
        network.add_edge(up, down, id=f"{up}-{down}", width=width, color=color, arrows="")


def bubble_size(frame: Frame) -> float:
    """Return the size of the bubble that stands for a frame."""
    return round(5.0 + 6.0 * sqrt(len(frame.marks)), 1)


def _shape(state: State) -> str:
    shape: str = _STYLES[state]["shape"]
    return "custom" if shape in ("hole", "ghost") else shape


def _opacity(confidence: float) -> float:
    return round(0.4 + 0.6 * max(0.0, min(1.0, confidence)), 2)


def _edge(number: int, line: Line) -> dict[str, Any]:
    confidence = line.link.confidence if line.link else 0.6
    edge: dict[str, Any] = {"id": f"e{number}", "arrows": ""}
    if line.kind == "implements" and line.link:
        color = _LINE_COLORS[line.link.status.value]
        edge["color"] = {"color": color, "opacity": round(0.08 + 0.34 * confidence**2, 2)}
    elif line.kind == "restates":
        edge.update(color={"color": "#b3aea2", "opacity": 0.22}, width=0.6)
    elif line.kind == "related":
        edge.update(color={"color": "#56b4e9", "opacity": 0.55}, dashes=[1, 5], width=1.4)
        edge["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": 0.18}
    elif line.kind == "review":
        edge.update(color={"color": "#6b6f76", "opacity": 0.7}, dashes=[6, 4])
    else:
        edge.update(color={"color": _INK, "opacity": 0.35}, dashes=[2, 3])
    return edge


def _options(marks: int) -> dict[str, Any]:
    groups = {}
    for state, style in _STYLES.items():
        color = style["color"]
        fill = _PAPER if style.get("hollow") else color
        edge = color if style.get("hollow") else _darker(color)
        groups[state.value] = {
            "shape": _shape(state),
            "size": 5 if style.get("small") else _SIZES.get(style["shape"], 9),
            "color": {"background": fill, "border": edge},
            "borderWidth": 1.8 if style.get("hollow") else 0.6,
            "shapeProperties": {"borderDashes": [3, 2] if style.get("dashed") else False},
        }
    return {
        "autoResize": False,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "interaction": {
            "hover": True,
            "hoverConnectedEdges": False,
            "selectConnectedEdges": False,
            "multiselect": False,
            "hideEdgesOnDrag": marks > 1500,
            "hideEdgesOnZoom": marks > 1500,
            "zoomSpeed": 0.6,
        },
        "nodes": {"chosen": False, "physics": False, "size": 9},
        "edges": {
            "chosen": False,
            "physics": False,
            "width": 1,
            "selectionWidth": 0,
            "hoverWidth": 0,
            "smooth": {
                "enabled": True,
                "type": "cubicBezier",
                "forceDirection": "vertical",
                "roundness": 0.45,
            },
        },
        "groups": groups,
    }


_SIZES = {"square": 7, "diamond": 10, "star": 10, "triangle": 9, "triangleDown": 9, "dot": 8}


def _darker(color: str) -> str:
    parts = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part * 0.75):02x}" for part in parts)


def _data(shown: Picture, layout: Layout, lang: str, say: Translate) -> dict[str, Any]:
    """Return all that the page knows, in lists that refer to one another by place."""
    number = {document.id: n for n, document in enumerate(shown.documents)}
    upstream_of_hole = {line.down: line.up for line in shown.lines if line.kind in _HOLES}
    score_names = sorted({name for k in shown.lines if k.link for name in k.link.evidence})
    marks = [
        _mark(i, mark, layout, number, upstream_of_hole, say) for i, mark in enumerate(shown.marks)
    ]
    return {
        "lang": lang,
        "title": _title(shown, lang, say),
        "paper": _PAPER,
        "ink": _INK,
        "states": [
            {
                "key": state.value,
                "label": say(_LABELS[state][0]),
                "hint": say(_LABELS[state][1]),
                **_STYLES[state],
            }
            for state in State
        ],
        "levels": [{"key": level.value, "label": say(_LEVELS[level])} for level in Level],
        "documents": [
            _document(d, shown.beyond.get(d.id, []), number, lang, say) for d in shown.documents
        ],
        "columns": [
            {"label": c.label or say("No heading"), "x": round(c.x, 1), "w": round(c.width, 1)}
            for c in layout.columns
        ],
        "lanes": [{"level": k.level.value, "y": k.y, "h": k.height} for k in layout.lanes],
        "frames": [
            {
                "d": number[f.document],
                "c": f.column,
                "x": round(f.x, 1),
                "y": round(f.y, 1),
                "w": round(f.width, 1),
                "h": round(f.height, 1),
                "m": f.marks,
            }
            for f in layout.frames
        ],
        "size": [round(layout.width, 1), round(layout.height, 1)],
        "marks": marks,
        "lines": [_line(k, shown.marks, score_names, say) for k in shown.lines],
        "scores": [say(SCORES.get(name, name)) for name in score_names],
        "lineColors": _LINE_COLORS,
        "messages": {key: say(key) for key in page_messages()} if say("Fit") != "Fit" else {},
    }


def _title(shown: Picture, lang: str, say: Translate) -> str:
    names = [
        place_name(d, lang, say) for d in shown.documents if not d.quoted_in and d.level.rank > 1
    ]
    names = list(dict.fromkeys(names or [place_name(d, lang, say) for d in shown.documents]))
    listed = say(", ").join(names[:4]) + ("…" if len(names) > 4 else "")
    return say("What became of it: {}").format(listed)


def place_name(document: Document, lang: str, say: Translate) -> str:
    """Name a document's place without its ancestors, in English by the pinyin of its id."""
    if document.level is Level.CENTRAL:
        return say(centre(document))
    if lang == "en" and document.id.isascii() and "-" in document.id:
        return re.sub(r"-\d{4}.*$", "", document.id).replace("-", " ").title()
    return own_name(document)


def _document(
    d: Document, beyond: list[int], number: dict[str, int], lang: str, say: Translate
) -> dict[str, Any]:
    place = place_name(d, lang, say)
    found: dict[str, Any] = {
        "id": d.id,
        "place": place,
        "label": f"{place} {d.year}" if d.year else place,
        "title": d.title,
        "number": d.number,
        "issuer": d.issuer,
        "level": d.level.value,
        "jurisdiction": d.jurisdiction,
        "year": d.year,
        "date": d.date,
        "source": d.source,
        "quoted": d.quoted_in,
        "omits": d.omits.text if d.omits else "",
        "beyond": beyond,
        "up": [number[e.document] for e in d.implements if e.document in number],
        "basis": [
            {"document": e.document, "basis": say(e.basis.value), "missing": e.missing}
            for e in d.implements
        ],
    }
    return {key: value for key, value in found.items() if value not in ("", [], None)}


def _mark(
    index: int,
    mark: Mark,
    layout: Layout,
    number: dict[str, int],
    upstream_of_hole: dict[int, int],
    say: Translate,
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": mark.key,
        "s": mark.state.value,
        "l": mark.level.value,
        "x": round(layout.x[index], 1),
        "y": round(layout.y[index], 1),
        "c": layout.column[index],
        "p": round(mark.confidence, 3),
    }
    if mark.document:
        found["d"] = number[mark.document]
    requirement = mark.requirement
    if mark.state in _HOLES:
        found["of"] = upstream_of_hole[index]
        if mark.state is State.OTHER_ADDRESSEE and mark.finding:
            found["why"] = sentence_in_words(mark.finding.why, say)
        if mark.notice:
            found["notice"] = mark.notice
    elif requirement:
        found["text"] = requirement.text
        found["o"] = requirement.ordinal
        optional = {
            "h": list(requirement.topic),
            "u": [unit for unit in requirement.units if unit not in requirement.lead],
            "lead": list(requirement.lead),
            "due": requirement.deadline.text,
            "end": requirement.deadline.end,
        }
        found.update({key: value for key, value in optional.items() if value})
    else:
        found["text"] = mark.name
        found["needed"] = [number[key] for key in mark.needed_by]
    return found


def _line(
    line: Line, marks: Sequence[Mark], score_names: Sequence[str], say: Translate
) -> dict[str, Any]:
    found: dict[str, Any] = {"u": line.up, "d": line.down, "k": line.kind}
    link = line.link
    up, down = marks[line.up].requirement, marks[line.down].requirement
    if link is None or up is None or down is None:
        return found
    found["s"] = link.status.value
    found["p"] = round(link.confidence, 3)
    found["sp"] = round(link.status_confidence, 3)
    found["diff"] = marks_of_difference(link, up.text, down.text)
    found["ev"] = [round(link.evidence.get(name, 0.0), 2) for name in score_names]
    if link.stated:
        found["st"] = 1
    if link.changes:
        changes = sorted(link.changes, key=lambda change: -change.weight)
        found["ch"] = [
            [
                c.dimension.value,
                c.direction.value,
                change_in_words(c.words, say),
                c.upstream_span.text,
                c.downstream_span.text,
            ]
            for c in changes
        ]
    if link.note:
        found["n"] = _note(link.note, say)
    return found


def _compared(
    graph: CascadeGraph, overlay: tuple[str, str], shown: Picture, say: Translate
) -> list[dict[str, Any]]:
    """Return the rows of `cascade diff` for the overlay that the map opens with.

    Other pairs are compared in the page, by the links alone.
    """
    number = {mark.key: index for index, mark in enumerate(shown.marks)}

    def side(outcome: Outcome) -> dict[str, Any]:
        return {
            "state": "doubtful" if outcome.state == REVIEW else str(outcome.state),
            "marks": [number[requirement.id] for requirement in outcome.requirements],
        }

    return [
        {
            "index": number[row.upstream.id],
            "first": side(row.first),
            "second": side(row.second),
            "differs": row.differs,
            "words": [
                [c.dimension.value, c.direction.value, change_in_words(c.words, say)]
                for c in row.differences
            ],
        }
        for row in diff(graph, *overlay).rows
    ]


def _note(note: str, say: Translate) -> str:
    if passed := re.fullmatch(r"passes over (.*), not in the corpus", note):
        return say("passes over {}, not in the corpus").format(passed[1])
    return note


def _page(slots: dict[str, str], say: Translate) -> str:
    def filled(found: re.Match[str]) -> str:
        kind, name = found[1], found[2].strip()
        return slots[name] if kind == "=" else escape(say(name))

    return re.sub(r"\{\{(=|_)(.+?)\}\}", filled, _asset("page.html"))


def _json(value: Any) -> str:
    """Write JSON that can stand inside a script element whatever its strings hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_UNSAFE)


@lru_cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _script() -> str:
    parts = "\n".join(_asset(name) for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();'


@lru_cache
def _library() -> str:
    """Return the vis-network that pyvis carries: one whole UMD build, with its licence."""
    import pyvis

    found = sorted((Path(pyvis.__file__).parent / "templates").rglob("vis-network.min.js"))
    return found[-1].read_text(encoding="utf-8").replace("</script", "<\\/script")


@lru_cache
def page_messages() -> tuple[str, ...]:
    """List the messages that the page's scripts use, and those of the vocabularies."""
    called = re.findall(r'\bt\("((?:[^"\\]|\\.)+)"', "\n".join(_asset(name) for name in _SCRIPTS))
    return tuple(sorted({*called, *(dimension.value for dimension in Dimension)}))


def messages() -> tuple[str, ...]:
    """List every message of the map, for a test that the catalogue is complete."""
    template = re.findall(r"\{\{_(.+?)\}\}", _asset("page.html"))
    labels = [text for pair in _LABELS.values() for text in pair]
    return tuple(
        sorted(
            {
                *page_messages(),
                *(text.strip() for text in template),
                *labels,
                *_LEVELS.values(),
                *SCORES.values(),
                "Own topics",
                "No heading",
                "What became of it: {}",
                "passes over {}, not in the corpus",
            }
        )
    )
