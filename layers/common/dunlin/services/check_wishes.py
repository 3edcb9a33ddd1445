"""Check what a sender wants said, as far as that can be judged before an invoice is looked at."""

from dunlin.domain.errors import InvalidInput, NotFound, Problem
from dunlin.domain.recipients import is_address
from dunlin.domain.template import REMINDERS, Template, TemplateKind, default_id, usable
from dunlin.domain.wishes import Wishes
from dunlin.services.find_attachments import find_attachments
from dunlin.services.shelf import Shelf


def check_wishes(wishes: Wishes, *, seller_id: str | None, shelf: Shelf) -> Template:
    """The template that says the rest; without a `seller_id` it may be any seller's. Reads only what the wishes name.

    Raises InvalidInput, or Conflict for an archived template.
    """
    template = _template(wishes, seller_id, shelf)
    if wishes.reply_to and not is_address(wishes.reply_to):
        message = "this is not an e-mail address"
        raise InvalidInput(message, Problem("/reply_to", message))
    find_attachments(wishes.attachments, documents=shelf.documents)
    return template


def _template(wishes: Wishes, seller_id: str | None, shelf: Shelf) -> Template:
    try:
        template = shelf.templates.get(wishes.template_id or default_id(TemplateKind.INVOICE))
    except NotFound as missing:
        raise InvalidInput(str(missing), Problem("/template_id", str(missing))) from missing
    whose = template.seller_id if seller_id is None else seller_id
    return usable(template, (TemplateKind.INVOICE, *REMINDERS), seller_id=whose)
