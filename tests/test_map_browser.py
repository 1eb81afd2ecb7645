"""The map in a real Chromium: everything that a reader can do with it."""

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from building import carries, document, graph_of, link, preschool, requirement
from PIL import Image

from cascade.graph.comparison import diff
from cascade.graph.network import CascadeGraph
from cascade.maps import Map, write_map
from cascade.records import Implements, Span
from cascade.vocabulary import Basis, Level, Relation, Status

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HOSTILE = """</script><script>document.title="owned"</script>
<img src=x onerror="document.title='owned'"><b>粗</b> "quoted" 'single' &amp; &lt; 𠮷每周"""


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield found
        found.close()


@pytest.fixture(scope="module")
def pages(graph: CascadeGraph, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Maps of the bundled corpus, each written once."""
    folder = tmp_path_factory.mktemp("maps")
    for lang in ("en", "zh"):
        write_map(graph, folder / f"{lang}.html", lang=lang)
    return lambda lang: folder / f"{lang}.html"


Open = Callable[..., "Page"]


@pytest.fixture
def visit(browser: "Browser", pages: Callable[[str], Path]) -> Iterator[Open]:
    """Open a map; at the end nothing may have been requested or complained of."""
    opened: list[tuple[Page, list[str]]] = []

    def call(path: Path | str = "en", fragment: str = "", width: int = 1440) -> "Page":
        path = pages(path) if isinstance(path, str) else path
        page = browser.new_page(viewport={"width": width, "height": 900 if width > 800 else 844})
        seen: list[str] = []
        opened.append((page, seen))
        page.on("request", lambda request: seen.append(f"request {request.url}"))
        page.on("console", lambda message: seen.append(f"console {message.text}"))
        page.on("pageerror", lambda error: seen.append(f"error {error}"))
        page.goto(f"{path.as_uri()}{'#' + fragment if fragment else ''}")
        page.wait_for_selector("html[data-ready]", state="attached")
        assert seen.pop(0).startswith(f"request {path.as_uri()}")
        return page

    yield call
    for page, seen in opened:
        assert seen == []
        page.close()


def count(page: "Page", kind: str, key: str) -> int:
    """Return what the legend counts."""
    selector = f'input[data-kind="{kind}"][data-key="{key}"]'
    return int(page.locator(f"label:has({selector}) .count").inner_text())


def tick(page: "Page", kind: str, key: str) -> None:
    page.locator(f'input[data-kind="{kind}"][data-key="{key}"]').click()


def spot(page: "Page", key: str = "central-2016:1.1") -> tuple[float, float]:
    """Return where a mark stands in the window."""
    where = page.locator("#canvas").bounding_box()
    assert where
    at = page.evaluate("id => cascade.where(id)", key)
    return where["x"] + at["x"], where["y"] + at["y"]


def beside(page: "Page") -> tuple[float, float]:
    """Return a spot of the map where nothing stands."""
    where = page.locator("#canvas").bounding_box()
    assert where
    return where["x"] + 300, where["y"] + where["height"] - 4


def fragment(page: "Page") -> str:
    """Return the address's fragment once the page has settled."""
    page.wait_for_timeout(600)
    found: str = page.evaluate("decodeURIComponent(location.hash)")
    return found


def ink(picture: bytes) -> int:
    """Count the pixels of a picture that differ from its first one."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    colours = image.getcolors(1 << 24)
    return image.width * image.height - max(number for number, _ in colours)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_loads_without_a_request_or_a_complaint(visit: Open, lang: str) -> None:
    page = visit(lang)
    title = page.locator("#title").inner_text()
    assert title.startswith("层层落实" if lang == "zh" else "What became of it")
    assert ink(page.locator("#canvas").screenshot()) > 20_000
    assert page.evaluate("document.documentElement.lang") == ("zh-CN" if lang == "zh" else "en")


def test_it_is_ready_soon(visit: Open) -> None:
    assert int(visit().evaluate("document.documentElement.dataset.ready")) < 5000


def test_the_legend_filters_and_counts(visit: Open) -> None:
    page = visit()
    weakened, cities = count(page, "s", "weakened"), count(page, "l", "city")
    tick(page, "s", "weakened")
    assert count(page, "s", "weakened") == weakened
    assert count(page, "l", "city") < cities
    assert "hide=weakened" in fragment(page)
    page.locator('button.all[data-kind="s"]').click()
    assert count(page, "l", "city") == cities
    page.locator('li:has(input[data-key="Zhaoqing"]) .only').click()
    assert count(page, "l", "province") == 0 and count(page, "p", "Xinyang") > 0


def test_confidence_filters(visit: Open) -> None:
    page = visit()
    before = count(page, "l", "city")
    page.locator("#sure").fill("95")
    assert 0 < count(page, "l", "city") < before
    assert "sure=0.95" in fragment(page)


def test_topics_can_be_narrowed(visit: Open) -> None:
    page = visit()
    items = page.locator("#filters .long li")
    page.locator("#filters .narrowing").last.fill("扶贫")
    shown = [item for item in items.all() if item.is_visible()]
    assert shown and all("扶贫" in item.inner_text() for item in shown)


def test_only_the_holes(visit: Open) -> None:
    page = visit()
    holes = count(page, "s", "dropped")
    page.locator("#holes").click()
    assert holes == count(page, "s", "dropped") > 0
    assert count(page, "s", "unmatched") == 0
    assert page.locator("#holes").get_attribute("aria-pressed") == "true"
    page.keyboard.press("h")
    assert count(page, "s", "unmatched") > 0


def test_search_finds_in_texts_and_opens_what_it_found(visit: Open) -> None:
    page = visit()
    page.locator("#search").fill("行政处罚")
    page.wait_for_selector("#panel .list button")
    found = page.locator("#panel .list button")
    assert f"{found.count()} found" in page.locator("#found").inner_text()
    assert all("行政处罚" in one for one in found.locator(".policy").all_inner_texts()[:3])
    found.first.click()
    assert "行政处罚" in page.locator("#panel .text").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == ""


def test_the_panel_tells_everything(visit: Open, graph: CascadeGraph) -> None:
    found = next(k for k in graph.links() if k.changes and k.downstream.startswith("zhaoqing-2016"))
    up, down = graph.requirement(found.upstream), graph.requirement(found.downstream)
    page = visit(fragment=f"at={down.id}")
    panel = page.locator("#panel")
    assert down.text in panel.locator(".text").inner_text()
    said = panel.inner_text()
    assert graph.documents["zhaoqing-2016"].title in said
    assert down.units[0] in said and down.deadline.text in said
    assert panel.locator(".chain li").count() >= 2
    card = panel.locator(".link").first
    texts = [one.replace("\n", "") for one in card.locator(".side .policy").all_inner_texts()]
    assert texts == [up.text, down.text]
    assert card.locator("mark").count() > 0
    assert card.locator(".changes li").count() == len(found.changes)
    card.locator(".scores summary").click()
    assert card.locator(".scores meter").count() == len(found.evidence)


def test_a_click_on_the_map_selects_and_beside_it_closes(visit: Open) -> None:
    page = visit()
    page.mouse.click(*spot(page))
    page.wait_for_selector("#panel .text")
    assert "at=central-2016:1.1" in fragment(page)
    page.mouse.click(*beside(page))
    page.wait_for_selector("#panel", state="hidden")


def test_hovering_highlights_the_chain(visit: Open) -> None:
    page = visit()
    before = page.locator("#canvas").screenshot()
    page.mouse.move(*spot(page))
    page.wait_for_timeout(300)
    assert page.locator("#canvas").screenshot() != before
    page.mouse.move(*beside(page))
    page.wait_for_timeout(300)
    assert page.locator("#canvas").screenshot() == before


def test_dragging_moves_a_mark(visit: Open) -> None:
    page = visit()
    before = page.locator("#canvas").screenshot()
    x, y = spot(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 20, steps=4)
    page.mouse.up()
    assert spot(page) == pytest.approx((x + 40, y + 20), abs=3)
    page.mouse.move(*beside(page))
    page.wait_for_timeout(300)
    assert page.locator("#canvas").screenshot() != before


def test_the_keyboard_is_enough(visit: Open, graph: CascadeGraph) -> None:
    page = visit()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    assert "at=central-2016:1.1" in fragment(page)
    page.keyboard.press("ArrowDown")
    below = fragment(page)
    assert "at=guangdong-2016:" in below
    page.keyboard.press("ArrowRight")
    assert fragment(page) != below
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#panel') !== null")
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.evaluate("document.activeElement.id") == "canvas"


def test_the_overview_folds_and_unfolds(visit: Open) -> None:
    page = visit()
    page.locator("#bubbles").click()
    folded = page.locator("#canvas").screenshot()
    page.locator("#canvas").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel .list button")
    assert "open=central-2016*0" in fragment(page)
    assert page.locator("#canvas").screenshot() != folded
    page.get_by_role("button", name="Fold up again").click()
    assert "open=" not in fragment(page)


def test_two_places_are_laid_over_each_other(visit: Open) -> None:
    page = visit()
    page.locator("#compare-0").select_option("guangzhou-2016")
    page.locator("#compare-1").select_option("zhaoqing-2016")
    page.wait_for_selector("#panel .classes")
    assert count(page, "p", "Xinyang") == 0 < count(page, "p", "Zhaoqing")
    counts = [int(one) for one in page.locator("#panel .classes b").all_inner_texts()]
    assert sum(counts) >= 95
    page.locator("#panel .classes button").nth(2).click()
    page.locator("#panel .list button").first.click()
    assert page.locator("#panel .side").count() == 2
    assert "compare=guangzhou-2016~zhaoqing-2016" in fragment(page)
    page.locator("#panel .back").click()
    assert page.locator("#panel .classes").is_visible()


def test_a_view_can_be_sent(visit: Open) -> None:
    first = visit()
    tick(first, "s", "equivalent")
    tick(first, "p", "Xinyang")
    first.locator("#search").fill("公开")
    first.wait_for_selector("#panel .list button")
    first.locator("#panel .list button").nth(2).click()
    sent = first.evaluate("location.hash") if fragment(first) else ""
    second = visit(fragment=sent[1:])
    for one in (first, second):
        assert not one.locator('input[data-key="equivalent"]').is_checked()
        assert not one.locator('input[data-key="Xinyang"]').is_checked()
    assert second.locator("#search").input_value() == "公开"
    assert second.locator("#panel").inner_text() == first.locator("#panel").inner_text()
    tick(second, "s", "mixed")
    tick(second, "s", "mixed")
    assert fragment(second) == fragment(first)


@pytest.mark.parametrize(
    "sent",
    ["at=nowhere&hide=nothing&view=a~b&open=x*9&compare=a~b", "%E0%A4%A", "sure=9&view=1~2~-3"],
)
def test_a_broken_fragment_does_no_harm(visit: Open, sent: str) -> None:
    page = visit(fragment=sent)
    assert page.locator("#panel").is_hidden()


def test_it_saves_a_picture(visit: Open, tmp_path: Path) -> None:
    page = visit("zh")
    with page.expect_download() as download:
        page.locator("#png").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.suffix == ".png"
    assert ink(saved.read_bytes()) > 20_000


def hostile_graph() -> CascadeGraph:
    top = document("hunan-2022", "湖南省", title=HOSTILE, number=HOSTILE)
    low = document("zhuzhou-2022", "株洲市", title=HOSTILE, implements=(carries("hunan-2022"),))
    fields: dict[str, Any] = {"topic": (HOSTILE,), "units": (HOSTILE,)}
    one = requirement(top, "1", HOSTILE, **fields)
    two = requirement(low, "1", HOSTILE.replace("每周", "每月"), **fields)
    return graph_of([top, low], [one, two], [link(one.id, two.id, Status.WEAKENED)])


def test_hostile_text_is_only_displayed(visit: Open, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    write_map(hostile_graph(), path)
    page = visit(path, "at=zhuzhou-2022:1")
    assert "owned" not in page.title()
    assert page.locator("#panel .text").inner_text() == HOSTILE.replace("每周", "每月")
    assert page.locator("#panel img, #panel b b, #filters img").count() == 0
    assert page.locator("#panel mark.lost").all_inner_texts() == ["周"]
    assert page.locator("#panel mark.gained").all_inner_texts() == ["月"]
    page.locator("#search").fill("<img")
    page.wait_for_selector("#panel .list button")
    assert page.locator("#panel .list button").count() == 2


def test_the_panel_says_which_text_above_leaves_a_part_out(visit: Open, tmp_path: Path) -> None:
    top = document("hunan-2022", "湖南省", omits=Span("附件：任务表（略）", 90, 99))
    low = document("zhuzhou-2022", "株洲市", implements=(carries("hunan-2022"),))
    texts = [requirement(top, "1", "每周巡河。"), requirement(low, "1", "举办龙舟赛。")]
    path = tmp_path / "map.html"
    write_map(graph_of([top, low], texts), path)
    said = visit(path, "at=zhuzhou-2022:1").locator("#panel .why").inner_text()
    assert said.startswith("No upstream requirement was found; the text leaves a part out, ")
    assert said.endswith(": 附件：任务表（略）")


def test_what_is_beyond_the_subject_of_one_of_two_is_not_compared(
    visit: Open, tmp_path: Path
) -> None:
    above = preschool(link("central-1995:1", "hunan-2012:1"))
    edge = Implements("central-1995", Basis.CITED_TITLE, level=Level.CENTRAL)
    whole = document("henan-2012", "河南省", implements=(edge,))
    graph = graph_of([*above.documents.values(), whole], above.requirements(), above.links())
    path = tmp_path / "map.html"
    write_map(graph, path)
    page = visit(path)
    page.locator("#compare-0").select_option("henan-2012")
    page.locator("#compare-1").select_option("hunan-2012")
    page.wait_for_selector("#panel .classes")
    counts = [int(one) for one in page.locator("#panel .classes b").all_inner_texts()]
    assert sum(counts) == len(diff(graph, "henan-2012", "hunan-2012").rows) == 2


def test_a_map_of_one_document(visit: Open, graph: CascadeGraph, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    write_map(graph, path, ["guangzhou-2020"])
    page = visit(path)
    assert not {"null", "false", "undefined"} & set(page.locator("#filters").inner_text().split())
    assert page.locator("#compare-0").count() == 0
    assert count(page, "s", "missing") == 2


def test_links_across_years_are_drawn_and_listed_apart(visit: Open, tmp_path: Path) -> None:
    top, low = document("hunan-2021", "湖南省"), document("zhuzhou-2022", "株洲市")
    one, two = requirement(top, "1", "每周巡河。"), requirement(low, "1", "每月巡河。")
    path = tmp_path / "map.html"
    related = link(one.id, two.id, Status.WEAKENED, Relation.RELATED)
    write_map(graph_of([top, low], [one, two], [related]), path)
    page = visit(path, "at=zhuzhou-2022:1")
    assert "across years" in page.locator("#panel .link summary").first.inner_text()
    assert count(page, "s", "weakened") == 0 if page.locator('[data-key="weakened"]').count() else 1


def test_it_fits_a_phone(visit: Open) -> None:
    page = visit("zh", "at=guangdong-2016:1.1", width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    panel = page.locator("#panel").bounding_box()
    assert panel and panel["width"] == 390 and panel["y"] > 300
    page.locator(".grip").click()
    taller = page.locator("#panel").bounding_box()
    assert taller and taller["y"] < 100
    page.keyboard.press("Escape")
    page.locator("#open-filters").click()
    assert page.locator("#filters .ticks").first.is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#filters .ticks").first.is_hidden()


def test_it_shows_inside_a_notebook(browser: "Browser", graph: CascadeGraph) -> None:
    page = browser.new_page()
    page.set_content(f"<body>{Map(graph, ['xinyang-2016'], lang='en')._repr_html_()}</body>")
    inside = page.frame_locator("iframe")
    inside.locator("html[data-ready]").wait_for(state="attached")
    inside.locator("#holes").click()
    assert "Xinyang" in inside.locator("#title").inner_text()
    page.close()


def test_an_overlay_opens_with_the_rows_of_diff(
    visit: Open, graph: CascadeGraph, tmp_path: Path
) -> None:
    path = tmp_path / "map.html"
    write_map(graph, path, overlay=("guangzhou-2016", "zhaoqing-2016"))
    page = visit(path)
    rows = diff(graph, "guangzhou-2016", "zhaoqing-2016").rows
    counts = [int(one) for one in page.locator("#panel .classes b").all_inner_texts()]
    assert sum(counts) == len(rows)
    assert counts[-1] == sum(
        not row.differs and "dropped" != row.first.state != "for review" for row in rows
    )
    page.locator("#panel .classes button").nth(2).click()
    page.locator("#panel .list button").first.click()
    assert "demands otherwise" in page.locator("#panel").inner_text()
