"""What one send is to say: the sender's wishes, judged, with the version of the template that says the rest."""

from dunlin.domain.customer import Customer
from dunlin.domain.errors import Conflict
from dunlin.domain.invoice import OWED, Invoice
from dunlin.domain.message import Instructions
from dunlin.domain.seller import PAY, PORTAL
from dunlin.domain.template import REMINDERS
from dunlin.domain.wishes import Wishes
from dunlin.services.check_wishes import check_wishes
from dunlin.services.shelf import Shelf


def customise(wishes: Wishes, invoice: Invoice, customer: Customer, *, shelf: Shelf) -> Instructions:
    """What is kept with the message; the customer's preference decides what the caller left open.

    Raises InvalidInput, or Conflict for an archived template. Reads only what the wishes name.
    """
    template = check_wishes(wishes, seller_id=invoice.seller_id, shelf=shelf)
    if template.kind in REMINDERS and invoice.status not in OWED:
        raise Conflict(f"{invoice.number} is {invoice.status}: there is nothing to remind of", code="wrong_status")
    if wishes.target not in {PAY, PORTAL}:
        shelf.sellers.get(invoice.seller_id).check_target(wishes.target)
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
