"""The glossary is short and in order, so that a term is found where one looks first."""

from pathlib import Path

_ROOT = Path(__file__).parents[3]


def terms() -> list[str]:
    """Return the terms of the glossary, as they stand."""
    lines = (_ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")]
    return [row for row in rows if row not in ("term", "---")]


def test_the_glossary_has_at_most_sixty_terms_in_order() -> None:
    found = terms()

    assert len(found) > 40
    assert len(found) <= 60
    assert found == sorted(found, key=str.casefold)
