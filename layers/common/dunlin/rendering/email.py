"""A mail about an invoice: shipped or own words, as text and as HTML, in the customer's language."""

from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.mail import MailContent, RenderedMail
from dunlin.domain.template import chosen, language
from dunlin.rendering.locales import speaking
from dunlin.rendering.mail import layout, page, plain, shipped, values
from dunlin.rendering.markdown import escape, is_safe_link, one_line, text_only, to_html


def render_mail(content: MailContent) -> RenderedMail:
    """The mail in the customer's language (else the seller's, else English), byte for byte the same each time.

    The text part says all that the HTML part says. A draft has neither button nor bank details; a paid invoice keeps
    its own button. Raises InvalidInput for a link that no mail of ours may carry, and for a text that cannot be filled
    in.
    """
    if content.link and not is_safe_link(content.link, ours=True):
        message = "the link of a mail must be an https address"
        raise InvalidInput(message, Problem("/link", message))
    tag = chosen(shipped.template_of(content), content.customer.locale, content.seller.locale)
    locale = speaking(language(tag), content.customer.locale, content.seller.locale, tag)
    known = values.of(content, locale)
    text = shipped.written(content, tag, locale, known)
    shown = page.of(content, locale, text.head, shipped.words(locale, known), known)
    own = text_only(content.message).strip()
    call = one_line(content.invitation) if shown.link else ""
    plain_text = "\n\n".join(filter(None, (own or text_only(text.plain), call)))
    markdown = "\n\n".join(filter(None, (own or text.markdown, escape(call))))
    return RenderedMail(
        subject=shown.subject,
        text=plain.text(shown, plain_text),
        html=layout.html(shown, locale, to_html(markdown, own_link=content.link), content.seller.accent),
    )
