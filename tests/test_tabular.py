"""Requirements out of tables, whatever their columns are called."""

from hypothesis import given
from hypothesis import strategies as st

from cascade.layout.tables import find_tables
from cascade.requirements.entries import Entry
from cascade.requirements.tabular import table_entries
from cascade.text import clean


def entries(source: str) -> list[Entry]:
    return [e for table in find_tables(source) for e in table_entries(source, table)]


def texts(source: str) -> list[str]:
    return [clean(source, e.start, e.end).text for e in entries(source)]


def rows(*lines: str) -> str:
    return "".join(line.replace("|", "\t") + "\n" for line in lines)


def test_columns_are_known_by_their_headers_in_any_order() -> None:
    source = rows("完成时间|牵头部门|重点任务|主要举措", "6月|市水利局|清理河道|每月清理一次。")
    (entry,) = entries(source)
    assert texts(source) == ["每月清理一次。"]
    assert entry.topic == ("清理河道",)
    assert entry.units.lead == entry.units.all == ("市水利局",)
    assert entry.deadline == "6月"


def test_a_table_without_a_header_of_known_words_yields_nothing() -> None:
    assert texts(rows("姓名|籍贯", "张三|湖南")) == []


def test_the_topic_holds_the_wording_when_no_other_column_does() -> None:
    source = rows("序号|工作任务|责任单位", "1|清理河道垃圾|市水利局", "2|公布检查结果|市政府办")
    assert texts(source) == ["清理河道垃圾", "公布检查结果"]
    assert [e.path for e in entries(source)] == ["1", "2"]


def test_merged_cells_carry_down_and_deliberate_blanks_do_not() -> None:
    source = rows(
        "任务|具体要求|责任单位|完成时限",
        "清理河道|清理垃圾。|市水利局|6月底",
        "|拆除违建。||",
        "|复绿河岸。|\u3000|\u3000",
    )
    found = entries(source)
    assert [e.topic for e in found] == [("清理河道",)] * 3
    assert [e.units.all for e in found] == [("市水利局",), ("市水利局",), ()]
    assert [e.deadline for e in found] == ["6月底", "6月底", ""]


def test_numbered_lines_of_a_cell_are_requirements_each() -> None:
    source = "任务\t具体要求\t责任单位\n清理河道\t1.清理垃圾。\n2.拆除违建。\t市水利局\n"
    grid = [
        ["任务", "具体要求", "责任单位"],
        ["清理河道", "1.清理垃圾。\n2.拆除违建。", "市水利局"],
        ["公布结果", "每月公布。", "市政府办"],
    ]
    flat = "\n".join("".join(f"\t{cell}\n" for cell in row) for row in grid)
    assert texts(flat) == ["清理垃圾。", "拆除违建。", "每月公布。"]
    assert [e.ordinal for e in entries(flat)][:2] == ["1", "2"]
    assert texts(source)[0] == "清理垃圾。"


def test_a_header_repeated_after_a_page_break_is_no_row() -> None:
    header = "任务|具体要求|责任单位"
    source = rows(header, "清理河道|清理垃圾。|市水利局", header, "公布结果|每月公布。|市政府办")
    assert texts(source) == ["清理垃圾。", "每月公布。"]


def test_a_second_header_row_names_the_columns_under_it() -> None:
    source = rows(
        "序号|省级要求||我市分工方案|责任单位",
        "|任务|具体要求||",
        "1|河道|省级每月一次。|全市每月两次。|市水利局",
        "2|湖泊|省级每年一次。|全市每年两次。|市水利局",
    )
    found = entries(source)
    assert [(e.column, e.topic, e.path) for e in found] == [
        ("省级要求具体要求", ("河道",), "1.1"),
        ("我市分工方案", ("河道",), "1.1"),
        ("省级要求具体要求", ("湖泊",), "2.1"),
        ("我市分工方案", ("湖泊",), "2.1"),
    ]
    assert texts(source)[:2] == ["省级每月一次。", "全市每月两次。"]


def test_lead_and_assisting_columns_together_are_the_units() -> None:
    source = rows("任务|具体要求|牵头单位|配合单位", "河道|清理垃圾。|市水利局|市公安局、市财政局")
    (entry,) = entries(source)
    assert entry.units == (("市水利局", "市公安局", "市财政局"), ("市水利局",))


def test_a_row_without_wording_adds_its_units_to_the_one_above() -> None:
    source = rows(
        "任务|具体要求|责任单位",
        "清理河道|清理垃圾。|市水利局",
        "||市公安局",
        "公布结果|每月公布。|市政府办",
    )
    first, second = entries(source)
    assert first.units.all == ("市水利局", "市公安局")
    assert second.units.all == ("市政府办",)


CELLS = st.text("清理河道每月公布1.2、（一）\n。 　局|", max_size=15)


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=6))
def test_entries_lie_in_the_source_and_in_order_of_rows(grid: list[list[str]]) -> None:
    header = "序号\t任务\t具体要求\t责任单位\n"
    source = header + "".join("\t".join(row) + "\n" for row in grid)
    at = 0
    for entry in entries(source):
        assert at <= entry.start < entry.end <= len(source)
        at = entry.start
        assert entry.rows[0] < entry.rows[1]
