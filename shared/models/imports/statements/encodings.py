"""Detection of text encodings, decoding, and rejection of files that are not text."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import NamedTuple

from shared.models.imports.statements.layout import Encoding
from shared.models.imports.statements.unreadable import UnreadableFile

_UTF_8_BOM = b"\xef\xbb\xbf"
_UTF_16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_PROBED_BYTES = 1 << 16
_MAX_DAMAGED_RATIO = 0.25
"""Maximum ratio of invalid bytes to non-ASCII characters in a file that counts as UTF-8."""
_ASCII = bytes(range(128))
_TEXT_CONTROLS = b"\t\n\r\x0c\x1a"
_CONTROLS = bytes(range(32)).translate(None, _TEXT_CONTROLS)
_MAX_CONTROLS_RATIO = 0.01
_C1_BYTES = frozenset(range(0x80, 0xA0))
_UNDEFINED_IN_1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")

_EXCEL = "This is an Excel file. Export it as CSV and upload that."
_OTHER_FILE_TYPES = {
    b"PK\x03\x04": "This is a zip archive. Unpack it and upload the CSV file in it.",
    b"\xd0\xcf\x11\xe0": _EXCEL,
    b"%PDF": "This is a PDF file. Export the statement as CSV and upload that.",
    b"\x89PNG": "This is an image. Export the statement as CSV and upload that.",
    b"\xff\xd8\xff": "This is an image. Export the statement as CSV and upload that.",
    b"GIF8": "This is an image. Export the statement as CSV and upload that.",
    b"\x1f\x8b": "This is a compressed file. Unpack it and upload the CSV file in it.",
    b"OFXHEADER": "This is an OFX file. Export the statement as CSV and upload that.",
    b"!Type:": "This is a QIF file. Export the statement as CSV and upload that.",
    b"<": "This is an XML or HTML file. Export the statement as CSV and upload that.",
    b"{": "This is a JSON file. Export the statement as CSV and upload that.",
}
_BINARY = "This is not a text file. Export the statement as CSV and upload that."

_WESTERN = ("äöüß", "àâçèéêëîïôùûüœæ", "áéíñóúüºª¿¡", "ãáàâçéêíóôõúºª", "àèéìòù", "éëïöüèáóê",
            "åäöé", "æøåéö")  # fmt: skip
_CENTRAL = ("áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţ", "čćđšž",
            "äöüß")  # fmt: skip
_SYMBOLS = frozenset("€£§°´’‘“”„–—…«»·•\u00a0\u00ad")


def check_is_text(content: bytes) -> None:
    """Raise unless the bytes can be text.

    Raises:
        UnreadableFile: The file is empty or of another type; the message names the type.
    """
    start = content[:_PROBED_BYTES].removeprefix(_UTF_8_BOM).lstrip()
    if not start:
        raise UnreadableFile("The file is empty.")
    for beginning, message in _OTHER_FILE_TYPES.items():
        if start.startswith(beginning):
            is_excel = beginning.startswith(b"PK") and b"xl/" in content
            raise UnreadableFile(_EXCEL if is_excel else message)
    if not _is_utf_16(content) and _has_controls(content[:_PROBED_BYTES]):
        raise UnreadableFile(_BINARY)


def _has_controls(probe: bytes) -> bool:
    controls = len(probe) - len(probe.translate(None, _CONTROLS))
    return controls > max(1, len(probe) * _MAX_CONTROLS_RATIO)


def _is_utf_16(content: bytes) -> bool:
    if content.startswith(_UTF_16_BOMS):
        return True
    probe = content[:_PROBED_BYTES]
    even, odd = probe[0::2].count(0), probe[1::2].count(0)
    many, few = max(even, odd), min(even, odd)
    return many * 5 > len(probe) // 2 * 2 and few * 20 < many


class DetectedEncoding(NamedTuple):
    """The detected encoding of a file with its confidence, as a ratio."""

    encoding: Encoding
    confidence: float


def detect_encoding(content: bytes) -> DetectedEncoding:
    """Detect the encoding of a text from all of its bytes."""
    if content.startswith(_UTF_8_BOM):
        return DetectedEncoding(Encoding.UTF_8_SIG, 1.0)
    if _is_utf_16(content):
        return DetectedEncoding(Encoding.UTF_16, 1.0)
    if _is_nearly_utf_8(content):
        return DetectedEncoding(Encoding.UTF_8, 1.0)
    return _one_byte_encoding(content)


def _is_nearly_utf_8(content: bytes) -> bool:
    """Return whether the bytes are UTF-8, except for a few damaged places."""
    if content.isascii():
        return True
    valid = content.decode("utf-8", "ignore")
    damaged = len(content) - len(valid.encode())
    ascii_characters = len(content) - len(content.translate(None, _ASCII))
    return damaged <= (len(valid) - ascii_characters) * _MAX_DAMAGED_RATIO


def _one_byte_encoding(content: bytes) -> DetectedEncoding:
    """Choose the one-byte encoding whose letters fit a western or a central European language.

    The bytes are counted once: a file may have ten million of them.
    """
    counts = Counter(content.translate(None, _ASCII))
    present = counts.keys()
    central = Encoding.WINDOWS_1250 if present & _C1_BYTES else Encoding.ISO_8859_2
    western = Encoding.ISO_8859_1 if present & _UNDEFINED_IN_1252 else Encoding.WINDOWS_1252
    scores = {
        western: _likelihood(counts, western, _WESTERN),
        central: _likelihood(counts, central, _CENTRAL),
    }
    best = max(scores, key=lambda encoding: scores[encoding])
    other = central if best is western else western
    if all(decode(bytes([byte]), best) == decode(bytes([byte]), other) for byte in present):
        return DetectedEncoding(best, 1.0)
    confidence = round(min(1.0, max(0.1, 0.5 + scores[best] - scores[other])), 2)
    return DetectedEncoding(best, confidence)


def _likelihood(counts: Counter[int], encoding: Encoding, alphabets: tuple[str, ...]) -> float:
    """Return the ratio of the non-ASCII text that one language of a family explains best."""
    letters: Counter[str] = Counter()
    for byte, count in counts.items():
        for letter in bytes([byte]).decode(encoding, "replace").casefold():
            letters[letter] += count
    family = frozenset("".join(alphabets))
    return max(_explained(letters, frozenset(one), family) for one in alphabets)


def _explained(letters: Counter[str], alphabet: frozenset[str], family: frozenset[str]) -> float:
    points = sum(count * _points(letter, alphabet, family) for letter, count in letters.items())
    return points / (100 * letters.total())


def _points(letter: str, alphabet: frozenset[str], family: frozenset[str]) -> int:
    """Return hundredths: for a letter of the language, a symbol, a neighbour's letter, others."""
    if letter in alphabet:
        return 100
    if letter in _SYMBOLS:
        return 90
    return 40 if letter in family else 0


@cache
def _errors(encoding: Encoding) -> str:
    return "surrogatepass" if encoding is Encoding.UTF_16 else "surrogateescape"


def decode(content: bytes, encoding: Encoding) -> str:
    """Decode a text without a byte order mark; undecodable bytes become lone surrogates.

    Raises:
        UnreadableFile: The text cannot be in this encoding.
    """
    codec: str = encoding
    if encoding is Encoding.UTF_16 and not content.startswith(_UTF_16_BOMS):
        codec = "utf-16-le" if content[1::2].count(0) >= content[0::2].count(0) else "utf-16-be"
    try:
        return content.decode(codec, _errors(encoding))
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"The file cannot be decoded as {encoding.upper()}.") from error


def decode_lines(content: bytes, encoding: Encoding) -> list[str]:
    """Decode the lines of a file, with their ends, in any encoding but UTF-16."""
    if encoding in (Encoding.UTF_8, Encoding.UTF_8_SIG):
        encoding, content = Encoding.UTF_8, content.removeprefix(_UTF_8_BOM)
    return [decode(line, encoding) for line in content.splitlines(keepends=True)]
