"""Pages as HTML: everything that is printed is escaped, and holds no character that turns the reading direction."""

from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from dunlin.domain.seller import Seller
from dunlin.rendering.locales import Locale
from dunlin.rendering.markdown import one_line
from dunlin.rendering.portal.assets import PICO, own_style
from dunlin.rendering.portal.language import words

_PLAIN = "#1f5f8b"


def html(page: str, locale: Locale, *, seller: Seller | None = None, **values: Any) -> str:
    """The page of that name. Without a seller it is nobody's in particular. `words_of(topic)` are more words."""
    return (
        _pages()
        .get_template(f"{page}.html")
        .render(
            locale=locale,
            words=words(locale.language),
            words_of=partial(words, locale.language),
            brand=(seller.party.trading_name or seller.party.name or seller.sender_name) if seller else "",
            logo=seller.logo if seller else None,
            assets={"pico": PICO, "own": own_style()},
            accent=(seller.accent if seller else _PLAIN).removeprefix("#").lower(),
            **values,
        )
    )


@cache
def _pages() -> Environment:
    loader = FileSystemLoader(Path(__file__).with_name("pages"))
    pages = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_inert
    )
    pages.filters["with"] = _with
    return pages


def _with(text: str, **values: str) -> Markup:
    """The sentence with its places filled, so that the direction of what stands there turns nothing around it."""
    inert = {name: Markup("<bdi>{}</bdi>").format(one_line(value)) for name, value in values.items()}
    return escape(one_line(text)).format(**inert)


def _inert(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value
