"""What a text says of itself: title, number, issuer, place, date, where the body begins."""

import pytest
from building import CITY, PROVINCE
from hypothesis import given
from hypothesis import strategies as st

from cascade.documents.recognition import Recognised, recognise
from cascade.layout.paragraphs import read_paragraphs
from cascade.vocabulary import Level


def seen(source: str) -> Recognised:
    return recognise(read_paragraphs(source))


def test_a_notice_that_issues_a_plan() -> None:
    found = seen(CITY)
    assert found.title == "株洲市人民政府办公室关于印发株洲市2022年河湖保护工作方案的通知"
    assert found.number == "株政办发〔2022〕8号"
    assert found.issuer == "株洲市人民政府办公室"
    assert (found.date, found.year) == ("2022-05-20", 2022)
    assert (found.level, found.jurisdiction, found.code) == (
        Level.CITY,
        "湖南省株洲市",
        "430200",
    )
    assert found.plan == "株洲市2022年河湖保护工作方案"
    assert read_paragraphs(CITY)[found.body].text == "一、加强巡查"


@pytest.mark.parametrize(
    ("head", "level", "place"),
    [
        ("国务院办公厅关于加强河湖保护的意见", Level.CENTRAL, "全国"),
        ("水利部关于加强河湖保护的意见", None, ""),
        ("湖南省人民政府关于加强河湖保护的意见", Level.PROVINCE, "湖南省"),
        ("重庆市人民政府关于加强河湖保护的意见", Level.PROVINCE, "重庆市"),
        ("株洲市水利局关于加强河湖保护的意见", Level.CITY, "湖南省株洲市"),
        ("浏阳市人民政府关于加强河湖保护的意见", Level.DISTRICT, "湖南省长沙市浏阳市"),
        ("重庆市綦江区人民政府关于加强河湖保护的意见", Level.DISTRICT, "重庆市綦江区"),
    ],
)
def test_places_by_the_issuer(head: str, level: Level | None, place: str) -> None:
    found = seen(f"{head}\n一、各单位每月清理河道垃圾一次。\n")
    if level is None:  # a ministry that the lexicon need not know
        assert found.level in (None, Level.CENTRAL)
    else:
        assert (found.level, found.jurisdiction) == (level, place)


@pytest.mark.parametrize(
    "addressees",
    [
        "各省、自治区、直辖市及新疆生产建设兵团水利厅（局）：",
        "各省（区、市）人民政府，各有关单位：",
    ],
)
def test_what_goes_to_all_provinces_comes_from_the_centre(addressees: str) -> None:
    found = seen(
        f"{addressees}\n请抓紧清理河道。\n一、湖南省、湖南省各市、湖南省各县每月清理河道一次。\n"
    )
    assert (found.level, found.jurisdiction) == (Level.CENTRAL, "全国")


def test_a_numbered_heading_is_no_title() -> None:
    found = seen("湖南省各市要管好河道。\n一、2022年全省重点任务\n（一）每月清理河道一次。\n")
    assert (found.title, found.body) == ("", 0)


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("附件：全市重点任务分解表（略）", "附件：全市重点任务分解表（略）"),
        ("附件（略）", "附件（略）"),
        (
            "二、每周巡河。（由\n于篇幅太长，省略部分内容，可点击链接查看）",
            "篇幅太长，省略部分内容",
        ),
        ("附件：各部门联系方式（略）", ""),
        ("附件：全市重点任务分解表", ""),
        ("二、采用快速程序的，可以省略起草阶段。", ""),
    ],
)
def test_a_text_says_that_it_leaves_a_part_out(words: str, quoted: str) -> None:
    source = f"{CITY}{words}\n"
    omits = seen(source).omits
    assert (omits.text if omits else "") == quoted
    if omits:
        assert source[omits.start : omits.end].replace("\n", "") == quoted


STATUTE = """湖南省河湖保护条例
第一条 为了保护河湖，结合本省实际，制定本条例。
第二条 县级人民政府应当每月巡河一次。
第三条 违反本条例的，依法处罚。
"""


def test_an_amended_article_at_the_head_of_a_line_is_none_of_the_statute() -> None:
    history = (
        "2012年11月19日湖南省人民代表大会常务委员会通过\n"
        "2016年6月29日湖南省人民代表大会常务委员会《关于修改〈湖南省河湖保护条例〉第三条\n"
        "第四条的决定》第一次修正\n"
        "2021年10月28日湖南省人民代表大会常务委员会修订\n"
    )
    name, articles = STATUTE.split("\n", 1)
    assert seen(f"{name}\n{history}{articles}").date == "2021-10-28"


def test_a_statute_without_its_closing_clause_breaks_off() -> None:
    omits = seen(STATUTE).omits
    assert omits
    assert omits.text == "第三条违反本条例的，依法处罚。〔…〕"
    assert STATUTE[omits.start : omits.end] == "第三条 违反本条例的，依法处罚。"
    assert seen(f"{STATUTE}第四条 本条例自2022年5月1日起施行。\n").omits is None


def test_a_place_by_the_number_alone() -> None:
    found = seen("关于加强河湖保护的通知\n株政办发〔2022〕8号\n一、各单位每月清理河道一次。\n")
    assert found.code == "430200"


@pytest.mark.parametrize(
    ("front", "level", "place"),
    [
        ("中华人民共和国河道法\n", Level.CENTRAL, "全国"),
        ("河道管理条例\n2011年1月8日 国务院令第588号公布\n", Level.CENTRAL, "全国"),
        (
            "河道管理法\n2012年8月31日 第十一届全国人民代表大会常务委员会第二十八次会议通过\n",
            Level.CENTRAL,
            "全国",
        ),
        (
            "洞庭湖保护条例\n2021年5月27日 湖南省第十三届人民代表大会常务委员会第二十四次会议通过\n",
            Level.PROVINCE,
            "湖南省",
        ),
        ("河道管理办法\n", None, ""),
    ],
)
def test_a_statute_is_of_those_who_adopted_it(front: str, level: Level | None, place: str) -> None:
    found = seen(f"{front}第一条 河道主管机关应当每月清理河道一次。\n")
    assert (found.level, found.jurisdiction) == (level, place)


def test_a_statute_for_the_whole_state_is_of_the_centre() -> None:
    scope = "在中华人民共和国境内的河道清理活动，适用本办法。"
    found = seen(f"河道管理办法\n第一条 {scope}\n第二条 每月清理河道一次。\n")
    assert found.level is Level.CENTRAL


def test_no_place_where_the_text_names_none() -> None:
    found = seen("关于加强河湖保护的通知\n一、各单位每月清理河道一次。\n")
    assert (found.level, found.code) == (None, "")


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2022年3月10日", "2022-03-10"),
        ("二〇二二年三月十日", "2022-03-10"),
        ("二○二二年十二月三十一日", "2022-12-31"),
        ("二零二二年十月二十日", "2022-10-20"),
    ],
)
def test_dates_of_issue_in_every_spelling(line: str, date: str) -> None:
    source = PROVINCE.replace("2022年3月10日", line, 1)
    assert seen(source).date == date


def test_a_title_over_two_lines() -> None:
    found = seen(CITY.replace("关于印发株洲市", "关于印发\n株洲市", 1))
    assert found.title == "株洲市人民政府办公室关于印发株洲市2022年河湖保护工作方案的通知"


def test_a_date_in_brackets_after_the_title() -> None:
    found = seen("株洲市河湖保护办法（2021年5月1日）\n第一条　每月清理河道一次，并公布结果。\n")
    assert (found.title, found.date) == ("株洲市河湖保护办法", "2021-05-01")


@pytest.mark.parametrize(
    "history",
    [
        "2001年5月10日湖南省第九届人民代表大会常务委员会第二十二次会议通过\n"
        "2018年7月19日湖南省第十三届人民代表大会常务委员会第五次会议《关于修改部分地方性法规的决定》修正\n",
        "（2001年5月10日湖南省人民代表大会常务委员会通过　根据2018年7月19日湖南省人民代表大会常务委员会"
        "《关于修改〈湖南省河道管理条例〉的决定》第一次修正　自2018年10月1日起施行）\n",
    ],
)
def test_the_last_amendment_of_a_statute_dates_it(history: str) -> None:
    found = seen(f"湖南省河道管理条例\n{history}第一条 河道每年巡查一次，结果自2030年起公布。\n")
    assert (found.date, found.year) == ("2018-07-19", 2018)


def test_a_notice_keeps_its_own_date_above_that_of_a_meeting() -> None:
    source = CITY.replace("一、", "（2021年3月1日市政府常务会议通过）\n第一条 加强管理。\n一、", 1)
    assert seen(source).date == "2022-05-20"


def test_the_year_without_a_date() -> None:
    assert seen("株洲市2021年河湖保护要点\n一、每月清理河道一次。\n").year == 2021
    assert seen("株洲市河湖保护要点\n一、落实湘政办发〔2019〕3号要求。\n").year == 2019
    assert seen("株洲市河湖保护要点\n一、每月清理河道一次。\n").year is None


@given(st.text("关于印发的通知办法〔2022〕8号年月日一、。：《》（）株洲市\n", max_size=80))
def test_anything_is_recognised_without_complaint(source: str) -> None:
    paragraphs = read_paragraphs(source)
    found = recognise(paragraphs)
    assert 0 <= found.body <= len(paragraphs)
