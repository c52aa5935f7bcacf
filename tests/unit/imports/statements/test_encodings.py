"""Text is recognised in every encoding that banks write; what is no text is called what it is."""

import codecs

import pytest

from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.imports.statements.layout import Encoding
from shared.models.imports.statements.results import StatementRow
from shared.models.imports.statements.units import KnownCurrencies
from shared.models.imports.statements.unreadable import UnreadableFile

HEADER = "Date;Amount;Description"


def _file(*texts: str) -> str:
    rows = (f"{day:02}.01.2024;-{day},50;{text}" for day, text in enumerate(texts, start=13))
    return "\r\n".join([HEADER, *rows, ""])


def _descriptions(content: bytes) -> list[str | None]:
    file = CsvFile(content)
    rows = read_rows(file, detect_layout(file).layout, KnownCurrencies("EUR"))
    return [row.description for row in rows if isinstance(row, StatementRow)]


GERMAN = ("Müller Bäckerei", "Straßenbahn", "Öl für 5 €")
FRENCH = ("Boulangerie à côté", "Élève reçu", "Œuvre, 5 €")
CZECH = ("Příchozí úhrada", "Trvalý příkaz nájem", "Výběr z bankomatu čtvrtek")
POLISH = ("Płatność kartą", "Opłata za kartę", "Wypłata środków źle")
HUNGARIAN = ("Kártyás vásárlás", "Csoportos beszedés", "Fizetés őszi, műszaki cikk")


@pytest.mark.parametrize(
    ("texts", "codec", "encoding"),
    [
        (GERMAN, "utf-8", Encoding.UTF_8),
        (GERMAN, "utf-8-sig", Encoding.UTF_8_SIG),
        (GERMAN, "utf-16", Encoding.UTF_16),
        (GERMAN, "utf-16-le", Encoding.UTF_16),
        (GERMAN, "utf-16-be", Encoding.UTF_16),
        (GERMAN, "windows-1252", Encoding.WINDOWS_1252),
        (GERMAN[:2], "iso-8859-1", Encoding.WINDOWS_1252),
        (FRENCH, "windows-1252", Encoding.WINDOWS_1252),
        (CZECH, "iso-8859-2", Encoding.ISO_8859_2),
        (CZECH, "windows-1250", Encoding.ISO_8859_2),
        (POLISH, "iso-8859-2", Encoding.ISO_8859_2),
        (POLISH, "windows-1250", Encoding.WINDOWS_1250),
        (HUNGARIAN, "iso-8859-2", Encoding.ISO_8859_2),
        (("plain",), "ascii", Encoding.UTF_8),
    ],
)
def test_texts_come_out_as_they_were_written(
    texts: tuple[str, ...], codec: str, encoding: Encoding
) -> None:
    content = _file(*texts).encode(codec)

    assert _descriptions(content) == list(texts)
    assert detect_layout(CsvFile(content)).layout.encoding is encoding


def test_utf_16_with_the_other_byte_order_mark_is_read() -> None:
    content = codecs.BOM_UTF16_BE + _file(*GERMAN).encode("utf-16-be")

    assert _descriptions(content) == list(GERMAN)


def test_the_last_byte_of_a_file_can_decide_its_encoding() -> None:
    content = _file(*["plain text"] * 15, "Müller").encode("windows-1252")

    assert _descriptions(content)[-1] == "Müller"


def test_one_damaged_letter_in_utf_8_costs_its_row_only() -> None:
    content = _file(*GERMAN, "Damaged: X").encode().replace(b"X", b"\xe4")

    file = CsvFile(content)
    layout = detect_layout(file).layout
    rows = list(read_rows(file, layout, KnownCurrencies("EUR")))

    assert layout.encoding is Encoding.UTF_8
    assert [isinstance(row, StatementRow) for row in rows] == [True, True, True, False]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"PK\x03\x04\x14\x00...xl/workbook.xml...", "This is an Excel file"),
        (b"PK\x03\x04\x14\x00...photo.txt...", "zip archive"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "This is an Excel file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"OFXHEADER:100\n", "OFX"),
        (b"!Type:Bank\nD1/2/2024\n", "QIF"),
        (b"<?xml version='1.0'?><Document/>", "XML"),
        (b'{"rows": []}', "JSON"),
        (bytes(range(256)) * 20, "not a text file"),
        (b"Date;Amount\n" + b"\0" * 40, "not a text file"),
    ],
)
def test_what_is_no_text_is_called_what_it_is(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message) as caught:
        detect_layout(CsvFile(content))

    assert caught.value.code == "unreadable-file"
