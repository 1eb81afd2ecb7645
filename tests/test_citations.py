"""Document numbers, 《titles》, and what a text cites."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascade.documents.citations import (
    find_citations,
    is_document_title,
    normal_number,
    read_number,
)

BRACKETS = ["〔〕", "[]", "（）", "()", "【】", "〈〉", "﹝﹞", "［］"]


@pytest.mark.parametrize("brackets", BRACKETS)
@pytest.mark.parametrize("gap", ["", " "])
@pytest.mark.parametrize("before", ["", "第"])
def test_numbers_in_all_brackets_have_one_form(brackets: str, gap: str, before: str) -> None:
    left, right = brackets
    line = f"湘政办发{left}2022{right}{gap}{before}15{gap}号"
    assert read_number(line) == "湘政办发〔2022〕15号"


@given(
    st.sampled_from(
        ["国办发", "湘政办发", "株政办发", "赣市府办字", "川办函", "豫政办", "佳政办规"]
    ),
    st.integers(1990, 2035),
    st.integers(1, 9999),
    st.sampled_from(BRACKETS),
)
def test_numbers_are_read_back(prefix: str, year: int, serial: int, brackets: str) -> None:
    normal = f"{prefix}〔{year}〕{serial}号"
    assert read_number(f"{prefix}{brackets[0]}{year}{brackets[1]}{serial:03d}号") == normal
    assert normal_number(prefix, str(year), str(serial)) == normal
    assert read_number(normal) == normal


@pytest.mark.parametrize("lead", ["按", "根据", "依据", "落实", "认真贯彻执行", "按照", "参照"])
def test_lead_ins_are_cut_off_the_agency(lead: str) -> None:
    (citation,) = find_citations(f"{lead}湘政办发〔2022〕15号文件精神，制定本方案。")
    assert citation.number == "湘政办发〔2022〕15号"


@pytest.mark.parametrize(
    "line", ["2022年3月10日", "湘政办发〔2022〕", "《湖南省河湖保护办法》", "第15号", ""]
)
def test_lines_without_a_number(line: str) -> None:
    assert read_number(line) == ""


def test_a_title_and_its_number_are_one_citation() -> None:
    (citation,) = find_citations(
        "为贯彻《湖南省人民政府办公厅关于加强河湖保护的通知》（湘政办发〔2022〕15号）精神，制定本方案。"
    )
    assert citation.title == "湖南省人民政府办公厅关于加强河湖保护的通知"
    assert citation.number == "湘政办发〔2022〕15号"
    assert citation.context.startswith("为贯彻")


def test_own_number_and_title_are_no_citations() -> None:
    text = "株洲市河湖保护工作方案\n株政办发〔2022〕8号\n《株洲市河湖保护工作方案》已经同意。"
    assert find_citations(text, "株政办发〔2022〕8号", "株洲市河湖保护工作方案") == ()


def test_a_plan_cites_itself_under_a_title_that_hardly_differs() -> None:
    text = "现将《关于落实〈湖南省河道条例〉的若干措施》印发给你们。"
    own = "株洲市人民政府关于印发落实《湖南省河道条例》若干措施的通知"
    assert find_citations(text, "", own) == ()


def test_a_law_that_the_own_title_carries_out_is_cited() -> None:
    text = "为了实施《中华人民共和国河道保护法》，制定本办法。"
    own = "湖南省实施《中华人民共和国河道保护法》办法"
    assert [c.title for c in find_citations(text, "", own)] == ["中华人民共和国河道保护法"]


@pytest.mark.parametrize("title", ["河道清理办法", "交叉执法", "全国河道普法"])
def test_not_all_that_ends_like_a_law_is_one(title: str) -> None:
    assert is_document_title(title) == title.endswith("办法")


def test_columns_and_books_are_no_documents() -> None:
    assert find_citations("在《焦点访谈》《湖南日报》开设专栏。") == ()
    assert is_document_title("湖南省河道管理条例")
    assert is_document_title("2022年政府工作报告")
    assert is_document_title("河湖保护工作要点（试行）")
    assert not is_document_title("湖南日报")


def test_a_kind_of_document_alone_is_no_title() -> None:
    assert not is_document_title("工作方案")
    assert not find_citations("各地落实《工作方案》情况纳入考核。")


def test_a_short_name_means_the_document_beside_it() -> None:
    text = (
        "按照《湖南省河湖保护工作要点》（湘政办发〔2022〕15号，以下简称《工作要点》）部署。"
        "各地落实《工作要点》。"
    )
    found = find_citations(text)
    assert [(c.number, c.title) for c in found] == [
        ("湘政办发〔2022〕15号", "湖南省河湖保护工作要点"),
        ("湘政办发〔2022〕15号", "湖南省河湖保护工作要点"),
    ]
    assert not find_citations("现印发该文件（以下简称《河湖要点》）。请落实《河湖要点》。")


def test_the_own_title_is_no_citation_though_a_line_ends_in_it() -> None:
    assert not find_citations(
        "现将《株洲市河湖\n保护工作方案》印发。", "", "株洲市河湖保护工作方案"
    )


def test_titles_inside_titles() -> None:
    (citation,) = find_citations("按照《关于印发〈办法〉的通知》和要求执行。")
    assert citation.title == "关于印发〈办法〉的通知"
    (citation,) = find_citations("按照《关于转发《河湖保护工作意见》的通知》执行。")
    assert citation.title == "关于转发《河湖保护工作意见》的通知"


@given(st.text("《》关于的通知意见湘政办发〔2022〕15号（）。，", max_size=60))
def test_citations_are_found_in_order_and_in_place(text: str) -> None:
    found = find_citations(text)
    starts = [citation.start for citation in found]
    assert starts == sorted(starts)
    for citation in found:
        assert citation.number or citation.title
        assert 0 <= citation.start < len(text)
        assert citation.title in text
        assert citation.context in text


def test_a_statute_may_be_based_on_one_of_its_own_title_from_above() -> None:
    title = "湖南省历史名镇河湖保护条例"
    basis = "根据国务院《历史名镇河湖保护条例》和有关法律，结合本省实际，制定本条例。"
    assert [one.title for one in find_citations(basis, own_title=title)] == ["历史名镇河湖保护条例"]
    assert find_citations("现将《历史名镇河湖保护条例》印发给你们。", own_title=title) == ()
