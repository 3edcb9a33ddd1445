"""Confirm by mail that automatic payment was set up, or has ended: once for each agreement."""

from collections.abc import Iterator
from contextlib import suppress

from dunlin.domain.customer import Customer
from dunlin.domain.email import emails_for
from dunlin.domain.errors import AlreadyExists, InvalidInput, StaleVersion, Unavailable
from dunlin.domain.ids import derived
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.message import Instructions, Message, MessageKind, Recipient
from dunlin.domain.payments.agreement import Agreement
from dunlin.domain.portal.access import on_file
from dunlin.domain.recipients import choose
from dunlin.domain.template import TemplateKind, default_id
from dunlin.domain.timeline import Entry
from dunlin.services.plan_send import FORGOTTEN
from dunlin.services.ports.papers import Stretch
from dunlin.services.registry import Registry

_TRIES, _LOOKED_AT = 3, 200
_TEMPLATES = {
    MessageKind.AUTOPAY_STARTED: TemplateKind.AUTOPAY_STARTED,
    MessageKind.AUTOPAY_ENDED: TemplateKind.AUTOPAY_ENDED,
}
_WHAT = {
    MessageKind.AUTOPAY_STARTED: "Automatic payment was set up",
    MessageKind.AUTOPAY_ENDED: "Automatic payment was ended",
}


def confirm_agreement(customer: Customer, agreement: Agreement, kind: MessageKind, *, registry: Registry) -> None:
    """To whoever agreed, and to whom invoices go. As each mail belongs to an invoice, this one does to one of the
    seller's, whose timeline tells it. Nothing is planned where nobody can be written to, or there is no invoice.

    Raises StaleVersion when that invoice keeps changing, Unavailable.
    """
    whom = tuple({each.address.casefold(): each for each in _whom(customer, agreement)}.values())
    for _ in range(_TRIES):
        about = _about(customer, agreement, registry)
        if about is None or not whom:
            return
        try:
            _plan(about, agreement, kind, whom, registry)
        except AlreadyExists:
            return
        except StaleVersion:
            continue
        return
    raise StaleVersion(f"the invoices of customer {customer.customer_id} keep changing: try again")


def _whom(customer: Customer, agreement: Agreement) -> Iterator[Recipient]:
    with suppress(InvalidInput):
        yield from choose(customer)
    if on_file(customer, agreement.by):
        yield from choose(customer, to=(agreement.by,))


def _about(customer: Customer, agreement: Agreement, registry: Registry) -> Invoice | None:
    """The first of the seller's that is owed; else the last that was due. Two queries, whatever is stored."""
    owed = registry.accounts.owed(customer.customer_id, most=_LOOKED_AT)
    found = _of_seller(owed, agreement)
    return found or _of_seller(registry.accounts.latest(customer.customer_id, most=_LOOKED_AT), agreement)


def _of_seller(stretch: Stretch, agreement: Agreement) -> Invoice | None:
    theirs = (each for _, each in stretch.items if each.seller_id == agreement.seller_id)
    return next((each for each in theirs if each.status is not Status.DRAFT), None)


def _plan(
    about: Invoice, agreement: Agreement, kind: MessageKind, whom: tuple[Recipient, ...], registry: Registry
) -> None:
    invoice = registry.messages.parties(about.invoice_id).invoice
    message = _message(invoice, agreement, kind, registry)
    emails = emails_for(message, whom, wake_at=registry.now + FORGOTTEN)
    text = (
        f"{_WHAT[kind]} ({agreement.mandate.method}); this is confirmed to {', '.join(each.address for each in whom)}"
    )
    data = {"message_id": message.message_id, "kind": kind.value, "agreement_id": agreement.agreement_id}
    entry_id = registry.new_id("tml")
    entry = Entry(entry_id, invoice.invoice_id, registry.now, registry.actor, "message.planned", text, data)
    registry.messages.plan(message, emails, invoice=invoice, entry=entry)
    with suppress(Unavailable):  # the sweep finds it
        registry.outbox.put(message.message_id)


def _message(invoice: Invoice, agreement: Agreement, kind: MessageKind, registry: Registry) -> Message:
    template_id = default_id(_TEMPLATES[kind])
    return Message(
        message_id=derived("msg", agreement.agreement_id, kind),
        invoice_id=invoice.invoice_id,
        customer_id=invoice.customer_id,
        seller_id=invoice.seller_id,
        kind=kind,
        created_at=registry.now,
        actor=registry.actor,
        instructions=Instructions(
            attach_pdf=False,
            tracking=False,
            target="portal",
            template_id=template_id,
            template_version=registry.templates.get(template_id).version,
            agreement_id=agreement.agreement_id,
        ),
    )
