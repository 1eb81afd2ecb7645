"""What tests build with: records with defaults, a fake encoder, golden cases, folders of documents."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cascade import divisions
from cascade.graph.network import CascadeGraph
from cascade.records import Citation, Deadline, Document, Implements, Requirement, TraceLink
from cascade.vocabulary import Basis, Level, Relation, Status

CASES = Path(__file__).parent / "cases"


class FakeEncoder:
    """Vectors seeded by the hash of character pairs: like texts have like vectors, offline."""

    name = "fake"
    fingerprint = "0123456789abcdef"
    dimensions = 64

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for pair in {text[i : i + 2] for i in range(max(len(text) - 1, 0))}:
                seed = int.from_bytes(hashlib.sha256(pair.encode()).digest()[:4])
                vectors[row] += np.random.default_rng(seed).normal(size=self.dimensions)
            length = float(np.linalg.norm(vectors[row]))
            vectors[row] /= length or 1.0
        return vectors


def document(key: str, name: str = "", **fields: object) -> Document:
    """Make a document of a place (`湖南省`, `株洲市`; the whole country by default)."""
    place = divisions.find(name)[0] if name else divisions.CENTRAL
    values: dict[str, object] = {
        "title": "",
        "number": "",
        "issuer": "",
        "level": place.level,
        "jurisdiction": divisions.full_name(place.code),
        "code": place.code,
        "year": 2022,
        "date": "",
        "source": f"{key}.txt",
    }
    return Document(id=key, **(values | fields))  # type: ignore[arg-type]


def cited(number: str = "", title: str = "", context: str = "") -> Citation:
    """Cite a document as what is carried out, unless the context says otherwise."""
    names = f"《{title}》" if title else ""
    return Citation(number, title, context or f"为贯彻落实{names}{number}，制定本方案。")


def carries(key: str, missing: bool = False, level: Level | None = None) -> Implements:
    return Implements(key, Basis.CITED_NUMBER, missing, level)


def requirement(
    of: Document, ordinal: str, text: str, topic: Sequence[str] = (), **fields: object
) -> Requirement:
    """Make a requirement of a document whose text stands at the beginning of its source."""
    values: dict[str, object] = {
        "id": f"{of.id}:{ordinal}",
        "document": of.id,
        "level": of.level,
        "jurisdiction": of.jurisdiction,
        "topic": tuple(topic),
        "ordinal": ordinal,
        "text": text,
        "units": (),
        "deadline": Deadline(),
        "source": of.source,
        "start": 0,
        "end": len(text),
        "quoted_in": of.quoted_in,
    }
    return Requirement(**(values | fields))  # type: ignore[arg-type]


def link(
    upstream: str,
    downstream: str,
    status: Status = Status.EQUIVALENT,
    relation: Relation = Relation.IMPLEMENTS,
    confidence: float = 0.9,
) -> TraceLink:
    return TraceLink(upstream, downstream, relation, confidence, False, status)


def graph_of(
    documents: Iterable[Document],
    requirements: Iterable[Requirement],
    links: Iterable[TraceLink] = (),
    review: Iterable[TraceLink] = (),
) -> CascadeGraph:
    return CascadeGraph(documents, requirements, links, review)


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a folder of documents; texts in UTF-8."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@dataclass(frozen=True)
class Golden:
    """A golden case: Markdown with two fenced blocks, input and expected output."""

    about: str
    info: str
    """What stands behind the first fence: an encoding or a file type."""
    text: str
    expected: str


_GOLDEN = re.compile(r"(.*?)\n~~~(\S*)\n(.*?)\n~~~\n+~~~\n(.*?)\n?~~~\n", re.DOTALL)


def golden_cases(stage: str) -> list[Path]:
    """List the cases of a stage; a new file needs no code."""
    return sorted((CASES / stage).glob("*.md"))


def read_golden(path: Path) -> Golden:
    with path.open(encoding="utf-8", newline="") as file:
        match = _GOLDEN.fullmatch(file.read())
    assert match, f"{path.name}: not about, ~~~input~~~, ~~~expected~~~"
    return Golden(*match.groups())


def write_golden(path: Path, golden: Golden, expected: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(
            f"{golden.about}\n~~~{golden.info}\n{golden.text}\n~~~\n\n~~~\n{expected}\n~~~\n"
        )


# A province and a city of the same subject and year: the smallest cascade that links.

PROVINCE = """湖南省人民政府办公厅关于印发湖南省2022年河湖保护工作要点的通知
湘政办发〔2022〕15号

各市州、县市区人民政府，省政府各厅委：
《湖南省2022年河湖保护工作要点》已经省人民政府同意，现印发给你们，请认真组织实施。

湖南省人民政府办公厅
2022年3月10日

湖南省2022年河湖保护工作要点

一、加强巡查
（一）乡级河长每周巡河一次，发现问题及时上报并建立台账。（责任单位：省水利厅）
（二）全面清理整治河道乱占乱建，2022年10月底前完成销号。（责任单位：省水利厅、省自然资源厅）
二、治理污染
（一）关停沿河直排口，每季度向社会公布水质监测结果。（责任单位：省生态环境厅）
（二）推广测土配方施肥，主要农作物化肥使用量比上年减少百分之三。（责任单位：省农业农村厅）
"""

CITY = """株洲市人民政府办公室关于印发株洲市2022年河湖保护工作方案的通知
株政办发〔2022〕8号

各县市区人民政府，市政府各局委：
为贯彻落实《湖南省人民政府办公厅关于印发湖南省2022年河湖保护工作要点的通知》（湘政办发〔2022〕15号）精神，制定本方案，现印发给你们。

株洲市人民政府办公室
2022年5月20日

株洲市2022年河湖保护工作方案

一、加强巡查
（一）乡级河长每月巡河一次，发现问题及时上报并建立台账。（责任单位：市水利局）
（二）全面清理整治河道乱占乱建，2022年12月底前完成销号。（责任单位：市水利局、市自然资源局）
二、治理污染
（一）关停沿河直排口，每季度向社会公布水质监测结果。（责任单位：市生态环境局）
（二）在湘江干流建设三处鱼类增殖放流站，放流鱼苗一百万尾。（责任单位：市农业农村局）
"""


def preschool(*links: TraceLink, review: Iterable[TraceLink] = ()) -> CascadeGraph:
    """A law on education and a province's rules on preschool education, which are a part of it."""
    law = document("central-1995", subject="教育法")
    part = Implements("central-1995", Basis.CITED_TITLE, level=Level.CENTRAL, part=("学前",))
    rules = document("hunan-2012", "湖南省", subject="学前教育", implements=(part,))
    texts = [
        requirement(law, "1", "县级以上人民政府应当发展学前教育。"),
        requirement(law, "2", "高等学校应当建立教师培训制度。"),
        requirement(law, "3", "学校应当公开收费项目。"),
        requirement(law, "4", "学前教育机构应当配备保育人员。"),
        requirement(rules, "1", "各级人民政府应当发展学前教育。"),
        requirement(rules, "2", "幼儿园应当公开收费项目。"),
    ]
    return graph_of([law, rules], texts, links, review)


def shanghai(*links: TraceLink) -> CascadeGraph:
    """A city that asks something of Pudong and something of all, and two districts below it."""
    city = document("shanghai-2023", "上海市")
    xuhui = document("xuhui-2023", "上海市徐汇区", implements=(carries("shanghai-2023"),))
    pudong = document("pudong-2023", "浦东新区", implements=(carries("shanghai-2023"),))
    texts = [
        requirement(city, "1", "浦东新区打造综合示范区。"),
        requirement(city, "2", "全面推行告知承诺制。"),
        requirement(xuhui, "1", "建设滨江绿地。"),
        requirement(pudong, "1", "开展综合改革。"),
    ]
    return graph_of([city, xuhui, pudong], texts, links)
