"""A mail about an invoice: shipped or own words, as text and as HTML, in the customer's language."""

from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.mail import MailContent, RenderedMail
from dunlin.rendering.locales import choose
from dunlin.rendering.mail import layout, page, plain, shipped, values
from dunlin.rendering.markdown import is_safe_link, text_only, to_html


def render_mail(content: MailContent) -> RenderedMail:
    """The mail in the customer's language (else the seller's, else English), byte for byte the same each time.

    The text part says all that the HTML part says. A draft has neither button nor bank details; a paid invoice keeps
    its own button. Raises InvalidInput for a link that no mail of ours may carry, and for a kind without a text.
    """
    if content.link and not is_safe_link(content.link, ours=True):
        message = "the link of a mail must be an https address"
        raise InvalidInput(message, Problem("/link", message))
    locale = choose(content.customer.locale, content.seller.locale)
    known = values.of(content, locale)
    text = shipped.text(content, locale, known)
    shown = page.of(content, locale, text.head, shipped.words(locale, known), known)
    own = text_only(content.message).strip()
    return RenderedMail(
        subject=shown.subject,
        text=plain.text(shown, own or text.plain),
        html=layout.html(shown, locale, to_html(own or text.markdown, own_link=content.link), content.seller.accent),
    )
