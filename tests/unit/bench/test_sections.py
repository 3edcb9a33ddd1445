"""`--write` changes its own section of the page, and nothing else."""

from pathlib import Path

import pytest

from bench.sections import PERFORMANCE, SECTIONS, write

PAGE = "before\n<!-- bench: one -->\nold\n<!-- end: one -->\nbetween\n<!-- bench: two -->\n<!-- end: two -->\nafter\n"


def test_a_section_is_replaced_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    write("one", r"new \1", page=page)

    assert page.read_text(encoding="utf-8") == PAGE.replace("old", r"new \1")


def test_a_page_without_the_marks_is_not_written(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")

    with pytest.raises(LookupError):
        write("three", "new", page=page)
    assert page.read_text(encoding="utf-8") == PAGE


@pytest.mark.parametrize("name", SECTIONS)
def test_the_page_has_a_place_for_every_section(name: str) -> None:
    assert f"<!-- bench: {name} -->" in PERFORMANCE.read_text(encoding="utf-8")
