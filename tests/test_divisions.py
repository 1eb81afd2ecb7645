"""The division table and its module: codes, names, places in text, document numbers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascade import divisions
from cascade.divisions import (
    CENTRAL,
    Division,
    ancestors,
    by_code,
    by_number_prefix,
    children,
    find,
    full_name,
    is_within,
    mentions,
    nearest_names,
    resolve_place,
)
from cascade.errors import PlaceError
from cascade.resources import data_path, models_path
from cascade.vocabulary import Level

PLACES = divisions._table()
TODAY = [place for place in PLACES if place.until is None and place != CENTRAL]
a_place = st.sampled_from(PLACES)
a_place_of_today = st.sampled_from(TODAY)
official_text = st.text(
    st.sampled_from("广州市南沙区和平县城新乡村府政办发国省、。，a〔1") | st.characters()
)


def of(code: str) -> Division:
    place = by_code(code)
    assert place is not None
    return place


def names(places: tuple[Division, ...]) -> list[str]:
    return [full_name(place) for place in places]


def placed(text: str, within: str = "") -> list[tuple[str, str]]:
    return [(text[m.start : m.end], full_name(m.place)) for m in mentions(text, within)]


class TestTable:
    def test_every_row_is_well_formed(self) -> None:
        for place in PLACES[1:]:
            assert re.fullmatch(r"[1-9]\d{5}", place.code)
            assert re.fullmatch(r"[a-z]+", place.slug), place
            assert place.name.startswith(place.short)
            assert len(place.short) > 1
            assert not re.search(r"\s", place.name + place.short)
            assert place.since is None or place.until is None or place.since < place.until

    def test_present_codes_are_unique_and_come_before_former_names(self) -> None:
        codes = [place.code for place in TODAY]
        assert len(codes) == len(set(codes))
        assert all(by_code(place.code) is place for place in TODAY)

    def test_levels_follow_the_shape_of_the_code(self) -> None:
        for place in PLACES[1:]:
            zeros = place.code.endswith("0000") + place.code.endswith("00")
            assert place.level.rank == 3 - zeros, place

    def test_counts(self) -> None:
        at = {level: sum(place.level is level for place in TODAY) for level in Level}
        assert at[Level.PROVINCE] == 34
        assert at[Level.CITY] == 333
        assert at[Level.DISTRICT] == 2847

    @pytest.mark.parametrize(
        ("code", "name", "level", "parent", "short", "slug"),
        [
            ("440000", "广东省", "province", "000000", "广东", "guangdong"),
            ("440100", "广州市", "city", "440000", "广州", "guangzhou"),
            ("440115", "南沙区", "district", "440100", "南沙", "nansha"),
            ("450000", "广西壮族自治区", "province", "000000", "广西", "guangxi"),
            ("150000", "内蒙古自治区", "province", "000000", "内蒙古", "neimenggu"),
            ("650000", "新疆维吾尔自治区", "province", "000000", "新疆", "xinjiang"),
            ("532500", "红河哈尼族彝族自治州", "city", "530000", "红河", "honghe"),
            ("222400", "延边朝鲜族自治州", "city", "220000", "延边", "yanbian"),
            ("513300", "甘孜藏族自治州", "city", "510000", "甘孜", "ganzi"),
            ("513400", "凉山彝族自治州", "city", "510000", "凉山", "liangshan"),
            ("430529", "城步苗族自治县", "district", "430500", "城步", "chengbu"),
            ("622926", "东乡族自治县", "district", "622900", "东乡", "dongxiang"),
            ("150724", "鄂温克族自治旗", "district", "150700", "鄂温克", "ewenke"),
            ("140109", "万柏林区", "district", "140100", "万柏林", "wanbailin"),
            ("310115", "浦东新区", "district", "310000", "浦东", "pudong"),
            ("419001", "济源市", "district", "410000", "济源", "jiyuan"),
            ("429021", "神农架林区", "district", "420000", "神农架", "shennongjia"),
            ("500233", "忠县", "district", "500000", "忠县", "zhongxian"),
            ("150221", "土默特右旗", "district", "150200", "土默特右旗", "tumoteyouqi"),
        ],
    )
    def test_rows(
        self, code: str, name: str, level: str, parent: str, short: str, slug: str
    ) -> None:
        place = of(code)
        found = (place.name, place.level.value, place.parent, place.short, place.slug)
        assert found == (name, level, parent, short, slug)

    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("重庆市", "chongqing"),
            ("陕西省", "shaanxi"),
            ("山西省", "shanxi"),
            ("长沙市", "changsha"),
            ("长子县", "zhangzi"),
            ("厦门市", "xiamen"),
            ("六安市", "luan"),
            ("六合区", "luhe"),
            ("蚌埠市", "bengbu"),
            ("东阿县", "donge"),
            ("乐山市", "leshan"),
            ("乐清市", "yueqing"),
            ("乐陵市", "laoling"),
            ("朝阳区", "chaoyang"),
            ("番禺区", "panyu"),
            ("丽水市", "lishui"),
            ("台州市", "taizhou"),
            ("亳州市", "bozhou"),
            ("宿迁市", "suqian"),
            ("漯河市", "luohe"),
            ("铅山县", "yanshan"),
            ("浚县", "xunxian"),
            ("单县", "shanxian"),
            ("泌阳县", "biyang"),
            ("洪洞县", "hongtong"),
            ("闵行区", "minhang"),
            ("尉犁县", "yuli"),
            ("蔚县", "yuxian"),
            ("宝坻区", "baodi"),
            ("黄陂区", "huangpi"),
            ("珲春市", "hunchun"),
            ("都江堰市", "dujiangyan"),
            ("昌都市", "changdu"),
            ("西藏自治区", "xizang"),
            ("吕梁市", "lvliang"),
            ("荥经县", "yingjing"),
            ("荥阳市", "xingyang"),
        ],
    )
    def test_names_are_read_as_those_who_live_there_do(self, name: str, slug: str) -> None:
        assert find(name)[0].slug == slug

    @pytest.mark.parametrize(
        ("name", "code", "since", "until"),
        [
            ("南沙区", "440115", 2005, None),
            ("萝岗区", "440116", 2005, 2014),
            ("新津县", "510132", None, 2020),
            ("新津区", "510118", 2020, None),
            ("襄樊市", "420600", None, 2010),
            ("襄阳市", "420600", 2010, None),
            ("吴县市", "320586", 1995, 2000),
            ("重庆市", "500000", 1997, None),
            ("海南省", "460000", 1988, None),
            ("香港特别行政区", "810000", None, None),
            ("莱芜市", "371200", 1992, 2018),
            ("江干区", "330104", None, 2021),
            ("下城区", "330103", None, 2021),
            ("余杭区", "330110", 2001, None),
            ("上城区", "330102", None, None),
            ("孟津区", "410308", 2021, None),
            ("渝北区", "500112", 1994, 2025),
        ],
    )
    def test_years(self, name: str, code: str, since: int | None, until: int | None) -> None:
        place = next(one for one in find(name) if one.code == code)
        assert (place.since, place.until) == (since, until)

    def test_a_new_code_does_not_make_a_new_division(self) -> None:
        found = [(place.code, place.since, place.until) for place in find("洞头县")]
        assert found == [("330322", None, 2015)]

    def test_central(self) -> None:
        assert by_code("000000") == CENTRAL == PLACES[0]
        assert CENTRAL.level is Level.CENTRAL

    def test_the_data_are_where_resources_says(self) -> None:
        assert data_path("divisions/divisions.csv").is_file()
        assert models_path("x").parent == models_path()


class TestHierarchy:
    def test_ancestors_go_up_to_the_country(self) -> None:
        assert [a.name for a in ancestors("440115")] == ["广州市", "广东省", "全国"]
        assert [a.name for a in ancestors("419001")] == ["河南省", "全国"]
        assert ancestors("000000") == ()

    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("440115", "广东省广州市南沙区"),
            ("110105", "北京市朝阳区"),
            ("469007", "海南省东方市"),
            ("441900", "广东省东莞市"),
            ("440000", "广东省"),
            ("000000", "全国"),
        ],
    )
    def test_full_names(self, code: str, name: str) -> None:
        assert full_name(code) == name

    def test_a_former_name_with_the_code_of_the_present_one(self) -> None:
        former = find("襄樊市")[0]
        assert by_code(former.code) != former
        assert full_name(former) == "湖北省襄樊市"
        assert full_name(former.code) == "湖北省襄阳市"

    def test_unknown_codes(self) -> None:
        assert by_code("999999") is None
        assert not is_within("999999", "000000")
        assert children("999999") == ()
        with pytest.raises(PlaceError, match="999999: no division has this code; give one"):
            ancestors("999999")
        with pytest.raises(PlaceError):
            full_name("999999")

    def test_is_within(self) -> None:
        assert is_within("440115", "440100")
        assert is_within("440115", "440000")
        assert is_within("440115", "000000")
        assert not is_within("440100", "440115")
        assert not is_within("440115", "460000")

    def test_children_are_those_of_today(self) -> None:
        assert len(children("440000")) == 21
        assert len(children("440100")) == 11
        assert len(children("000000")) == 34
        assert "萝岗区" not in {place.name for place in children("440100")}
        assert {place.level for place in children("500000")} == {Level.DISTRICT}
        assert {place.level for place in children("410000")} == {Level.CITY, Level.DISTRICT}
        assert children("441900") == ()

    @given(a_place)
    def test_ancestors_rise_to_the_country(self, place: Division) -> None:
        chain = (place, *ancestors(place))
        assert chain[-1] == CENTRAL
        ranks = [one.level.rank for one in chain]
        assert ranks == sorted(set(ranks), reverse=True)

    @given(a_place_of_today)
    def test_what_lies_in_a_place_has_its_digits(self, place: Division) -> None:
        above = ancestors(place)[0]
        significant = above.code.rstrip("0") if above != CENTRAL else ""
        assert place.code.startswith(significant) or place.code[2:4] == "90"
        assert place in children(above.code)
        assert is_within(place.code, above.code)


class TestFind:
    @pytest.mark.parametrize(
        "name", ["广东省广州市南沙区", "广州市南沙区", "广州南沙", "广东南沙区"]
    )
    def test_names_in_a_row(self, name: str) -> None:
        assert names(find(name)) == ["广东省广州市南沙区"]

    def test_spaces_do_not_matter(self) -> None:
        assert find("广东省 广州市\n南沙区") == find("广州市南沙区")

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("朝阳区", ["北京市朝阳区", "吉林省长春市朝阳区"]),
            ("南沙区", ["广东省广州市南沙区", "海南省三沙市南沙区"]),
            ("海南", ["海南省", "青海省海南藏族自治州", "内蒙古自治区乌海市海南区"]),
            ("吉林", ["吉林省", "吉林省吉林市"]),
            ("信阳", ["河南省信阳市"]),
            ("红河州", ["云南省红河哈尼族彝族自治州"]),
            ("新疆自治区", ["新疆维吾尔自治区"]),
            ("城步县", ["湖南省邵阳市城步苗族自治县"]),
            ("红河", ["云南省红河哈尼族彝族自治州", "云南省红河哈尼族彝族自治州红河县"]),
            ("湖南省邵阳市城步县", ["湖南省邵阳市城步苗族自治县"]),
            ("吉林省吉林市", ["吉林省吉林市"]),
            ("江苏省鼓楼区", ["江苏省南京市鼓楼区", "江苏省徐州市鼓楼区"]),
            ("全国", ["全国"]),
        ],
    )
    def test_what_a_name_means_today(self, name: str, expected: list[str]) -> None:
        assert names(tuple(place for place in find(name) if place.until is None)) == expected

    @pytest.mark.parametrize(
        "name", ["", "县", "区", "市辖区", "火星市", "广州市火星区", "重庆县", "广州" * 999]
    )
    def test_what_is_no_name(self, name: str) -> None:
        assert find(name) == ()

    def test_the_district_must_lie_in_what_is_named_before_it(self) -> None:
        assert find("信阳市南沙区") == ()
        assert names(find("吉林省朝阳区")) == ["吉林省长春市朝阳区"]

    def test_within(self) -> None:
        assert names(find("鼓楼区", within="410000")) == ["河南省开封市鼓楼区"]
        assert names(find("南沙", within="440000")) == ["广东省广州市南沙区"]
        assert find("南沙", within="410000") == ()

    def test_full_names_come_before_short_ones(self) -> None:
        assert [place.name for place in find("吴县")] == ["吴县", "吴县市"]

    def test_the_year_decides_between_namesakes(self) -> None:
        assert find("信阳市")[0].level is Level.CITY
        assert find("信阳市", year=1990)[0].level is Level.DISTRICT
        assert find("新津", year=2016)[0].name == "新津县"
        assert find("新津", year=2022)[0].name == "新津区"
        assert find("新津")[0].name == "新津区"
        assert find("重庆", year=1990)[0].parent == "510000"

    def test_abolished_divisions_are_found(self) -> None:
        assert names(find("广州市萝岗区")) == ["广东省广州市萝岗区"]
        assert names(find("襄樊")) == ["湖北省襄樊市"]

    @given(a_place_of_today)
    def test_full_names_lead_back(self, place: Division) -> None:
        assert find(full_name(place))[0] == place

    def test_all_full_names_lead_back(self) -> None:
        for place in PLACES:
            assert place in find(full_name(place))

    @given(a_place_of_today)
    def test_all_calls_lead_back_within_the_parent(self, place: Division) -> None:
        for name in (place.name, place.short):
            assert place in find(name, within=place.parent)

    @given(a_place, st.integers(1984, 2026))
    def test_order(self, place: Division, year: int) -> None:
        found = [one for one in find(place.name, year=year) if one.name == place.name]
        valid = [one.exists_in(year) for one in found]
        assert valid == sorted(valid, reverse=True)


class TestMentions:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "广州市南沙区人民政府办公室关于印发",
                [("广州市南沙区", "广东省广州市南沙区")],
            ),
            (
                "中新广州知识城、信阳市和重庆市黔江区",
                [
                    ("广州", "广东省广州市"),
                    ("信阳市", "河南省信阳市"),
                    ("重庆市黔江区", "重庆市黔江区"),
                ],
            ),
            ("广东广州，河南濮阳", [("广东广州", "广东省广州市"), ("河南濮阳", "河南省濮阳市")]),
            (
                "浙江西部，上海南京路",
                [("浙江", "浙江省"), ("上海", "上海市"), ("南京", "江苏省南京市")],
            ),
            ("红河州人民政府", [("红河州", "云南省红河哈尼族彝族自治州")]),
            ("宁波市场监管，广州市民", [("宁波", "浙江省宁波市"), ("广州", "广东省广州市")]),
            ("广州市民政局", [("广州市", "广东省广州市")]),
            ("商丘市民权县", [("商丘市民权县", "河南省商丘市民权县")]),
            ("阳泉市城区", [("阳泉市城区", "山西省阳泉市城区")]),
            ("马鞍山市和县", [("马鞍山市和县", "安徽省马鞍山市和县")]),
            ("和县人民政府关于印发", [("和县", "安徽省马鞍山市和县")]),
            (
                "珠海、中山、江门",
                [("珠海", "广东省珠海市"), ("中山", "广东省中山市"), ("江门", "广东省江门市")],
            ),
            (
                "杭州市上城区、西湖区",
                [("杭州市上城区", "浙江省杭州市上城区"), ("西湖区", "浙江省杭州市西湖区")],
            ),
            (
                "南昌市东湖区、西湖区",
                [("南昌市东湖区", "江西省南昌市东湖区"), ("西湖区", "江西省南昌市西湖区")],
            ),
            ("广州市萝岗区", [("广州市萝岗区", "广东省广州市萝岗区")]),
            ("天津市和平区", [("天津市和平区", "天津市和平区")]),
        ],
    )
    def test_places(self, text: str, expected: list[tuple[str, str]]) -> None:
        assert placed(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "全国各省（区、市）人民政府",
            "各市和县级以上地方人民政府",
            "设区的市和县（市、区）",
            "展示范县创建，欠发达县区",
            "适应城市发展，沿海城市，核心城区",
            "建设新乡村，创新乡镇治理",
            "重大理由，普通化妆品，重大庆典，推广安全生产",
            "保定点定期，入海口整治，长白山",
            "确保长治久安、社会大同",
            "维护世界和平，平安建设，公安机关，对外开放",
            "宝山钢铁和东方明珠",
            "划定矿区范围，城区、郊区、老城区改造",
            "本级区域，各自治县",
            "中央和地方",
            "",
        ],
    )
    def test_common_words_are_no_places(self, text: str) -> None:
        assert placed(text) == []

    def test_within(self) -> None:
        text = "广东省、广州市南沙区、信阳市"
        assert placed(text, within="440000") == [
            ("广东省", "广东省"),
            ("广州市南沙区", "广东省广州市南沙区"),
        ]
        assert placed("各南沙区", within="460000") == [("南沙区", "海南省三沙市南沙区")]

    @given(a_place_of_today)
    def test_a_full_name_is_one_mention(self, place: Division) -> None:
        name = full_name(place)
        assert mentions(f"，{name}。") == [(1, 1 + len(name), place)]

    @given(official_text)
    def test_mentions_are_in_order_and_mean_what_they_say(self, text: str) -> None:
        end = 0
        for mention in mentions(text):
            assert end <= mention.start < mention.end
            assert mention.place in find(text[mention.start : mention.end])
            end = mention.end
        assert end <= len(text)


class TestNumberPrefix:
    @pytest.mark.parametrize(
        ("prefix", "place"),
        [
            # Prefixes of documents of 2023 and of the seed documents, with those who issued them.
            *(
                (p, "全国")
                for p in "国发 国办发 国办函 中发 中办发 财税 发改法规 工信部联科".split()
            ),
            *((p, "全国") for p in "建办函 银保监办发 自然资发 税总纳服发 人社厅发 银发".split()),
            *((p, "北京") for p in "京政办发 京市监发 京建发 京发改 京技管发 京建法".split()),
            *((p, "上海") for p in "沪府办规 沪府办发 沪商自贸 沪建审改 沪高法 沪企服办".split()),
            *((p, "重庆") for p in "渝府办发 渝人社办".split()),
            *((p, "广东") for p in "粤办函 粤府 粤财采购函 粤发改法规函".split()),
            *((p, "江西") for p in "赣府厅字 赣人社字 赣营商办".split()),
            *((p, "吉林") for p in "吉政办发 吉交法规 吉市监法字 吉政数联".split()),
            *((p, "甘肃") for p in "甘政办发 甘商财务发 甘政办函".split()),
            *((p, "广州") for p in "穗府办函 穗府办规 穗建质 穗政数规字".split()),
            *((p, "深圳") for p in "深府办规 深前海规 深建质安".split()),
            *((p, "江门") for p in "江府办函 江城管".split()),
            ("豫政办", "河南"),
            ("冀应急", "河北"),
            ("晋政办发", "山西"),
            ("内政办发", "内蒙古"),
            ("皖政办秘", "安徽"),
            ("鲁政字", "山东"),
            ("闽政办", "福建"),
            ("桂政办发", "广西"),
            ("琼府办", "海南"),
            ("川办函", "四川"),
            ("黔府办函", "贵州"),
            ("云政办发", "云南"),
            ("陕政办发", "陕西"),
            ("宁政办发", "宁夏"),
            ("新市监机", "新疆"),
            ("新政", "新疆"),
            ("青政办字", "青海"),
            ("并政办发", "太原"),
            ("常自然资规发", "常州"),
            ("扬发", "扬州"),
            ("杭政办函", "杭州"),
            ("台政发", "台州"),
            ("绍市交办发", "绍兴"),
            ("芜市建", "芜湖"),
            ("马市监综", "马鞍山"),
            ("淮府办秘", "淮南"),
            ("榕政办规", "福州"),
            ("厦府规", "厦门"),
            ("明市监综", "三明"),
            ("佛政数", "佛山"),
            ("襄政办发", "襄阳"),
            ("驻政办", "驻马店"),
            ("郑政文", "郑州"),
            ("信政办", "信阳"),
            ("肇府办", "肇庆"),
            ("中府办", "中山"),
            ("苏府", "苏州"),
            ("赣市府办字", "赣州"),
            ("吉府办字", "吉安"),
            ("饶府办发", "上饶"),
            ("瑞府办字", "瑞昌"),
            ("遂府办函", "遂宁"),
            ("眉府办函", "眉山"),
            ("凉府办发", "凉山"),
            ("陇政办发", "陇南"),
            ("黔江府办发", "黔江"),
            ("綦江府办发", "綦江"),
            ("黔东南府办发", "黔东南"),
            ("鄂州政办发", "鄂州"),
            ("津南政发", "津南"),
            ("渝北府办发", "渝北"),
            ("穗南府办函", "南沙"),
            ("沪松府", "松江"),
            ("津武水建管", "武清"),
            ("青崂人社", "崂山"),
            ("徐府发规", "徐汇"),
            ("金府办发", "金山"),
            ("长府办", "长宁"),
            ("黄府规", "黄浦"),
            ("青府办发", "青浦"),
            ("顺政办发", "顺义"),
            ("密政发", "密云"),
        ],
    )
    def test_best_guess(self, prefix: str, place: str) -> None:
        assert by_number_prefix(prefix)[0].short == place

    @pytest.mark.parametrize(
        ("prefix", "place"),
        [
            ("通政办发", "通辽"),
            ("通政办发", "通州"),
            ("荆政办发", "荆州"),
            ("黄政办发", "黄冈"),
            ("咸政办发", "咸阳"),
            ("铜政办函", "铜川"),
            ("玉政办发", "玉溪"),
            ("宁市监", "宁德"),
            ("宜府办发", "宜昌"),
            ("新政", "新乡"),
            ("青政办发", "青岛"),
            ("安政办", "安康"),
        ],
    )
    def test_namesakes_are_among_the_guesses(self, prefix: str, place: str) -> None:
        assert place in [one.short for one in by_number_prefix(prefix)[1:]]

    @pytest.mark.parametrize(
        "prefix",
        [
            *("", "发", "办发", "政办发", "府办规", "市政办发", "党发", "委发", "任务参见鲁教高函"),
            *("苏州市住房和城乡建设局苏住建规", "的通知国发", "安徽省人民政府皖政", "龘府办"),
        ],
    )
    def test_what_is_no_prefix(self, prefix: str) -> None:
        assert by_number_prefix(prefix) == ()

    def test_ambiguous_districts(self) -> None:
        assert [place.short for place in by_number_prefix("深龙")] == ["龙岗", "龙华", "深圳"]

    @given(a_place_of_today)
    def test_short_names_spelt_out(self, place: Division) -> None:
        assert place.short in [one.short for one in by_number_prefix(place.short + "府办发")]

    @given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=8))
    def test_never_the_same_place_twice(self, prefix: str) -> None:
        found = by_number_prefix(prefix)
        assert len(found) == len(set(found))


class TestQueries:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("440115", ["广东省广州市南沙区"]),
            ("440115000000", ["广东省广州市南沙区"]),
            ("44", ["广东省"]),
            ("guangzhou", ["广东省广州市"]),
            ("Guang Zhou", ["广东省广州市"]),
            ("xi'an", ["陕西省西安市", "吉林省辽源市西安区", "黑龙江省牡丹江市西安区"]),
            ("shaanxi", ["陕西省"]),
            ("central", ["全国"]),
            ("中央", ["全国"]),
            ("国务院", ["全国"]),
            ("广州", ["广东省广州市"]),
            ("广州市", ["广东省广州市"]),
            ("信阳", ["河南省信阳市"]),
            ("南沙", ["广东省广州市南沙区", "海南省三沙市南沙区"]),
            ("广州南沙", ["广东省广州市南沙区"]),
            ("萝岗", ["广东省广州市萝岗区"]),
            ("999999", []),
            ("nowhere", []),
            ("火星", []),
            ("", []),
        ],
    )
    def test_resolve_place(self, query: str, expected: list[str]) -> None:
        assert names(resolve_place(query)) == expected

    @given(a_place_of_today)
    def test_codes_slugs_and_names_resolve(self, place: Division) -> None:
        assert resolve_place(place.code) == (place,)
        assert place in resolve_place(place.slug)
        assert place in resolve_place(full_name(place))

    def test_nearest_names(self) -> None:
        known = ["广州市", "信阳市", "肇庆市", "南沙区"]
        assert nearest_names("广洲市", known)[0] == "广州市"
        assert nearest_names("肇庆", known) == ("肇庆市",)
        assert nearest_names("guangzhu", ["guangzhou", "xinyang"]) == ("guangzhou",)
        assert nearest_names("火星", known) == ()
        assert len(nearest_names("市", known, n=1)) <= 1
