"""The words of a document in one language, read from `languages/`."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """Each table of the language's file. Calling it gives a label, with its places filled."""

    language: str
    labels: dict[str, str]
    marks: dict[str, str]
    types: dict[str, str]
    references: dict[str, str]
    categories: dict[str, str]
    exemptions: dict[str, str]
    means: dict[str, str]
    units: dict[str, list[str]]

    def __call__(self, label: str, /, **values: object) -> str:
        return self.labels[label].format(**values)


@lru_cache
def words(language: str) -> Words:
    """The words of a supported language."""
    file = files("dunlin.rendering").joinpath("paper", "languages", f"{language}.toml")
    return Words(language=language, **tomllib.loads(file.read_text(encoding="utf-8")))
