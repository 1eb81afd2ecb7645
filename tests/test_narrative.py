"""Requirements out of running text."""

from hypothesis import given
from hypothesis import strategies as st

from cascade.layout.paragraphs import read_paragraphs
from cascade.requirements.entries import Entry
from cascade.requirements.narrative import narrative_entries
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
为促进落实省的要求，本方案自2023年1月29日起施行。
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


def test_an_article_may_have_its_number_on_a_line_of_its_own() -> None:
    source = """第一条

河长应当履行下列职责：
（一）组织巡查河道；
（二）督促处理问题。
第二条：河长每月巡查一次，并做好记录。
"""
    assert read(source) == [
        ("1", "河长应当履行下列职责：（一）组织巡查河道；（二）督促处理问题。"),
        ("2", "河长每月巡查一次，并做好记录。"),
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


def test_articles_before_a_chapter_are_no_headings() -> None:
    source = """第一条 全社会应当爱护河湖。
第二章 保护措施
第二条 市水利局应当每年组织一次检查。
检查结果应当向社会公布。
第三章 法律责任
第三条 违反规定的，依法处罚。
"""
    assert [path for path, _ in read(source)] == ["1", "2", "2-2", "3"]


def test_the_first_sentence_of_an_article_is_no_heading() -> None:
    source = (
        "第一条 国家支持发展河湖保险。各级人民政府应当提供补贴。\n第二条 巡查频次。河长每月巡河。\n"
    )
    assert [entry.topic for entry in entries(source)] == [(), ("巡查频次",)]


def test_what_a_statute_says_of_itself_is_no_requirement() -> None:
    source = """第一条 本法所称河湖，是指江河、湖泊和水库。
第二条 本条例适用于本市行政区域内的河湖保护。
第三条 在河道内采砂，适用本条例和有关法律；在湖泊内采砂，应当另行取得许可。
第四条 前款第一项所称的净收入，是指扣除税费后的余额。
第五条 本办法具体应用中的问题，由市人民政府负责解释。
第六条 2001年发布的《河湖管理规定》同时废止。
第七条 河道采砂是指在河道内开采砂石的活动。
第八条 下列情形是指导站应当记录的事项，河长必须报告。
第九条 本章下列用语的含义：（一）“岸线”，是指水陆交界的带状区域。
第十条 法律、行政法规对采砂另有规定的，从其规定。
第十一条 违反本条例的行为，法律、法规已有处罚规定的，从其规定。
第十二条 湖泊的管理和保护活动，参照本条例执行。
第十三条 本条例下列用语的含义：
（一）岸线，是指水陆交界的带状区域；
（二）河长，是指负责河湖保护的人员。
第十四条 巡河员是受河长指派巡查河道的人员，包括专职巡河员和兼职巡河员。
第十五条 本条例所称困难的标准，由市人民政府根据实际需要规定。
第十六条 采砂许可的适用范围和条件，由市水行政主管部门规定。
第十七条 在本市行政区域内从事采砂活动的单位和个人，应当遵守本条例。
第十八条 中华人民共和国缔结的国际条约与本条例有不同规定的，适用该国际条约的规定。
第十九条 河湖协会是自律性组织。协会依照章程对会员进行监督。
第二十条 本法自2020年1月1日起施行。
"""
    assert [path for path, _ in read(source)] == ["3", "8", "11", "15", "16", "19"]


def test_a_bare_name_of_a_campaign_imposes_nothing() -> None:
    source = "一、专项行动清单\n1.“清河”专项行动（市水利局）\n2.开展“净岸”专项行动（市住建局）\n"
    assert [text for _, text in read(source)] == ["开展“净岸”专项行动（市住建局）"]


def test_a_word_of_the_later_text_does_not_make_a_formula() -> None:
    text = "优化诉讼程序。拓展简易程序适用范围，推动案件及时审结。"
    assert read(f"一、提高办案效率\n{text}\n") == [("1", text)]


def test_fragments_without_numbers_stay_with_the_sentence_of_their_article() -> None:
    source = """第一条 有下列行为之一的，由有关机关责令改正：
违法办理登记的；
未依法履行监督职责的；
其他滥用职权的行为。
第二条 河长应当履行下列义务：
（一）定期巡查河湖；
（二）及时处理问题；
法律、法规规定的其他义务。
市水利局应当公布河长名单。
"""
    texts = [text for _, text in read(source)]
    assert [text[-6:] for text in texts] == ["职权的行为。", "的其他义务。", "布河长名单。"]


def test_lists_of_annexes_and_their_titles_are_no_requirements() -> None:
    source = """一、清理河道垃圾，每月公布一次结果。
附件：1.全市河湖保护任务清单和责任分工一览
2.全市河湖保护工作情况统计汇总表格式样和说明
附件2
全市河湖保护工作情况统计汇总表格式样和填报要求说明
"""
    assert [path for path, _ in read(source)] == ["1"]


def test_a_contact_line_at_the_end_is_cut_off() -> None:
    source = "一、请各区每季度末报送进展情况。联系人及电话：王某12345，邮箱：a@b.cn。\n"
    assert read(source) == [("1", "请各区每季度末报送进展情况。")]
