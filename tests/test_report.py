"""Reports: what they say, that every format says it, and that documents cannot break out of them."""

import io
import re
import sys
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

import pytest
from building import (
    CITY,
    PROVINCE,
    carries,
    document,
    graph_of,
    link,
    preschool,
    requirement,
    shanghai,
    write_files,
)
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText

from cascade.errors import CascadeError, ComparisonError
from cascade.graph.comparison import diff
from cascade.graph.findings import find_all
from cascade.graph.network import CascadeGraph
from cascade.records import Span
from cascade.report import collect_report, report_bytes, write_report
from cascade.report.content import Report, State
from cascade.report.markdown import plain, report_markdown
from cascade.report.marks import Mark, Marking, compare_marks
from cascade.report.measures import measures
from cascade.vocabulary import FindingKind, Status

HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)> | `x` @someone ~~y~~"


@pytest.fixture(scope="module")
def pair(graph: CascadeGraph) -> Report:
    return _collect(graph, "guangzhou-2016", "zhaoqing-2016")


def _collect(graph: CascadeGraph, *places: str, lang: str = "zh") -> Report:
    return collect_report(graph, places, lang, made=date(2026, 1, 2), measured=[])


def _page(report: Report) -> str:
    return report_bytes(report, ".html").decode()


class _Tags(HTMLParser):
    """Collects the tags of a page, and checks that they close."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text.append(data)


def _parse(page: str) -> _Tags:
    parser = _Tags()
    parser.feed(page)
    assert not parser.open
    return parser


# --- content -----------------------------------------------------------------------------------


def test_pair_has_every_row_of_the_diff_with_its_outcomes(
    graph: CascadeGraph, pair: Report
) -> None:
    compared = diff(graph, "guangzhou-2016", "zhaoqing-2016")
    assert [e.upstream.id for e in pair.entries] == [row.upstream.id for row in compared.rows]
    for entry, row in zip(pair.entries, compared.rows, strict=True):
        for answer, outcome in zip(entry.answers, (row.first, row.second), strict=True):
            if answer.state is State.LOST_ABOVE:
                assert outcome.state == "dropped"
            else:
                assert answer.state == outcome.state
            assert [p.id for p in answer.passages] == [r.id for r in outcome.requirements]
    assert {one.answer.passages[0].id for one in pair.additions} == {
        f.requirement for f in (*compared.only_first, *compared.only_second)
    }


@pytest.mark.parametrize("place", ["guangzhou-2016", "zhaoqing-2016", "xinyang-2016"])
def test_dropped_and_added_are_those_of_the_findings(graph: CascadeGraph, place: str) -> None:
    report = _collect(graph, place)
    found = find_all(graph, place)
    dropped = {e.upstream.id for e in report.entries for a in e.answers if a.state is State.DROPPED}
    assert dropped == {f.requirement for f in found if f.kind is FindingKind.DROPPED}
    added = {a.answer.passages[0].id for a in report.additions}
    kinds = (FindingKind.ADDED, FindingKind.UNMATCHED)
    assert added == {f.requirement for f in found if f.kind in kinds}


def test_what_a_level_between_lost_is_not_held_against_a_place(
    graph: CascadeGraph, pair: Report
) -> None:
    lost = [
        (entry, answer)
        for entry in pair.entries
        for answer in entry.answers
        if answer.state is State.LOST_ABOVE
    ]
    assert lost
    for entry, answer in lost:
        assert entry.upstream.document == "central-2016"
        assert "广东省（2016）" in answer.notes[0]


def test_missing_upstream_is_named_and_nothing_is_called_added(graph: CascadeGraph) -> None:
    report = _collect(graph, "xinyang-2016")
    assert "豫政办〔2016〕86号" in report.notes[0]
    assert report.counts("xinyang-2016")[State.ADDED] == 0
    assert report.counts("xinyang-2016")[State.UNMATCHED] > 0


def test_place_without_any_upstream_at_hand_is_reported_as_unmatched(graph: CascadeGraph) -> None:
    report = _collect(graph, "nansha-2017")
    assert set(report.counts("nansha-2017")) == {State.UNMATCHED}
    assert not report.topics and not report.related
    _parse(_page(report))


def test_comparison_across_years_stands_apart(graph_across: CascadeGraph) -> None:
    report = _collect(graph_across, "nansha-2017")
    assert report.related
    assert set(report.counts("nansha-2017")) == {State.UNMATCHED}
    assert 'id="related"' in _page(report)


def test_document_without_known_upstream_is_refused(graph: CascadeGraph) -> None:
    with pytest.raises(ComparisonError, match="no upstream document known"):
        _collect(graph, "central-2016")


def test_every_passage_can_be_found_in_its_source(pair: Report, seeds: dict[str, str]) -> None:
    passages = [e.upstream for e in pair.entries]
    passages += [p for e in pair.entries for a in e.answers for p in a.passages]
    for passage in passages:
        quoted = seeds[passage.file][passage.start : passage.end]
        assert passage.text[:4] in re.sub(r"\s", "", quoted)


def test_gravest_begin_with_what_was_dropped(pair: Report) -> None:
    states = [answer.state for _, answer in pair.gravest(30)]
    assert states[0] is State.DROPPED
    assert states == sorted(states, key=lambda s: s is not State.DROPPED)


def test_measures_are_those_of_the_evaluation(graph: CascadeGraph) -> None:
    measured = measures(graph)
    assert {m.pair for m in measured} >= {"广东省 → 广州市", "广东省 → 肇庆市", "全国 → 信阳市"}
    page = _page(collect_report(graph, ["zhaoqing-2016"], "en", measured=measured))
    assert f"{measured[0].precision:.1%}" in page


# --- marks -------------------------------------------------------------------------------------


def test_marks_add_up_to_the_texts_and_fold_full_width_forms() -> None:
    up = requirement(document("a"), "1", "每周公开信息，实行动态管理。")
    down = requirement(document("b"), "1", "每季度公开信息,实行动态管理。")
    marking = Marking(up.text, Mark.LOST)
    (runs,) = compare_marks(up, [down], [], marking)
    assert "".join(r.text for r in runs) == down.text
    assert "".join(r.text for r in marking.runs()) == up.text
    assert [r.text for r in runs if r.mark is Mark.GAINED] == ["季度"]
    assert [r.text for r in marking.runs() if r.mark is Mark.LOST] == ["周"]


def test_texts_that_share_nothing_are_not_marked_throughout() -> None:
    up = requirement(document("a"), "1", "公开市场监管信息")
    down = requirement(document("b"), "1", "加强队伍建设和培训工作")
    (runs,) = compare_marks(up, [down], [], Marking(up.text, Mark.LOST))
    assert all(r.mark is Mark.SAME for r in runs)


def test_weighty_words_are_those_of_the_changes(pair: Report) -> None:
    for entry in pair.entries:
        for answer in entry.answers:
            weighty = any(r.weighty for p in answer.passages for r in p.runs) or any(
                r.weighty for r in answer.required
            )
            assert bool(answer.changes) >= weighty


# --- HTML --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_is_whole_and_asks_for_nothing(pair: Report, graph: CascadeGraph, lang: str) -> None:
    report = _collect(graph, "guangzhou-2016", "zhaoqing-2016", lang=lang)
    page = _page(report)
    tags = _parse(page)
    names = {tag for tag, _ in tags.tags}
    assert not names & {"script", "link", "img", "iframe", "object"}
    assert "http://" not in page and "https://" not in page and "url(" not in page
    ids = [attrs["id"] for _, attrs in tags.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {a["href"] for t, a in tags.tags if t in ("a", "use") and a.get("href")}
    assert {t[1:] for t in targets if t} <= set(ids)
    for entry in report.entries:
        assert entry.upstream.id in ids


def test_page_in_chinese_has_no_english_sentence(pair: Report) -> None:
    text = " ".join(_parse(_page(pair)).text)
    left = set(re.findall(r"[A-Za-z]{2,}(?: [a-z]{2,})+", text))
    assert not {one for one in left if not one.startswith("cascade evaluate")}, left


def test_hostile_document_changes_only_what_is_shown() -> None:
    above = document("up", "湖南省", title=HOSTILE, number=HOSTILE, issuer=HOSTILE)
    below = document("down", "株洲市", title=HOSTILE, implements=(carries("up"),))
    graph = graph_of(
        [above, below],
        [
            requirement(above, "1", f"公开{HOSTILE}", [HOSTILE], units=(HOSTILE,)),
            requirement(above, "2", "=1+1", [HOSTILE]),
            requirement(below, "1", f"不公开{HOSTILE}", [HOSTILE], units=(HOSTILE,)),
            requirement(below, "2", '=HYPERLINK("http://x")', [HOSTILE]),
        ],
        [link("up:1", "down:1", Status.WEAKENED)],
    )
    report = _collect(graph, "down")
    page = _page(report)
    tags = _parse(page)
    assert not {tag for tag, _ in tags.tags} & {"script", "img"}
    assert not any(name.startswith("on") for _, attrs in tags.tags for name in attrs)
    text = report_markdown(report)
    assert "<script" not in text and "<img" not in text and "@someone" not in text
    book = load_workbook(io.BytesIO(report_bytes(report, ".xlsx")), rich_text=True)
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert all(c.data_type != "f" and c.hyperlink is None for c in cells)
    assert "=1+1" in {str(c.value) for c in cells}


# --- XLSX --------------------------------------------------------------------------------------


def test_workbook_has_one_row_per_requirement_and_place(pair: Report) -> None:
    book = load_workbook(io.BytesIO(report_bytes(pair, ".xlsx")), rich_text=True)
    summary, sheet = book.worksheets
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == 2 * len(pair.entries) + len(pair.additions)
    heads = [cell.value for cell in sheet[1]]
    assert len(set(heads)) == len(heads)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(heads)).column_letter}{len(rows) + 1}"
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"确认,否定,存疑"'
    decision = sheet.cell(1, heads.index("复核结论") + 1).column_letter
    assert str(rule.sqref) == f"{decision}2:{decision}{len(rows) + 1}"
    assert all(sheet[f"{decision}{n}"].value is None for n in range(2, len(rows) + 2))
    shown = {str(c.value) for row in summary.iter_rows() for c in row if c.value is not None}
    assert {"穗府办函〔2016〕108号", "粤办函〔2016〕236号"} <= shown


def test_workbook_marks_differing_words_and_keeps_the_texts(pair: Report) -> None:
    book = load_workbook(io.BytesIO(report_bytes(pair, ".xlsx")), rich_text=True)
    sheet = book.worksheets[1]
    column = [cell.value for cell in sheet[1]].index("落实文本") + 1
    texts = [sheet.cell(n, column).value for n in range(2, sheet.max_row + 1)]
    answers = [a for e in pair.entries for a in e.answers]
    for answer, text in zip(answers, texts, strict=False):
        assert str(text or "") == "\n".join(p.text for p in answer.passages)
    rich = [part for text in texts if isinstance(text, CellRichText) for part in text]
    fonts = [part.font for part in rich if not isinstance(part, str)]
    assert any(font.b and font.color.rgb == "FF00703C" for font in fonts)


# --- Markdown ----------------------------------------------------------------------------------


def test_markdown_says_the_same(pair: Report) -> None:
    text = report_markdown(pair)
    for entry in pair.entries:
        assert plain(entry.upstream.id) in text
    assert text.count("\n#### ") == sum(entry.is_finding for entry in pair.entries)
    width = {line.count(" | ") for line in text.splitlines() if line.startswith("| 被比对文件")}
    assert width == {8}


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b", "a\\|b"),
        ("1.公开", "1\\.公开"),
        ("@组织", "&#64;组织"),
        ("<b>", "&lt;b&gt;"),
        ("一、公开", "一、公开"),
    ],
)
def test_markdown_escapes_what_would_be_markup(text: str, escaped: str) -> None:
    assert plain(text) == escaped


# --- the command -------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".html", ".xlsx", ".md"])
def test_command_writes_each_format(run: Callable[..., object], tmp_path, suffix: str) -> None:
    path = tmp_path / f"report{suffix}"
    done = run("report", "广州", "肇庆市", "-o", path, "--lang", "zh")
    assert done.code == 0, done.err
    assert done.out.strip() == str(path)
    assert path.stat().st_size > 10_000
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_unknown_suffix_is_one_clear_line(run: Callable[..., object], tmp_path) -> None:
    done = run("report", "guangzhou", "-o", tmp_path / "report.docx")
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert ".html, .xlsx or .md" in done.err


def test_unwritable_file_is_one_clear_line(graph: CascadeGraph, tmp_path) -> None:
    with pytest.raises(CascadeError, match="choose a file that you may write"):
        write_report(graph, tmp_path / "none" / "report.md", ["zhaoqing-2016"], measured=[])


def test_own_folder_of_documents_is_reported(run: Callable[..., object], tmp_path) -> None:
    folder = write_files(tmp_path / "own", {"province.txt": PROVINCE, "city.txt": CITY})
    path = tmp_path / "report.html"
    done = run("--corpus", folder, "report", "株洲", "-o", path, "--lang", "en")
    assert done.code == 0, done.err
    page = path.read_text(encoding="utf-8")
    assert "株政办发〔2022〕8号" in page and "湘政办发〔2022〕15号" in page
    assert "frequency lowered: 每周…一次 → 每月…一次" in page


def test_writing_html_needs_no_workbook_library(
    graph: CascadeGraph, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    write_report(graph, tmp_path / "report.html", ["zhaoqing-2016"], "en", measured=[])


@pytest.mark.parametrize(
    ("lang", "why"),
    [
        (
            "en",
            "No upstream requirement found; the text leaves a part out, "
            "hunan-2022: 附件：任务表（略）.",
        ),
        ("zh", "未找到对应的上级要求；上级文本有省略，湖南省（2022）：附件：任务表（略）。"),
    ],
)
def test_what_a_cut_text_above_may_ask_for_is_unmatched_for_that_reason(
    lang: str, why: str
) -> None:
    above = document("hunan-2022", "湖南省", omits=Span("附件：任务表（略）", 90, 99))
    city = document("zhuzhou-2022", "株洲市", implements=(carries("hunan-2022"),))
    graph = graph_of([above, city], [requirement(city, "1", "每月巡河。")])
    (addition,) = _collect(graph, "zhuzhou-2022", lang=lang).additions
    assert addition.answer.state is State.UNMATCHED
    assert addition.answer.notes == (why,)


def test_what_a_cut_text_may_hold_is_for_review_in_every_format() -> None:
    city = document(
        "xuhui-2023",
        "上海市徐汇区",
        implements=(carries("shanghai-2023"),),
        omits=Span("附件：任务表（略）", 90, 99),
    )
    above = document("shanghai-2023", "上海市")
    report = _collect(graph_of([above, city], [requirement(above, "1", "推行承诺制。")]), city.id)
    (answer,) = (a for t in report.topics for e in t.entries for a in e.answers)
    assert (answer.state, answer.passages) == (State.REVIEW, ())
    assert answer.notes == ("或在文本省略的部分：“附件：任务表（略）”（90–99）",)
    assert "附件：任务表（略）" in _page(report)
    assert "附件：任务表（略）" in report_markdown(report)
    assert report_bytes(report, ".xlsx")


def test_what_another_place_was_asked_is_not_held_against_a_place() -> None:
    report = _collect(shanghai(), "xuhui-2023", lang="zh")
    answers = {e.upstream.id: e.answers[0] for t in report.topics for e in t.entries}
    other = answers["shanghai-2023:1"]
    assert other.state is State.OTHER_ADDRESSEE
    assert other.notes == ("责任主体为“浦东新区”（第 0–4 字），不是上海市徐汇区",)
    assert answers["shanghai-2023:2"].state is State.DROPPED
    assert "另有责任主体" in _page(report)
    assert "另有责任主体" in report_markdown(report)
    assert report_bytes(report, ".xlsx")


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "of its 4 requirements the 2 that"), ("zh", "其 4 条要求中，只列出")]
)
def test_of_a_wider_statute_the_part_of_the_subject_is_reported(lang: str, said: str) -> None:
    report = _collect(preschool(link("central-1995:1", "hunan-2012:1")), "hunan-2012", lang=lang)
    assert [e.upstream.id for t in report.topics for e in t.entries] == [
        "central-1995:1",
        "central-1995:4",
    ]
    assert any(said in note for note in report.notes)


def test_statutes_are_called_by_their_titles() -> None:
    law = document("central-2021", title="中华人民共和国河湖保护法")
    rules = document(
        "hunan-2022",
        "湖南省",
        title="湖南省河湖保护条例",
        implements=(carries("central-2021"),),
    )
    texts = [requirement(law, "1", "每周巡河。"), requirement(rules, "1", "每月巡河。")]
    report = _collect(graph_of([law, rules], texts), "hunan-2022", lang="zh")
    assert report.names == {
        "central-2021": "《河湖保护法》",
        "hunan-2022": "《湖南省河湖保护条例》",
    }
    assert _collect(graph_of([law, rules], texts), "hunan-2022").names["central-2021"]
