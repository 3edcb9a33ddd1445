"""The words of the pages, in every language."""

import re
import tomllib
from pathlib import Path

import pytest

from dunlin.rendering.locales import LANGUAGES
from dunlin.rendering.mail import shipped
from dunlin.rendering.portal import html as made
from dunlin.rendering.portal import language
from dunlin.rendering.portal.assets import style_sheet
from dunlin.rendering.portal.borrowed import units
from dunlin.rendering.portal.language import preferred, words

PAGES = Path(made.__file__).with_name("pages")
WORDS = Path(language.__file__).with_name("words")
FURTHER = sorted(set(language.LANGUAGES) - set(LANGUAGES))
PLACES = re.compile(r"{\w+}")


TOPICS = sorted(file.stem for file in (WORDS / "en").glob("*.toml"))


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("spoken", LANGUAGES)
def test_every_language_says_everything_with_the_same_places(spoken: str, topic: str) -> None:
    english, own = words("en", topic), tomllib.loads((WORDS / spoken / f"{topic}.toml").read_text())
    assert set(own) == set(english)
    assert {name: set(PLACES.findall(text)) for name, text in own.items()} == {
        name: set(PLACES.findall(text)) for name, text in english.items()
    }


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("spoken", FURTHER)
def test_what_a_further_language_lacks_is_said_in_english(spoken: str, topic: str) -> None:
    english, said = words("en", topic), words(spoken, topic)
    assert set(said) == set(english)
    for name, text in said.items():
        assert set(PLACES.findall(text)) == set(PLACES.findall(english[name])), name


def test_a_topic_that_nobody_has_translated_is_said_in_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(language, "_WORDS", tmp_path)
    for folder, text in (("en", 'answer = "Answer"\nask = "Ask"'), ("he", 'ask = "לשאול"'), ("de", 'ask = "Fragen"')):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "of_tomorrow.toml").write_text(text)
    (tmp_path / "en" / "of_today.toml").write_text('now = "Now"')
    assert words("he", "of_tomorrow") == {"answer": "Answer", "ask": "לשאול"}
    assert words("he", "of_today") == {"now": "Now"}
    assert words("de", "of_tomorrow") == {"ask": "Fragen"}  # no quiet mixture where every word is to be there


def shipped_labels() -> list[str]:
    text = (shipped.TEMPLATES / "en" / "words.md").read_text()
    return [line.partition(":")[0] for line in text.splitlines()]


@pytest.mark.parametrize("spoken", FURTHER)
def test_a_further_language_has_words_of_its_own_for_what_pages_share_with_mails_and_pdfs(spoken: str) -> None:
    own = tomllib.loads((WORDS / spoken / "borrowed.toml").read_text())
    assert set(own["units"]) == set(units("en"))
    assert set(own["labels"]) <= set(shipped_labels())


def test_pages_use_the_words_that_there_are() -> None:
    used = {name for page in PAGES.glob("*.html") for name in re.findall(r"words\.(\w+)", page.read_text())}
    assert used <= set(words("en"))


def test_pages_use_the_words_of_papers_that_there_are() -> None:
    used = {name for page in PAGES.glob("*.html") for name in re.findall(r"papers\.(\w+)", page.read_text())}
    assert used <= set(words("en", "papers"))


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("de-CH,de;q=0.9,en;q=0.8", "de"),
        ("ja,fr;q=0.5", "fr"),
        ("he-IL,he", "he"),
        ("", "en"),
        ("*", "en"),
        ("x" * 9_000, "en"),
    ],
)
def test_a_stranger_is_spoken_to_as_the_browser_asks(asked: str, language: str) -> None:
    assert preferred(asked).language == language


def test_any_colour_of_a_seller_can_be_read() -> None:
    assert "--on-accent:#000000" in (style_sheet("accent-ffff00.css") or "")
    assert style_sheet("accent-zzzzzz.css") is None
