"""Requirements out of running text."""

from hypothesis import given
from hypothesis import strategies as st

from cascade.entries import Entry
from cascade.layout.paragraphs import read_paragraphs
from cascade.narrative import narrative_entries
from cascade.text import clean


def read(source: str) -> list[tuple[str, str]]:
    return [(e.path, clean(source, e.start, e.end).text) for e in entries(source)]


def entries(source: str) -> list[Entry]:
    return narrative_entries(read_paragraphs(source), source)


def test_headings_aims_and_preambles_are_no_requirements() -> None:
    source = """为加强河湖保护，结合实际，制定本方案。
一、总体要求
坚持生态优先，力争三年内水质明显改善。
二、主要任务
（一）清理河道垃圾，每月公布一次结果。
（二）关停沿河排污口。
三、工作要求
各县区要加强领导，明确专人负责，确保任务落实。
本方案自印发之日起施行。
"""
    assert read(source) == [
        ("2.1", "清理河道垃圾，每月公布一次结果。"),
        ("2.2", "关停沿河排污口。"),
        ("3", "各县区要加强领导，明确专人负责，确保任务落实。"),
    ]


def test_several_paragraphs_under_a_heading_each_count() -> None:
    source = """一、监督检查
市水利局每季度组织一次联合执法检查。
检查结果应当在十日内向社会公布。
二、法律责任
对拒不整改的单位依法从严处罚。
"""
    assert [path for path, _ in read(source)] == ["1", "1-2", "2"]


def test_a_lead_in_to_numbered_items_is_none_itself() -> None:
    source = """一、完善制度
各单位要做好下列工作：
1.建立巡查台账，做到一河一档。
2.建立举报奖励制度，及时兑现奖金。
"""
    assert [text for _, text in read(source)] == [
        "建立巡查台账，做到一河一档。",
        "建立举报奖励制度，及时兑现奖金。",
    ]


def test_fragments_of_an_article_stay_with_its_sentence() -> None:
    source = """第一条　河长应当履行下列职责：
（一）组织巡查河道；
（二）督促处理问题。
第二条　河长每月巡查一次，并做好记录。
第三条　有下列情形之一的，由上级河长约谈：
（一）未按规定巡查的；
（二）发现问题不报告的。
"""
    assert read(source) == [
        ("1", "河长应当履行下列职责：（一）组织巡查河道；（二）督促处理问题。"),
        ("2", "河长每月巡查一次，并做好记录。"),
        ("3", "有下列情形之一的，由上级河长约谈：（一）未按规定巡查的；（二）发现问题不报告的。"),
    ]


def test_units_of_a_heading_hold_for_what_is_below_it() -> None:
    source = """一、清理河道（责任单位：市水利局）
1.清理河道垃圾，每月公布一次。
2.拆除违章建筑，恢复河道原貌。（责任单位：市城管局）
二、治理污染
1.关停沿河排污口，定期复查。
"""
    assert [e.units.all for e in entries(source)] == [("市水利局",), ("市城管局",), ()]


def test_units_and_deadline_on_lines_below() -> None:
    source = """一、清理河道
1.清理河道垃圾，每月公布一次。
责任单位：市水利局
完成时限：2022年6月底
2.拆除违章建筑，恢复河道原貌。
"""
    first, second = entries(source)
    assert (first.units.all, first.deadline) == (("市水利局",), "2022年6月底")
    assert (second.units.all, second.deadline) == ((), "")


def test_a_notice_without_numbers_counts_its_paragraphs() -> None:
    source = """现将有关事项通知如下。
各学校要在六月底前完成隐患排查，并设置警示标志。
各学校每天向主管部门报告一次汛情和值班情况。
"""
    assert [path for path, _ in read(source)] == ["1", "2"]


LINES = st.text("一二、（）（一）1.第条：；。，要应当责任单位 　", max_size=40)


@given(st.lists(LINES, max_size=25))
def test_entries_lie_in_the_source_in_order(lines: list[str]) -> None:
    source = "\n".join(lines)
    at = 0
    for entry in entries(source):
        assert at <= entry.start < entry.end <= len(source)
        at = entry.end
        assert entry.path
