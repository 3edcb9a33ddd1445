"""What is wrong with the HTML of a page, as it was sent: browsers mend most of it in silence, each in its own way."""

from collections import Counter
from html.parser import HTMLParser

_VOID = {"br", "hr", "img", "input", "link", "meta"}
_MEANING = ("for", "aria-describedby", "aria-labelledby")
_MOST_BYTES = 60_000


def faults(html: str) -> list[str]:
    """Everything at once; an empty list is a page that needs no mending, runs nothing and is quickly there."""
    page = _Page(convert_charrefs=True)
    page.feed(html)
    page.close()
    page.found += [f"<{tag}> is not closed" for tag in page.open]
    page.found += [f"the id {each} is there {times} times" for each, times in Counter(page.ids).items() if times > 1]
    page.found += [f"{each} names an id that is not there" for each in page.meant if each not in page.ids]
    if not html.startswith("<!DOCTYPE html>"):
        page.found.append("no doctype")
    if len(html.encode()) > _MOST_BYTES:
        page.found.append(f"{len(html.encode())} bytes are more than {_MOST_BYTES}")
    return page.found


class _Page(HTMLParser):
    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.meant: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in {"script", "style", "iframe", "object"}:
            self.found.append(f"<{tag}> has no business here")
        self.found += [f"{name} in <{tag}>" for name in told if name == "style" or name.startswith("on")]
        self.found += [
            f"{name} twice in <{tag}>" for name, times in Counter(name for name, _ in attrs).items() if times > 1
        ]
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.meant += [each for name in _MEANING for each in (told.get(name) or "").split()]
        if tag == "img" and not (told.get("alt") and told.get("width") and told.get("height")):
            self.found.append("an image without words or size")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.found.append(f"</{tag}> closes {self.open[-1] if self.open else 'nothing'}")
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]
