"""What one send is to say: the sender's wishes, judged, with the version of the template that says the rest."""

from dataclasses import dataclass

from dunlin.domain.customer import Customer
from dunlin.domain.errors import Conflict, InvalidInput, NotFound, Problem
from dunlin.domain.invoice import OWED, Invoice
from dunlin.domain.mail import StoredFile
from dunlin.domain.message import Instructions
from dunlin.domain.recipients import is_address
from dunlin.domain.seller import PAY, PORTAL
from dunlin.domain.template import REMINDERS, Template, TemplateKind, default_id, usable
from dunlin.services.ports.documents import Documents
from dunlin.services.ports.records import Sellers, Templates

MOST_BYTES = 25_000_000


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where what a send names is found."""

    templates: Templates
    sellers: Sellers
    documents: Documents


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the caller wants said and sent along. Empty texts mean the template's."""

    template_id: str = ""
    subject: str = ""
    message: str = ""
    button: str = ""
    invitation: str = ""
    target: str = PAY
    attach_pdf: bool | None = None
    attachments: tuple[str, ...] = ()
    reply_to: str = ""
    tracking: bool = True


def customise(wishes: Wishes, invoice: Invoice, customer: Customer, *, shelf: Shelf) -> Instructions:
    """What is kept with the message; the customer's preference decides what the caller left open.

    Raises InvalidInput, or Conflict for an archived template. Reads only what the wishes name.
    """
    template = _template(wishes, invoice, shelf)
    if wishes.target not in {PAY, PORTAL}:
        shelf.sellers.get(invoice.seller_id).check_target(wishes.target)
    if wishes.reply_to and not is_address(wishes.reply_to):
        message = "this is not an e-mail address"
        raise InvalidInput(message, Problem("/reply_to", message))
    files(wishes.attachments, shelf=shelf)
    attach = customer.preferences.attach_pdf if wishes.attach_pdf is None else wishes.attach_pdf
    return Instructions(
        subject=wishes.subject,
        message=wishes.message,
        button=wishes.button,
        attach_pdf=attach,
        template_id=template.template_id,
        template_version=template.version,
        invitation=wishes.invitation,
        target=wishes.target,
        attachments=tuple(dict.fromkeys(wishes.attachments)),
        reply_to=wishes.reply_to,
        tracking=wishes.tracking,
    )


def files(document_ids: tuple[str, ...], *, shelf: Shelf) -> tuple[StoredFile, ...]:
    """What they are. Raises InvalidInput for one that is unknown, and for more than 25 MB in all."""
    found, problems = [], []
    for document_id in dict.fromkeys(document_ids):
        try:
            found.append(shelf.documents.about_file(document_id))
        except NotFound as missing:
            problems.append(Problem("/attachments", str(missing)))
    if (total := sum(each.size for each in found)) > MOST_BYTES:
        problems.append(Problem("/attachments", f"{total:,} bytes are more than the {MOST_BYTES:,} of one mail"))
    if problems:
        raise InvalidInput("The attachments cannot be sent.", *problems)
    return tuple(found)


def _template(wishes: Wishes, invoice: Invoice, shelf: Shelf) -> Template:
    kinds = (TemplateKind.INVOICE, *REMINDERS)
    try:
        template = shelf.templates.get(wishes.template_id or default_id(TemplateKind.INVOICE))
    except NotFound as missing:
        raise InvalidInput(str(missing), Problem("/template_id", str(missing))) from missing
    if usable(template, kinds, seller_id=invoice.seller_id).kind in REMINDERS and invoice.status not in OWED:
        raise Conflict(f"{invoice.number} is {invoice.status}: there is nothing to remind of", code="wrong_status")
    return template
