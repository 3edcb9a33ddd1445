"""The HTML part: one layout, written in MJML, compiled once and then filled in."""

from functools import cache

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from mjml import mjml2html

from dunlin.rendering.locales import Locale
from dunlin.rendering.mail.colours import colours
from dunlin.rendering.mail.page import Page
from dunlin.rendering.mail.shipped import TEMPLATES


def html(page: Page, locale: Locale, message: str, accent: str) -> str:
    """The whole HTML document. `message` must be sanitised; everything else is escaped here."""
    shown = Markup(message)  # noqa: S704 - sanitised by markdown.to_html # nosec B704
    return _layout().render(page=page, locale=locale, message=shown, colours=colours(accent))


@cache
def _layout() -> Template:
    source = (TEMPLATES / "layout.mjml").read_text(encoding="utf-8")
    # Without `fonts` MJML would load some from the web, and every opening would tell somebody.
    compiled = mjml2html(source, disable_comments=True, fonts={})
    # SES must not count clicks on a way to pay; MJML's button knows no such attribute.
    compiled = compiled.replace('<a href="{{ page.link }}"', '<a ses:no-track href="{{ page.link }}"')
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(compiled)
