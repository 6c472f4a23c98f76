"""Delimited text as offices export it: encodings, ends of lines, quotation marks, and what is no table at all."""

from pathlib import Path

import pandas as pd
import pytest

from geo.errors import UnreadableFile
from geo.importing.delimited import read_delimited


def read(tmp_path: Path, text: str | bytes, encoding: str = "") -> pd.DataFrame:
    path = tmp_path / "t.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_delimited(path, encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "utf-16"])
def test_a_russian_encoding_is_told_by_its_letters(tmp_path: Path, encoding: str) -> None:
    table = read(
        tmp_path, "Название;Адрес\nШкола № 7;проспект Ленина, 5\n".replace("№", "N").encode(encoding)
    )
    assert table.to_dict("records") == [{"Название": "Школа N 7", "Адрес": "проспект Ленина, 5"}]


def test_a_broken_letter_of_utf8_is_named_and_makes_no_other_encoding(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"13.*utf-8"):
        read(tmp_path, "name\nулица\n".encode()[:-2] + b"\n")


@pytest.mark.parametrize("end", ["", ";", ";;;", "; ; ", ";" * 40])
@pytest.mark.parametrize("rows", [(0,), (1,), (0, 1)])
def test_delimiters_at_the_end_of_lines_shift_nothing(
    tmp_path: Path, rows: tuple[int, ...], end: str
) -> None:
    lines = [line + end if number in rows else line for number, line in enumerate(("Лес;1", "Поле;2"))]
    table = read(tmp_path, "\n".join(["name;code", *lines, ""]))
    assert table.to_dict("list") == {"name": ["Лес", "Поле"], "code": ["1", "2"]}


@pytest.mark.parametrize("first", ["Лес,1", "Лес,1,,,,,,,,,"])
def test_a_cell_far_beyond_the_header_is_refused_by_its_row(tmp_path: Path, first: str) -> None:
    with pytest.raises(UnreadableFile, match=r"\b2\b.*\b9\b.*\b2\b"):
        read(tmp_path, f"name,code\n{first}\n\nПоле,2,,,,,,,9,\n")


def test_a_short_row_is_filled_and_a_row_cut_wrongly_is_named(tmp_path: Path) -> None:
    assert read(tmp_path, "a;b;c\n1\n\n1;2;3\n").to_dict("records")[0] == {"a": "1", "b": "", "c": ""}
    with pytest.raises(UnreadableFile, match=r"2.*3.*2"):
        read(tmp_path, "name,code\nЛес,1\nПоле, дальнее,2\n")
    with pytest.raises(UnreadableFile, match=r"2.*12.*2"):
        read(tmp_path, f"name,code\nЛес,1\n{','.join('123456789abc')}\n")


def test_names_of_columns_are_trimmed_and_stand_once(tmp_path: Path) -> None:
    assert list(read(tmp_path, '\n" name "; code ;name\n1;2;3\n').columns) == ["name", "code", "name.1"]


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("a,a,a.1", ["a", "a.2", "a.1"]),
        ("a.1,a,a,a", ["a.1", "a", "a.2", "a.3"]),
        ("a,a.1,a,a.1", ["a", "a.1", "a.2", "a.1.1"]),
        ("a,,", ["a", "", ".1"]),
    ],
)
def test_a_name_given_to_a_repeated_column_is_nobody_elses(
    tmp_path: Path, header: str, names: list[str]
) -> None:
    table = read(tmp_path, f"{header}\n{','.join(map(str, range(len(names))))}\n")
    assert table.to_dict("records") == [dict(zip(names, map(str, range(len(names))), strict=True))]


def test_quotation_marks_inside_a_name_survive(tmp_path: Path) -> None:
    table = read(tmp_path, 'name;code\n"ТСЖ ""Лес""";1\nТСЖ "Поле";2\n"две\nстроки";3\n')
    assert table["name"].tolist() == ['ТСЖ "Лес"', 'ТСЖ "Поле"', "две\nстроки"]


def test_a_quotation_mark_that_nothing_closes_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"\b2\b.*ТСЖ Поле"):
        read(tmp_path, 'name;code\nЛес;1\n"ТСЖ Поле;2\nЛуг;3\n')


def test_long_cells_are_read(tmp_path: Path) -> None:
    ring = ",".join(f"{number} 60" for number in range(40_000))
    assert len(read(tmp_path, f'name;wkt\nЛес;"{ring}"\n')["wkt"][0]) == len(ring)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\n\n",
        b"PK\x03\x04rest",
        b"PAR1",
        b'{"type": "FeatureCollection"}',
        b"<kml>",
        b"a\x00b",
    ],
)
def test_what_is_no_table_says_so(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read(tmp_path, content)


def test_an_encoding_that_does_not_exist_or_fit_is_named(tmp_path: Path) -> None:
    for encoding in ("utf-9", "ascii"):
        with pytest.raises(UnreadableFile, match=encoding):
            read(tmp_path, "название\n", encoding)
