"""The portal dies before and after each AWS call of an answer: sent again, there is exactly one of everything."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from dunlin import wiring
from dunlin.domain.dunning.workflow import STANDARD
from dunlin.domain.email import Email
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import MessageKind
from dunlin.domain.portal.capability import token_of
from dunlin.domain.portal.settings import Answer
from tests import aws
from tests.builders import a_customer, a_seller
from tests.functional.portal.answering import send
from tests.functional.world import email, store_message, store_parties, store_sent, told
from tests.wire import KilledError, tapped

TODAY = datetime.now(UTC).date()
CASES = {
    Answer.ALREADY_PAID: ({"on": (TODAY - timedelta(days=1)).isoformat()}, "hold.placed"),
    Answer.WILL_PAY: ({"on": (TODAY + timedelta(days=7)).isoformat()}, "promise.made"),
    Answer.WRONG: ({"text": "Ten herrings, not eleven."}, "hold.placed"),
    Answer.NOT_ME: ({"email": "bob@buyer.example"}, "hold.placed"),
    Answer.QUESTION: ({"text": "Which order is this?"}, "customer.answered"),
}


@pytest.fixture(autouse=True)
def ready(aws_world: None) -> None:
    store_parties(a_seller(version=0, workflow_id=STANDARD), a_customer(version=0))


def store(number: int) -> tuple[Invoice, str]:
    issued = {"issue_date": TODAY - timedelta(days=10), "due_date": TODAY + timedelta(days=4)}
    invoice = store_sent(number=f"2026-{number:03}", **issued)
    store_message(invoice, message_id=f"msg_{number:02}")
    return invoice, f"/p/{token_of(email(message_id=f'msg_{number:02}').email_id, key=wiring.signing_key())}"


def notices(invoice: Invoice) -> list[Email]:
    return [each for each in wiring.messages().of_invoice(invoice.invoice_id) if each.kind is MessageKind.ANSWER]


@pytest.mark.parametrize("answer", Answer)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_at_any_call_of_an_answer_neither_doubles_nor_loses_it(answer: Answer, when: str) -> None:
    fields, effect = CASES[answer]
    for at in count():
        invoice, link = store(at)
        try:
            with tapped(at=at, when=when) as wire:
                assert send(answer, link, **fields).status == 303
        except KilledError:
            assert send(answer, link, **fields).status == 303
        after = wiring.invoices().get(invoice.invoice_id)
        assert after.dunning
        entries = told(invoice.invoice_id)
        assert (entries.count("customer.answered"), entries.count(effect)) == (1, 1), wire.calls
        assert (len(after.dunning.answers), len(notices(invoice)), len(after.dunning.holds)) == (1, 1, holds(answer))
        assert notices(invoice)[0].message_id in aws.outbox(), wire.calls
        if wire.at is not None:  # nobody was killed: that was the last call
            break
    assert at > 5


def holds(answer: Answer) -> int:
    return 0 if answer is Answer.QUESTION else 1
