"""Readers: encodings recognised from the bytes, refusals that say what to do."""

from pathlib import Path

import pytest
from building import CITY, PROVINCE
from hypothesis import given
from hypothesis import strategies as st

from cascade.errors import DocumentError
from cascade.readers import READERS, is_readable, read_text
from cascade.readers.plain import decode

SIMPLIFIED = [
    "各级行政机关应当及时公开政府信息。",
    "市水利局要在2022年12月底前完成河道清理，并每月通报一次。",
    CITY,
]
TRADITIONAL = [
    "各級機關應當按月公開會議的紀錄，並在三十日內發布。",
    "市政府開放資料的規定，由法務部門訂定，經市長核定後施行。",
]


@pytest.mark.parametrize("text", SIMPLIFIED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_simplified_text_comes_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "utf-16-le", "utf-16-be"])
def test_encodings_without_a_mark(encoding: str) -> None:
    assert decode(SIMPLIFIED[1].encode(encoding)) == SIMPLIFIED[1]


@pytest.mark.parametrize("text", TRADITIONAL)
@pytest.mark.parametrize("encoding", ["utf-8", "big5", "utf-16", "gb18030"])
def test_traditional_text_comes_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(
    st.lists(st.sampled_from([*SIMPLIFIED[:2], *PROVINCE.splitlines()]), min_size=1, max_size=6),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_any_lines_of_a_document_come_back(lines: list[str], encoding: str) -> None:
    text = "\n".join([SIMPLIFIED[1], *lines])
    assert decode(text.encode(encoding)) == text


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8")))
def test_whatever_is_utf_8_is_read_as_such(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@given(st.binary(max_size=300))
def test_bytes_either_decode_or_are_refused(data: bytes) -> None:
    try:
        assert isinstance(decode(data), str)
    except UnicodeError:
        pass


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("一、甲。\r\n二、乙。\r".encode())
    assert read_text(path) == "一、甲。\r\n二、乙。\r"


def test_the_reader_is_chosen_by_suffix(tmp_path: Path) -> None:
    assert {".txt", ".md"} <= set(READERS)
    assert is_readable(Path("A.TXT"))
    assert not is_readable(Path("a.exe"))


def test_refusals_name_the_file_and_what_to_do(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"\n \t")
    sheet = tmp_path / "sheet.exe"
    sheet.write_bytes(b"x")
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    for path in (empty, sheet, folder, tmp_path / "missing.txt"):
        with pytest.raises(DocumentError) as error:
            read_text(path)
        message = str(error.value)
        assert message.startswith(f"{path}: ")
        assert "; " in message
        assert "\n" not in message
