"""Plan a receipt: the mail that thanks for a payment, once for each payment."""

from contextlib import suppress

from dunlin.domain import recipients as whom
from dunlin.domain.email import emails_for
from dunlin.domain.errors import AlreadyExists, InvalidInput, StaleVersion, Unavailable
from dunlin.domain.ids import derived
from dunlin.domain.message import Instructions, Message, MessageKind
from dunlin.domain.sending import edition
from dunlin.domain.template import TemplateKind, default_id
from dunlin.domain.timeline import Entry
from dunlin.services.plan_send import FORGOTTEN
from dunlin.services.ports.sending import Parties
from dunlin.services.till import PAYMENTS, Till

_TRIES = 3


def plan_receipt(invoice_id: str, payment_id: str, *, till: Till) -> None:
    """Nothing is planned where nobody can be written to. Raises StaleVersion when the invoice keeps changing."""
    for _ in range(_TRIES):
        parties = till.desk.messages.parties(invoice_id)
        try:
            _plan(parties, payment_id, till)
        except (AlreadyExists, InvalidInput):  # planned before, or there is no address
            return
        except StaleVersion:
            continue
        return
    raise StaleVersion(f"invoice {invoice_id} keeps changing: try again")


def _plan(parties: Parties, payment_id: str, till: Till) -> None:
    message = _message(parties, payment_id, till)
    emails = emails_for(message, whom.choose(parties.customer), wake_at=till.desk.now + FORGOTTEN)
    names = ", ".join(each.recipient.address for each in emails)
    text = f"A receipt for the payment goes to {names}"
    data = {"message_id": message.message_id, "kind": message.kind.value}
    entry_id = till.desk.new_id("tml")
    entry = Entry(entry_id, message.invoice_id, till.desk.now, PAYMENTS, "message.planned", text, data)
    till.desk.messages.plan(message, emails, invoice=parties.invoice, entry=entry)
    with suppress(Unavailable):  # the sweep finds it
        till.desk.outbox.put(message.message_id)


def _message(parties: Parties, payment_id: str, till: Till) -> Message:
    invoice, template_id = parties.invoice, default_id(TemplateKind.RECEIPT)
    return Message(
        message_id=derived("msg", invoice.invoice_id, "receipt", payment_id),
        invoice_id=invoice.invoice_id,
        customer_id=invoice.customer_id,
        seller_id=invoice.seller_id,
        kind=MessageKind.RECEIPT,
        created_at=till.desk.now,
        actor=PAYMENTS,
        instructions=Instructions(
            attach_pdf=False,
            template_id=template_id,
            template_version=till.desk.templates.get(template_id).version,
            payment_id=payment_id,
        ),
        edition=edition(invoice),
    )
