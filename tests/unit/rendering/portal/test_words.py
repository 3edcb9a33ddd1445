"""The words of the pages, in every language."""

import re
from pathlib import Path

import pytest

from dunlin.rendering.locales import LANGUAGES
from dunlin.rendering.portal import html as made
from dunlin.rendering.portal.assets import style_sheet
from dunlin.rendering.portal.language import preferred, words

PAGES = Path(made.__file__).with_name("pages")
PLACES = re.compile(r"{\w+}")


TOPICS = sorted(path.stem for path in (Path(made.__file__).with_name("words") / "en").glob("*.toml"))


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_places(language: str, topic: str) -> None:
    english, spoken = words("en", topic), words(language, topic)
    assert set(spoken) == set(english)
    assert {name: set(PLACES.findall(text)) for name, text in spoken.items()} == {
        name: set(PLACES.findall(text)) for name, text in english.items()
    }


def test_pages_use_the_words_that_there_are() -> None:
    used = {name for page in PAGES.glob("*.html") for name in re.findall(r"words\.(\w+)", page.read_text())}
    assert used <= set(words("en"))


def test_pages_use_the_words_of_papers_that_there_are() -> None:
    used = {name for page in PAGES.glob("*.html") for name in re.findall(r"papers\.(\w+)", page.read_text())}
    assert used <= set(words("en", "papers"))


@pytest.mark.parametrize(
    ("asked", "language"),
    [("de-CH,de;q=0.9,en;q=0.8", "de"), ("ja,fr;q=0.5", "fr"), ("", "en"), ("*", "en"), ("x" * 9_000, "en")],
)
def test_a_stranger_is_spoken_to_as_the_browser_asks(asked: str, language: str) -> None:
    assert preferred(asked).language == language


def test_any_colour_of_a_seller_can_be_read() -> None:
    assert "--on-accent:#000000" in (style_sheet("accent-ffff00.css") or "")
    assert style_sheet("accent-zzzzzz.css") is None
