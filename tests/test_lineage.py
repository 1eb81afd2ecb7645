"""Which document carries out which, by evidence of decreasing strength."""

import pytest
from building import carries, cited, document

from cascade.documents.lineage import (
    comparable_years,
    of_one_subject,
    with_upstream,
)
from cascade.records import Document
from cascade.vocabulary import Basis, Level

CENTRE = document(
    "central-2022",
    number="国办发〔2022〕1号",
    title="国务院办公厅关于印发2022年河湖保护工作要点的通知",
    subject="河湖保护",
)
HUNAN = document(
    "hunan-2022",
    "湖南省",
    number="湘政办发〔2022〕15号",
    title="湖南省2022年河湖保护工作要点",
    subject="河湖保护",
)


def zhuzhou(**fields: object) -> Document:
    return document("zhuzhou-2022", "株洲市", **({"subject": "河湖保护"} | fields))


def edges(*documents: Document, of: str = "zhuzhou-2022") -> list[tuple[str, Basis, bool]]:
    found = next(d for d in with_upstream(documents) if d.id == of)
    return [(e.document, e.basis, e.missing) for e in found.implements]


def test_a_number_cited_as_what_is_carried_out() -> None:
    city = zhuzhou(cites=(cited("湘政办发〔2022〕15号"),), subject="垃圾分类")
    assert edges(HUNAN, city) == [("hunan-2022", Basis.CITED_NUMBER, False)]


def test_a_title_cited_as_what_is_carried_out() -> None:
    city = zhuzhou(cites=(cited(title="湖南省2022年河湖保护工作要点"),))
    assert edges(HUNAN, city) == [("hunan-2022", Basis.CITED_TITLE, False)]


@pytest.mark.parametrize(
    "title",
    [
        "湖南省水利厅关于印发《湖南省水利厅加强河湖保护实施细则》的通知",
        "湖南省水利厅关于印发落实《湖南省加强河湖保护若干措施》任务清单的通知",
    ],
)
def test_a_department_s_document_of_like_title_is_not_what_is_cited(title: str) -> None:
    department = document(
        "hunan-2022", "湖南省", title=title, issuer="湖南省水利厅", subject="加强河湖保护"
    )
    measures = "湖南省加强河湖保护若干措施"
    city = zhuzhou(cites=(cited(title=measures),), issuer="株洲市人民政府")
    assert edges(department, city) == [(measures, Basis.CITED_TITLE, True)]
    bureau = zhuzhou(cites=(cited(title="湖南省加强河湖保护细则"),), issuer="株洲市水利局")
    assert edges(department, bureau) == [("hunan-2022", Basis.CITED_TITLE, False)]


@pytest.mark.parametrize(("year", "version"), [(2022, 2017), (2016, 2013), (2010, 2013)])
def test_of_several_versions_that_in_force_is_meant(year: int, version: int) -> None:
    law = "中华人民共和国文物保护法"
    versions = [
        document(f"central-{y}", title=law, subject="文物保护", date=f"{y}-06-01", year=y)
        for y in (2024, 2013, 2017)
    ]
    cites = (cited(title=law, context=f"根据《{law}》，结合本市实际，制定本条例。"),)
    city = zhuzhou(cites=cites, subject="文物保护", year=year)
    assert edges(*versions, city) == [(f"central-{version}", Basis.CITED_TITLE, False)]


def test_the_very_title_is_found_whoever_issued_it() -> None:
    department = document(
        "hunan-2022",
        "湖南省",
        title="湖南省水利厅印发湖南省水体保护工作方案的通知",
        issuer="湖南省水利厅",
    )
    city = zhuzhou(cites=(cited(title="湖南省水体保护工作方案"),), issuer="株洲市人民政府")
    assert edges(department, city) == [("hunan-2022", Basis.CITED_TITLE, False)]


def test_what_is_named_but_not_there_is_missing() -> None:
    city = zhuzhou(cites=(cited("湘政办发〔2022〕99号", "湖南省河湖保护实施方案"),))
    assert edges(CENTRE, city) == [
        ("central-2022", Basis.LINEAGE, False),
        ("湘政办发〔2022〕99号", Basis.CITED_NUMBER, True),
    ]


def test_level_year_and_subject_where_the_text_is_silent() -> None:
    assert edges(CENTRE, HUNAN, zhuzhou()) == [
        ("central-2022", Basis.LINEAGE, False),
        ("hunan-2022", Basis.LINEAGE, False),
    ]


@pytest.mark.parametrize(
    "fields", [{"year": 2021}, {"subject": "垃圾分类"}, {"level": Level.PROVINCE}]
)
def test_no_lineage_without_year_subject_and_level(fields: dict[str, object]) -> None:
    assert edges(HUNAN, zhuzhou(**fields)) == []


def test_no_upstream_is_known_where_nothing_is_said() -> None:
    assert edges(zhuzhou()) == []


def test_another_province_is_no_upstream() -> None:
    hubei = document("hubei-2022", "湖北省", subject="河湖保护")
    assert edges(hubei, zhuzhou()) == []


def test_a_statute_carries_out_the_law_it_names() -> None:
    law = document("central-2021", title="中华人民共和国河湖保护法", subject="河湖保护", year=2021)
    named = cited(
        title="中华人民共和国河湖保护法",
        context="为了实施《中华人民共和国河湖保护法》，结合本市实际，制定本条例。",
    )
    assert edges(law, zhuzhou(cites=(named,))) == [("central-2021", Basis.CITED_TITLE, False)]


def test_a_law_of_another_subject_is_a_basis_and_no_upstream() -> None:
    law = document("central-2021", title="中华人民共和国水法", subject="水法", year=2021)
    basis = cited(
        title="中华人民共和国水法",
        context="根据《中华人民共和国水法》等法律，结合本市实际，制定本条例。",
    )
    assert edges(law, zhuzhou(cites=(basis,))) == []


@pytest.mark.parametrize(
    ("title", "about", "own", "part"),
    [
        ("中华人民共和国计量法", "计量法", "计量监督管理", ()),
        ("中华人民共和国水文条例", "水文条例", "水文管理", ()),
        ("中华人民共和国教育法", "教育法", "学前教育", ("学前",)),
        ("中华人民共和国大气污染防治法", "大气污染防治", "扬尘污染防治", ("扬尘",)),
    ],
)
def test_a_statute_of_a_wider_subject_is_carried_out_in_part(
    title: str, about: str, own: str, part: tuple[str, ...]
) -> None:
    law = document("central-2021", title=title, subject=about, year=2021)
    context = f"根据《{title}》等法律，结合本市实际，制定本条例。"
    city = zhuzhou(subject=own, cites=(cited(title=title, context=context),))
    city = with_upstream([law, city])[1]
    (edge,) = city.implements
    assert (edge.document, edge.part) == ("central-2021", part)
    assert of_one_subject(city, law) is not bool(part)


def test_a_law_is_cited_by_its_name() -> None:
    law = document("central-2021", title="中华人民共和国河湖保护税法", subject="河湖保护税")
    rules = document("hunan-2022", "湖南省", title="湖南省河湖保护条例", subject="河湖保护")
    named = cited(
        title="中华人民共和国河湖保护法",
        context="根据《中华人民共和国河湖保护法》，结合本市实际，制定本条例。",
    )
    found = edges(law, rules, zhuzhou(year=2023, cites=(named,)))
    assert found == [("中华人民共和国河湖保护法", Basis.CITED_TITLE, True)]


def test_measures_named_alone_are_carried_out_whatever_their_subject() -> None:
    context = "根据《湖南省水体管理办法》，制定本方案。"
    rules = cited(title="湖南省水体管理办法", context=context)
    assert edges(zhuzhou(cites=(rules,))) == [("湖南省水体管理办法", Basis.CITED_TITLE, True)]


def test_a_decision_that_amends_is_no_upstream() -> None:
    amending = cited(
        title="湖南省人民代表大会常务委员会关于修改部分地方性法规的决定",
        context="根据《…关于修改部分地方性法规的决定》修正。第一条 结合实际，制定本条例。",
    )
    assert edges(zhuzhou(cites=(amending,))) == []


def test_a_citation_as_background_is_no_upstream() -> None:
    law = cited(title="湖南省河道管理条例", context="违反《湖南省河道管理条例》的，依法处罚。")
    assert edges(zhuzhou(cites=(law,))) == []


def test_the_same_level_or_below_is_no_upstream() -> None:
    peer = document("xiangtan-2022", "湘潭市", number="潭政办发〔2022〕3号", subject="河湖保护")
    city = zhuzhou(cites=(cited("潭政办发〔2022〕3号"),))
    assert edges(peer, city) == []


def test_nothing_is_above_the_centre() -> None:
    centre = document("central-2022", cites=(cited(title="河湖保护管理办法"),), subject="河湖保护")
    assert edges(centre, of="central-2022") == []


def test_a_document_is_not_its_own_upstream() -> None:
    city = zhuzhou(number="株政办发〔2022〕8号", cites=(cited("株政办发〔2022〕8号"),))
    assert edges(city) == []


def test_a_table_that_quotes_the_upstream() -> None:
    quoted = document("hunan-2022", "湖南省", quoted_in="zhuzhou-2022", subject="x")
    assert edges(quoted, zhuzhou()) == [("hunan-2022", Basis.QUOTED, False)]


def test_a_quoted_document_learns_its_number_from_who_cites_it() -> None:
    quoted = document("hunan-2022", "湖南省", quoted_in="zhuzhou-2022", subject="河湖保护")
    other = document(
        "changsha-2022",
        "长沙市",
        cites=(cited("湘政办发〔2022〕15号", "湖南省2022年河湖保护工作要点"),),
    )
    found = with_upstream([quoted, zhuzhou(), other])
    assert found[0].number == "湘政办发〔2022〕15号"
    assert [e.document for e in found[2].implements] == ["hunan-2022"]


def test_the_title_names_whose_plans_are_carried_out() -> None:
    city = zhuzhou(
        title="株洲市贯彻落实国务院办公厅省政府办公厅2022年河湖保护工作要点分工方案",
        subject="河湖保护",
    )
    assert edges(HUNAN, city) == [
        ("hunan-2022", Basis.CITED_TITLE, False),
        ("国务院办公厅2022年河湖保护工作要点", Basis.CITED_TITLE, True),
    ]


def test_what_is_declared_overrules_all_evidence() -> None:
    city = zhuzhou(cites=(cited("湘政办发〔2022〕15号"),))
    declared = {"zhuzhou-2022": ["国办发〔2022〕1号", "桂政办发〔2022〕2号"]}
    found = with_upstream([CENTRE, HUNAN, city], declared)[2]
    assert [(e.document, e.basis, e.missing) for e in found.implements] == [
        ("central-2022", Basis.DECLARED, False),
        ("桂政办发〔2022〕2号", Basis.DECLARED, True),
    ]


@pytest.mark.parametrize(
    ("fields", "one"),
    [
        ({}, True),
        ({"subject": "垃圾分类"}, False),
        ({"subject": "垃圾分类", "cites": (cited("湘政办发〔2022〕15号"),)}, True),
        ({"subject": "垃圾分类", "cites": (cited(title="湖南省2022年河湖保护工作要点"),)}, True),
    ],
)
def test_that_a_setting_relates_two_documents_makes_them_of_no_one_subject(
    fields: dict[str, object], one: bool
) -> None:
    declared = {"zhuzhou-2022": ["hunan-2022"]}
    hunan, city = with_upstream([HUNAN, zhuzhou(**fields)], declared)
    assert of_one_subject(city, hunan) is one


def test_every_edge_keeps_the_strongest_basis_once() -> None:
    city = zhuzhou(
        cites=(
            cited(title="湖南省2022年河湖保护工作要点"),
            cited("湘政办发〔2022〕15号"),
        )
    )
    assert edges(HUNAN, city) == [("hunan-2022", Basis.CITED_NUMBER, False)]


def test_the_nearest_year_stands_in_for_a_missing_upstream() -> None:
    years = [document(f"hunan-{y}", "湖南省", year=y, subject="河湖保护") for y in (2019, 2021)]
    city = zhuzhou(year=2020, implements=(carries("湘x", missing=True, level=Level.PROVINCE),))
    assert [d.id for d in comparable_years(city, [*years, city])] == ["hunan-2019"]


def test_no_year_stands_in_for_an_upstream_that_is_there() -> None:
    old = document("hunan-2021", "湖南省", year=2021, subject="河湖保护")
    city = zhuzhou(
        implements=(
            carries("hunan-2022", level=Level.PROVINCE),
            carries("湘x", missing=True, level=Level.PROVINCE),
        )
    )
    assert comparable_years(city, [old, HUNAN, city]) == []
