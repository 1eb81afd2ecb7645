"""What titles are about, how alike subjects are, and which is a part of which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascade.documents.subjects import core, narrowing, speaks_of, subject, subject_likeness


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("湖南省人民政府办公厅关于印发湖南省2022年河湖保护工作要点的通知", "河湖保护"),
        ("株洲市2022年河湖保护实施方案", "河湖保护"),
        ("中华人民共和国河湖保护法", "河湖保护"),
        ("湖南省实施《中华人民共和国河湖保护法》办法", "河湖保护"),
        ("关于印发《株洲市河湖保护三年行动计划（2022—2024年）》的通知", "河湖保护三年"),
        ("大理白族自治州古树名木保护办法", "古树名木保护"),
        ("", ""),
    ],
)
def test_subjects(title: str, about: str) -> None:
    assert subject(title) == about


@given(st.text("关于印发《》（）2022年省市河湖保护办法的通知、", max_size=40))
def test_a_subject_is_never_longer_than_its_title(title: str) -> None:
    assert len(subject(title)) <= len(title)


def test_a_short_name_is_the_subject_in_full() -> None:
    short = subject("陇南市深化“放管服”改革工作要点")
    assert short == subject("2023年甘肃省深化简政放权放管结合优化服务改革工作要点")


@given(st.text("河湖保护治理", max_size=10), st.text("河湖保护治理", max_size=10))
def test_likeness_is_symmetric_and_between_none_and_one(one: str, other: str) -> None:
    likeness = subject_likeness(one, other)
    assert 0.0 <= likeness <= 1.0
    assert likeness == subject_likeness(other, one)
    if len(one) > 1:
        assert subject_likeness(one, one) == 1.0


@pytest.mark.parametrize(
    ("own", "upstream", "part"),
    [
        ("学前教育", "教育法", ("学前",)),
        ("森林防火", "森林法", ("防火",)),
        ("森林管理", "森林法", ()),
        ("河湖管理条例", "河湖法", ()),
        ("地方立法", "立法法", ("地方",)),
        ("户外广告和招牌设置管理", "广告法", ("户外", "招牌设置")),
        ("水环境保护", "环境保护", ("水",)),
        ("促进中小微企业发展", "中小企业促进", ()),
        ("河湖保护", "河湖保护", ()),
        ("", "", ()),
    ],
)
def test_the_words_that_narrow_a_subject(own: str, upstream: str, part: tuple[str, ...]) -> None:
    assert narrowing(own, upstream) == part


@given(st.text("河湖保护治理、和", min_size=2, max_size=12), st.text("河湖保护法", max_size=8))
def test_no_subject_is_a_part_of_itself(own: str, other: str) -> None:
    assert narrowing(own, own) == ()
    assert all(word in own for word in narrowing(own, other))


def test_half_the_pairs_of_a_long_word_are_enough() -> None:
    assert speaks_of("机动车不得超标排放污染物。", ("机动车排气",))
    assert not speaks_of("车间不得超标排放污染物。", ("机动车排气",))
    assert speaks_of("设立幼儿园和学前班。", ("学前",))
    assert not speaks_of("设立学校前应当申请。", ("学前",))


@pytest.mark.parametrize(
    ("about", "short"),
    [
        ("计量法", "计量"),
        ("计量法实施", "计量"),
        ("水文条例", "水文"),
        ("民法典", "民"),
        ("河湖保护", "河湖保护"),
    ],
)
def test_the_core_of_a_statute(about: str, short: str) -> None:
    assert core(about) == short
