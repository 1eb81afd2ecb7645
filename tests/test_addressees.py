"""Whom a requirement is addressed to, and that in doubt it is ours."""

import pytest
from building import document, requirement

from cascade.messages import sentence_in_words, translate
from cascade.records import Document, Span
from cascade.requirements.addressees import in_words, other_addressee

CENTRE = document("law-2017")
ZHEJIANG = document("zhejiang-2023", "浙江省")
HANGZHOU = document("hangzhou-2023", "杭州市")
SHANGHAI = document("shanghai-2023", "上海市")
XUHUI = document("xuhui-2023", "上海市徐汇区")
PUDONG = document("pudong-2023", "浦东新区")
YUNNAN = document("yunnan-2023", "云南省")
KUNMING = document("kunming-2023", "昆明市")


def asked(
    upstream: Document, downstream: Document, text: str, topic: tuple[str, ...] = (), own: str = ""
) -> str | None:
    found = other_addressee(requirement(upstream, "1", text, topic), upstream, downstream, [own])
    return found and found.text


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("国务院制定促进中小企业发展政策，统筹全国工作。", "国务院"),
        ("国务院有关部门应当制定优惠政策。", "国务院有关部门"),
        (
            "国务院发展改革、财政等有关部门在各自职责内做好城乡工作。",
            "国务院发展改革、财政等有关部门",
        ),
        ("中国人民银行应当综合运用货币政策工具，引导金融机构。", "中国人民银行"),
        ("最高人民法院发布指导性案例。", "最高人民法院"),
        ("基金的设立和使用管理办法由国务院规定。", "国务院"),
        ("对不收杂费的实施步骤，由国务院规定。", "国务院"),
        ("根据实际需要，财政部会同商务部制定办法。", "财政部会同商务部"),
    ],
)
def test_a_law_that_charges_the_centre_only(text: str, body: str) -> None:
    assert asked(CENTRE, ZHEJIANG, text) == body


@pytest.mark.parametrize(
    "text",
    [
        "国家鼓励各类服务机构提供培训。",
        "国家实行教科书审定制度。审定办法由国务院教育行政部门规定。",
        "国务院和县级以上地方人民政府设立专项资金。",
        "国务院教育行政部门和省、自治区、直辖市人民政府设置学校。",
        "国务院有关部门制定标准，企业应当执行。",
        "国务院批准的开发区应当公开目录。",
        "国务院有关部门和企业应当加强合作。",
        "企业应当报告，由国务院有关部门备案。",
        "国务院有关部门制定办法。学校应当按照规定收费。",
        "理由国务院有关部门已说明。",
        "公安部门应当及时处理。",
        "中国人民银行及其分支机构应当提供服务。",
    ],
)
def test_what_others_share_with_the_centre_is_for_the_place(text: str) -> None:
    assert asked(CENTRE, ZHEJIANG, text) is None


def test_only_what_the_centre_asks_below_itself() -> None:
    text = "国务院有关部门应当制定优惠政策。"
    assert asked(ZHEJIANG, HANGZHOU, text) is None
    assert asked(CENTRE, document("ministry-2018"), text) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("浦东新区打造营商环境综合示范区。深化“一业一证”改革。", "浦东新区"),
        ("支持浦东新区、闵行区先行先试。", "浦东新区、闵行区"),
        ("临港新片区打造制度创新高地。", "临港新片区"),
        ("张江科学城打造科创特色营商环境。", "张江科学城"),
        ("虹桥国际中央商务区加快建设。", "虹桥国际中央商务区"),
    ],
)
def test_another_place_of_the_same_city(text: str, place: str) -> None:
    found = asked(SHANGHAI, XUHUI, text)
    assert found is not None
    assert place in found


def test_a_zone_is_where_its_name_leads() -> None:
    assert asked(YUNNAN, KUNMING, "曲靖经济技术开发区建设示范园。") == "曲靖经济技术开发区"
    assert asked(YUNNAN, KUNMING, "昆明经济技术开发区建设示范园。") is None


@pytest.mark.parametrize(
    "text",
    [
        "浦东新区、徐汇区先行先试。",
        "浦东新区打造示范区，徐汇区配合。",
        "浦东新区打造示范区，各区复制推广。",
        "浦东新区经验在全市推广。",
        "支持浦东新区等重点区域先行先试。",
        "深化改革，支持浦东新区先行先试。",
        "依托长三角一体化示范区合力打造营商环境。",
        "上海市打造营商环境高地。",
        "加快科技创新和商务区建设。",
        "各商务区要加强管理。",
        "广州市打造营商环境高地。",
    ],
)
def test_in_doubt_it_is_ours(text: str) -> None:
    assert asked(SHANGHAI, XUHUI, text) is None


def test_our_own_place_is_no_other() -> None:
    assert asked(SHANGHAI, PUDONG, "浦东新区打造综合示范区。") is None
    assert asked(SHANGHAI, PUDONG, "临港新片区打造高地。", own="支持临港建设。") is None
    assert asked(CENTRE, KUNMING, "支持云南省建设辐射中心。") is None
    assert asked(CENTRE, YUNNAN, "支持昆明市建设辐射中心。") is None
    assert asked(CENTRE, YUNNAN, "支持浙江省建设示范区。") == "支持浙江省"[2:]


def test_a_document_of_no_known_place_is_left_alone() -> None:
    unknown = document("unknown-2023", "上海市徐汇区", code="")
    assert asked(SHANGHAI, unknown, "浦东新区打造综合示范区。") is None


def test_a_heading_names_the_place_too() -> None:
    heading = ("浦东新区打造综合示范区",)
    asked_of = requirement(SHANGHAI, "1", "深化“一业一证”改革。", heading)
    found = other_addressee(asked_of, SHANGHAI, XUHUI, [])
    assert found == Span("浦东新区", -1, -1)
    assert in_words(found, XUHUI) == "addressed to 浦东新区 (heading), not to 上海市徐汇区"


def test_the_words_are_quoted_with_their_offsets() -> None:
    asked_of = requirement(SHANGHAI, "1", "支持浦东新区先行先试。", start=100)
    found = other_addressee(asked_of, SHANGHAI, XUHUI, [])
    assert found == Span("浦东新区", 102, 106)
    said = in_words(found, XUHUI)
    assert said == "addressed to 浦东新区 (characters 102–106), not to 上海市徐汇区"
    chinese = "责任主体为“浦东新区”（第 102–106 字），不是上海市徐汇区"
    assert sentence_in_words(said, translate("zh")) == chinese
