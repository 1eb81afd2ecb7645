"""One text, whole: nothing crashes it, and what a table is to the narrative."""

from building import CITY, PROVINCE
from hypothesis import example, given
from hypothesis import strategies as st

from cascade.requirements.reading import Reading, read_document
from cascade.text import clean
from cascade.vocabulary import Level

PIECES = st.sampled_from(
    [
        "一、", "（一）", "1.", "第一条", "附件", "\n", "\n\n", "\t", "|", "||", "。", "：", "；",
        "（责任单位：市水利局）", "完成时限：", "序号\t任务\t具体要求\t责任单位\n", "序号|任务|要求|\n",
        "《河湖保护办法》", "湘政办发〔2022〕15号", "2022年3月10日", "株洲市人民政府", "关于印发",
        "的通知", "各县区人民政府：", "清理河道垃圾", "每月公布一次", " ", "\u3000", "\ue004", "<p>",
        "# ", "0", "㈠", "\r\n", "¶", "🙂",
    ]
)  # fmt: skip


def checked(source: str) -> Reading:
    reading = read_document(source)
    groups = [reading.entries, reading.restatements, *(found for _, _, found in reading.quoted)]
    for group in groups:
        paths = [entry.path for entry in group]
        assert len(set(paths)) == len(paths)
        for entry in group:
            assert 0 <= entry.start < entry.end <= len(source)
            assert clean(source, entry.start, entry.end).text
    return reading


@given(st.text(max_size=300))
@example("")
@example("\n\n")
@example("|")
@example("\t")
@example("附件")
@example("甲\t乙" + "\n\t丙" * 5)
@example("第条")
@example("0")
def test_no_text_crashes_the_reader(source: str) -> None:
    checked(source)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_jumble_of_official_words_crashes_the_reader(source: str) -> None:
    checked(source)


@given(st.integers(0, len(CITY)), st.integers(0, len(CITY)), PIECES)
def test_no_damaged_document_crashes_the_reader(start: int, end: int, piece: str) -> None:
    checked(CITY[:start] + piece + CITY[end:])


def test_a_reading_depends_on_the_text_alone() -> None:
    assert read_document(PROVINCE) == read_document(PROVINCE)


NARRATIVE = """株洲市河湖保护工作方案

一、加强巡查
（一）乡级河长每周巡河一次，发现问题及时上报。
（二）全面清理整治河道乱占乱建，做好巡查记录。
"""


def test_rows_that_say_the_narrative_again_restate_it() -> None:
    source = NARRATIVE + (
        "\n序号\t具体内容\t责任单位\n"
        "1\t乡级河长每周巡河一次\t市水利局\n2\t清理整治河道乱占乱建，做好巡查记录\t市水利局\n"
    )
    reading = checked(source)
    assert len(reading.entries) == 2
    assert [entry.path for entry in reading.restatements] == ["t1", "t2"]


def test_a_title_of_a_ledger_is_enough() -> None:
    source = NARRATIVE + (
        "\n重点任务分解表\n序号\t工作内容\t责任单位\n"
        "1\t购置无人机两架\t市水利局\n2\t印制宣传手册\t市水利局\n"
    )
    assert len(checked(source).restatements) == 2


def test_a_table_with_duties_of_its_own_adds_to_the_narrative() -> None:
    source = NARRATIVE + (
        "\n河段明细\n序号\t工作内容\t责任单位\n"
        "1\t购置无人机两架\t市财政局\n2\t印制宣传手册\t市教育局\n"
    )
    reading = checked(source)
    assert len(reading.entries) == 4
    assert not reading.restatements


def test_columns_of_higher_levels_are_quoted() -> None:
    source = (
        "株洲市2022年河湖保护分工方案\n"
        "序号\t国务院要求\t省政府要求\t我市分工方案\t责任单位\n"
        "1\t每年巡查。\t每季度巡查。\t每月巡查。\t市水利局\n"
        "2\t每年公布。\t每季度公布。\t每月公布。\t市水利局\n"
    )
    reading = checked(source)
    assert [level for level, _, _ in reading.quoted] == [Level.CENTRAL, Level.PROVINCE]
    assert [clean(source, e.start, e.end).text for e in reading.entries] == [
        "每月巡查。",
        "每月公布。",
    ]
    assert [e.rows for e in reading.entries] == [e.rows for e in reading.quoted[0][2]]


def test_a_provincial_table_quotes_the_centre_only() -> None:
    source = (
        "湖南省2022年河湖保护分工方案\n"
        "序号\t国务院要求\t省工作要求\t责任单位\n"
        "1\t每年巡查。\t每季度巡查。\t省水利厅\n"
        "2\t每年公布。\t每季度公布。\t省水利厅\n"
    )
    reading = checked(source)
    assert [level for level, _, _ in reading.quoted] == [Level.CENTRAL]
    assert len(reading.entries) == 2


def test_the_covering_notice_is_kept_with_its_place() -> None:
    reading = checked(CITY)
    assert any("制定本方案" in span.text for span in reading.covering)
    for span in reading.covering:
        assert clean(CITY, span.start, span.end).text == span.text
        assert span.end <= reading.entries[0].start
