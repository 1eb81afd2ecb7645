"""The map without a browser: what it holds, where it puts it, and that the page is one safe file."""

import json
import random
import re
from itertools import pairwise
from pathlib import Path

import pytest
from building import carries, document, graph_of, link, requirement, shanghai

from cascade.graph.network import CascadeGraph
from cascade.linking.links import load_fusion
from cascade.maps import Map, map_html, write_map
from cascade.maps.layout import STEP, Layout, arrange, crossings
from cascade.maps.page import SCORES, messages, page_messages
from cascade.maps.payload import Picture, State, picture
from cascade.messages import LANGUAGES, catalogue, change_in_words, default_language, translate
from cascade.vocabulary import Level, Relation, Status

HOSTILE = """</script><script>document.title="owned"</script>
<img src=x onerror="document.title='owned'"> "'`&amp; \u2028 \u2029 ${1} {{=data}}"""


@pytest.fixture
def small() -> CascadeGraph:
    """A province and two cities; one drops, one adds, one upstream document is missing."""
    top = document("hunan-2022", "湖南省", title="湖南省要点")
    one = document(
        "zhuzhou-2022",
        "株洲市",
        title="株洲市方案",
        implements=(carries("hunan-2022"), carries("国办发〔2022〕9号", True, Level.CENTRAL)),
    )
    two = document("xiangtan-2022", "湘潭市", implements=(carries("hunan-2022"),))
    texts = ["乡级河长每周巡河一次。", "整治乱占乱建。", "公布水质监测结果。"]
    ups = [requirement(top, f"1.{n}", text, ("加强巡查",)) for n, text in enumerate(texts)]
    ones = [requirement(one, f"1.{n}", text, ("巡查",)) for n, text in enumerate(texts[:2])]
    twos = [requirement(two, f"1.{n}", text, ("巡查",)) for n, text in enumerate(texts)]
    extra = requirement(two, "2.1", "建设增殖放流站。", ("放流",))
    row = requirement(two, "3.1", texts[0], (), is_restatement=True)
    links = [
        *(link(u.id, d.id) for u, d in zip(ups, ones, strict=False)),
        link(ups[0].id, twos[0].id, Status.WEAKENED),
        link(ups[1].id, twos[1].id),
        link(twos[0].id, row.id, relation=Relation.RESTATES),
    ]
    review = [link(ups[2].id, twos[2].id, confidence=0.4)]
    return graph_of([top, one, two], [*ups, *ones, *twos, extra, row], links, review)


def states(shown: Picture) -> dict[str, State]:
    return {mark.key: mark.state for mark in shown.marks}


def test_every_mark_says_what_became_of_it(small: CascadeGraph) -> None:
    found = states(picture(small))
    assert found["hunan-2022:1.0"] is State.ORIGIN
    assert found["zhuzhou-2022:1.0"] is State.EQUIVALENT
    assert found["xiangtan-2022:1.0"] is State.WEAKENED
    assert found["xiangtan-2022:1.2"] is State.DOUBTFUL
    assert found["xiangtan-2022:2.1"] is State.ADDED
    assert found["xiangtan-2022:3.1"] is State.RESTATED
    assert found["hunan-2022:1.2!zhuzhou-2022"] is State.DROPPED
    assert found["?国办发〔2022〕9号"] is State.MISSING


def test_a_hole_stands_in_the_lane_of_the_document_that_dropped(small: CascadeGraph) -> None:
    shown = picture(small)
    hole = next(mark for mark in shown.marks if mark.state is State.DROPPED)
    assert (hole.document, hole.level) == ("zhuzhou-2022", Level.CITY)
    line = next(line for line in shown.lines if line.kind == "dropped")
    assert shown.marks[line.up].key == "hunan-2022:1.2"
    assert shown.marks[line.down] is hole


def test_chosen_documents_bring_what_they_carry_out(small: CascadeGraph) -> None:
    shown = picture(small, ["xiangtan-2022"])
    assert [d.id for d in shown.documents] == ["hunan-2022", "xiangtan-2022"]
    assert State.MISSING not in states(shown).values()
    with pytest.raises(KeyError):
        picture(small, ["nowhere-2022"])


def lanes(layout: Layout, shown: Picture) -> dict[Level, tuple[float, float]]:
    found = {lane.level: (lane.y, lane.y + lane.height) for lane in layout.lanes}
    for index, mark in enumerate(shown.marks):
        top, bottom = found[mark.level]
        assert top <= layout.y[index] <= bottom, mark.key
    return found


def test_levels_run_from_the_top_down_and_do_not_overlap(graph: CascadeGraph) -> None:
    shown = picture(graph)
    found = list(lanes(arrange(shown), shown).values())
    assert found == sorted(found)
    assert all(above[1] < below[0] for above, below in pairwise(found))


def test_no_two_marks_share_a_place(graph: CascadeGraph) -> None:
    shown = picture(graph)
    layout = arrange(shown)
    places = {
        (round(x / STEP * 2), round(y / STEP * 2)) for x, y in zip(layout.x, layout.y, strict=True)
    }
    assert len(places) == len(shown.marks)


def test_what_carries_out_stands_in_the_column_of_what_it_carries_out(graph: CascadeGraph) -> None:
    shown = picture(graph)
    layout = arrange(shown)
    lines = [line for line in shown.lines if line.kind == "implements"]
    same = [line for line in lines if layout.column[line.up] == layout.column[line.down]]
    assert len(same) > 0.97 * len(lines)


def test_order_keeps_lines_from_crossing(graph: CascadeGraph) -> None:
    shown = picture(graph)
    layout = arrange(shown)
    ordered = crossings(layout, shown.lines)
    dice = random.Random(1)
    shuffled = []
    for _ in range(5):
        for frame in layout.frames:
            places = [(layout.x[i], layout.y[i]) for i in frame.marks]
            dice.shuffle(places)
            for index, (x, y) in zip(frame.marks, places, strict=True):
                layout.x[index], layout.y[index] = x, y
        shuffled.append(crossings(layout, shown.lines))
    assert ordered < 0.5 * min(shuffled)


def test_layout_is_the_same_every_time(graph: CascadeGraph) -> None:
    assert map_html(graph) == map_html(graph)


def island(html: str, name: str) -> dict[str, object]:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.S)
    assert found
    read: dict[str, object] = json.loads(found[1])
    return read


def test_pyvis_builds_what_opens_with_fixed_places(graph: CascadeGraph) -> None:
    network = island(map_html(graph), "cascade-network")
    nodes, edges, options = network["nodes"], network["edges"], network["options"]
    assert isinstance(nodes, list) and isinstance(edges, list) and isinstance(options, dict)
    assert all({"id", "x", "y", "group", "shape"} <= node.keys() for node in nodes)
    assert options["physics"] == {"enabled": False}
    assert {edge["from"] for edge in edges} <= {node["id"] for node in nodes}


def test_every_state_has_its_own_shape_or_fill_and_colour(graph: CascadeGraph) -> None:
    found = island(map_html(graph), "cascade-data")["states"]
    assert isinstance(found, list)
    assert {one["key"] for one in found} == set(State)
    looks = {(one["shape"], bool(one.get("hollow")), bool(one.get("small"))) for one in found}
    assert len(looks) == len(found)
    assert len({one["color"] for one in found}) >= len(found) - 1


def test_the_page_names_no_other_place_to_load_from(graph: CascadeGraph) -> None:
    html = map_html(graph)
    markup = re.sub(r"<script.*?</script>", "", html, flags=re.S)
    assert re.findall(r"\b(?:href|src|url)\b\s*[=(]\s*[\"']?([^\"')>]*)", markup) == ["data:,"]
    assert "default-src 'none'" in html
    assert "<script src" not in html


def test_hostile_text_cannot_leave_its_island() -> None:
    top = document("hunan-2022", "湖南省", title=HOSTILE, number=HOSTILE)
    own = requirement(top, "1", HOSTILE, (HOSTILE,), units=(HOSTILE,))
    harmless = requirement(top, "1", "无", ("无",), units=("无",))
    html = map_html(graph_of([top], [own]))
    plain = map_html(graph_of([document("hunan-2022", "湖南省")], [harmless]))
    assert html.count("<script") == plain.count("<script")
    assert html.count("</script") == plain.count("</script")
    assert "<img" not in html
    data = island(html, "cascade-data")
    assert data["marks"][0]["text"] == HOSTILE  # type: ignore[index]


def test_large_maps_open_aggregated() -> None:
    top = document("hunan-2022", "湖南省")
    many = [requirement(top, f"{n}", "公开信息。", (f"主题{n % 9}",)) for n in range(4100)]
    network = island(map_html(graph_of([top], many)), "cascade-network")
    assert len(network["nodes"]) <= 9  # type: ignore[arg-type]


def test_writing_is_whole_or_not_at_all(small: CascadeGraph, tmp_path: Path) -> None:
    path = tmp_path / "图.html"
    write_map(small, path, lang="zh")
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [one.name for one in tmp_path.iterdir()] == ["图.html"]
    with pytest.raises(KeyError):
        write_map(small, path, ["nowhere"])
    assert [one.name for one in tmp_path.iterdir()] == ["图.html"]


def test_a_notebook_shows_it_without_a_file(
    small: CascadeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = Map(small, lang="en")._repr_html_()
    assert shown.startswith("<iframe srcdoc=") and shown.count("<iframe") == 1
    assert not list(tmp_path.iterdir())


def test_an_empty_graph_makes_a_map() -> None:
    assert "<!DOCTYPE html>" in map_html(graph_of([], []))


def test_the_names_of_states_survive_pyvis() -> None:
    assert not [state for state in State if " " in state]  # it takes spaces out of its options


def test_every_kind_of_evidence_has_a_name() -> None:
    kinds = {name.split(":")[0] for name in load_fusion().features} - {"documents"}
    assert kinds <= set(SCORES)
    assert kinds <= set(catalogue("zh"))


def test_the_catalogue_says_everything_in_chinese() -> None:
    assert [message for message in messages() if message not in catalogue("zh")] == []
    assert "Only the holes" not in map_html(graph_of([], []), lang="zh")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_translations_keep_their_slots(lang: str) -> None:
    say = translate(lang)
    for message in page_messages():
        assert say(message).count("{}") == message.count("{}"), message


def test_language_follows_the_locale() -> None:
    assert default_language({"LANGUAGE": "zh_CN:en", "LANG": "C"}) == "zh"
    assert default_language({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}) == "en"
    assert default_language({}) == "en"


def test_changes_are_said_in_both_languages(graph: CascadeGraph) -> None:
    words = {change.words for found in graph.links() for change in found.changes}
    heads = {one.partition(": ")[0] for one in words if ": " in one}
    unsaid = {head for head in heads if head not in catalogue("zh")}
    assert not unsaid
    assert change_in_words("dropped: 责任", translate("en")) == "dropped: 责任"
    assert change_in_words("only some of 各地 are bound", translate("zh")) == "只约束各地中的一部分"


def test_what_another_place_was_asked_is_no_hole() -> None:
    shown = picture(shanghai(), ["xuhui-2023"])
    found = states(shown)
    assert found["shanghai-2023:1!xuhui-2023"] is State.OTHER_ADDRESSEE
    assert found["shanghai-2023:2!xuhui-2023"] is State.DROPPED
    assert {line.kind for line in shown.lines} == {"dropped", "other-addressee"}
