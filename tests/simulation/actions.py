"""What people do: each is one request to the real API or portal, asked until it is answered."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from dunlin import wiring
from dunlin.domain.email import Email
from dunlin.domain.invoice import Invoice
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.event import EventKind
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.capability import token_of
from dunlin.domain.portal.settings import Answer
from dunlin.services.start_payment import start_payment
from portal.forms import proof
from tests.simulation.world import World

HOST = "https://portal.seller.example"


def send(world: World, invoice: Invoice, *, key: str = "send", **wishes: Any) -> str:
    """Now, or at `send_at`."""
    return world.ask("POST", f"/v1/invoices/{invoice.invoice_id}/send", wishes, key=key)


def send_at(world: World, invoice: Invoice, local: datetime, *, key: str = "later") -> str:
    """At a local time of the customer's."""
    return send(world, invoice, key=key, send_at=local.isoformat(timespec="seconds"))


def send_all(world: World, *invoices: Invoice, key: str = "batch") -> str:
    """A batch of them."""
    return world.ask("POST", "/v1/batches", {"invoice_ids": [each.invoice_id for each in invoices]}, key=key)


def cancel(world: World, message_id: str) -> str:
    """Call a message back."""
    return world.ask("POST", f"/v1/messages/{message_id}/cancel", {})


def pay(world: World, invoice: Invoice, amount: int, *, key: str) -> str:
    """Staff record money that came in."""
    day = world.clock.now.date().isoformat()
    body = {"amount": amount, "currency": invoice.currency, "received_on": day, "method": "transfer"}
    return world.ask("POST", f"/v1/invoices/{invoice.invoice_id}/payments", body, key=key)


def refund(world: World, invoice: Invoice, payment_id: str, *, key: str) -> str:
    """Staff record that it was given back."""
    day = world.clock.now.date().isoformat()
    path = f"/v1/invoices/{invoice.invoice_id}/payments/{payment_id}/refund"
    return world.ask("POST", path, {"refunded_on": day}, key=key)


def void(world: World, invoice: Invoice) -> str:
    """Nothing is owed any more."""
    return world.ask("POST", f"/v1/invoices/{invoice.invoice_id}/void", {})


def hold(world: World, invoice: Invoice) -> str:
    """Reminders rest."""
    return _dunning(world, invoice, "hold", {"reason": "asked by phone"})


def resume(world: World, invoice: Invoice) -> str:
    """Reminders go on."""
    return _dunning(world, invoice, "resume", {})


def dispute(world: World, invoice: Invoice) -> str:
    """The customer objects."""
    return _dunning(world, invoice, "dispute", {"reason": "the herrings were old"})


def promise(world: World, invoice: Invoice, on: datetime) -> str:
    """The customer will pay on that day."""
    return _dunning(world, invoice, "promise", {"on": on.date().isoformat()})


def assign(world: World, invoice: Invoice, workflow_id: str) -> str:
    """By another workflow."""
    return world.ask("PUT", f"/v1/invoices/{invoice.invoice_id}/dunning", {"workflow_id": workflow_id})


def move_due_date(world: World, invoice: Invoice, to: datetime) -> str:
    """It is due on another day."""
    return world.ask("PATCH", f"/v1/invoices/{invoice.invoice_id}", {"due_date": to.date().isoformat()})


def _dunning(world: World, invoice: Invoice, what: str, body: dict[str, Any]) -> str:
    return world.ask("POST", f"/v1/invoices/{invoice.invoice_id}/dunning/{what}", body)


def revise(world: World, workflow_id: str, changes: dict[str, Any]) -> str:
    """Another version of a workflow."""
    return world.ask("PATCH", f"/v1/workflows/{workflow_id}", changes)


def review(world: World, email: Email, what: str, *, key: str) -> str:
    """A person decides about an e-mail that may have left: `retry` or `assume-sent`."""
    return world.ask("POST", f"/v1/messages/{email.message_id}/{what}", {"email_id": email.email_id}, key=key)


def answer(world: World, email_id: str, said: Answer, fields: dict[str, str]) -> str:
    """Who has the link in a mail sends the form of that answer."""
    token = token_of(email_id, key=wiring.signing_key())
    world.tokens.add(token)
    form = urlencode({"proof": proof(token), **fields}).encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return world.ask("POST", f"/p/{token}/answer/{said}", form, function="portal", headers=headers)


def visit(world: World, email_id: str, invoice_id: str) -> None:
    """Somebody opens the link in a mail."""
    token = token_of(email_id, key=wiring.signing_key())
    world.tokens.add(token)
    world.open_page(f"/p/{token}", invoice_id)


def begin_payment(invoice: Invoice, method: Method = Method.CARD) -> Attempt:
    """The customer is on the provider's page."""
    return start_payment(invoice.invoice_id, method, return_url=f"{HOST}/p/x", till=wiring.till())


def press(world: World, attempt: Attempt, kind: EventKind = EventKind.SUCCEEDED) -> None:
    """What happens on that page, as the provider tells it."""
    world.told(world.bank.event(attempt, kind))
