"""Every candidate is shown with its scores, and what is shown adds up to what was decided."""

from pathlib import Path

import pytest
from building import write_files

from cascade.graph.network import CascadeGraph
from cascade.linking.explanation import explain
from cascade.linking.tracing import LinkOptions, Tracer
from cascade.pipeline import tracer


@pytest.fixture(scope="module")
def bundled() -> Tracer:
    return tracer(None, LinkOptions())


def test_an_accepted_link_is_explained_first(graph: CascadeGraph, bundled: Tracer) -> None:
    requirement = graph.requirement("zhaoqing-2016:2.7")
    above = [c for c in explain(bundled, requirement) if c.upstream.startswith("guangdong")]
    assert above[0].upstream == "guangdong-2016:2.7"
    assert above[0].verdict == "accepted"
    assert [c.probability for c in above] == sorted((c.probability for c in above), reverse=True)
    assert {c.verdict for c in above[1:]} == {"refused"}


@pytest.mark.parametrize("key", ["13.3", "15.8", "23.1"])
def test_what_is_called_accepted_is_what_was_linked(
    graph: CascadeGraph, bundled: Tracer, key: str
) -> None:
    requirement = graph.requirement(f"guangzhou-2016:{key}")
    accepted = {
        c.upstream
        for c in explain(bundled, requirement)
        if c.verdict == "accepted" and c.upstream.startswith("guangdong")
    }
    linked = {k.upstream for k in graph.links_up(requirement.id)}
    assert accepted == {one for one in linked if one.startswith("guangdong")}


def test_a_gap_is_explained_by_what_was_refused(graph: CascadeGraph, bundled: Tracer) -> None:
    requirement = graph.requirement("guangdong-2016:1.2")
    below = [c for c in explain(bundled, requirement) if c.downstream.startswith("guangzhou")]
    assert below
    assert all(c.verdict != "accepted" for c in below)
    for candidate in below:
        down, up, alike = candidate.clauses
        assert down in graph.requirement(candidate.downstream).text
        assert up in graph.requirement(candidate.upstream).text
        assert -1 <= alike <= 1
        assert {"words_down_lead", "semantic", "heading", "units"} <= candidate.parts.keys()


def test_rows_that_restate_are_compared_with_nothing_above(
    graph: CascadeGraph, bundled: Tracer
) -> None:
    row = next(r for r in graph.requirements("guangzhou-2020") if r.is_restatement)
    assert not list(explain(bundled, row))


def test_what_a_sanction_punishes_is_said_to_decide(tmp_path: Path) -> None:
    formula = "，由水行政主管部门责令限期改正；逾期不改正的，处一万元以上五万元以下罚款。"
    texts = {
        "法.txt": f"""中华人民共和国河湖保护法

（2021年3月18日第十三届全国人民代表大会第四次会议通过）

第一条 县级以上人民政府应当每年组织一次河湖健康评价。
第二条 违反本法规定，在河道内擅自采砂的{formula}
第三条 本法自2021年9月1日起施行。
""",
        "条例.txt": f"""湖南省河湖保护条例

（2022年3月30日湖南省第十三届人民代表大会常务委员会第三十次会议通过）

第一条 根据《中华人民共和国河湖保护法》，结合本省实际，制定本条例。
第二条 违反本条例规定，侵占湖泊岸线的{formula}
第三条 本条例自2022年7月1日起施行。
""",
    }
    found = tracer(write_files(tmp_path / "c", texts), LinkOptions())
    (one,) = found.own("hunan-2022")
    (candidate,) = [c for c in explain(found, one) if c.upstream == "central-2021:2"]
    assert candidate.verdict == "refused"
    assert candidate.contributions["sanctions"] < 0
