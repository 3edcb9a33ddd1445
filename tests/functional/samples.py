"""Many posted invoices, made of the sample files that nobody here wrote; and five that cannot be sent, each for its own
reason.
"""

from dataclasses import replace
from itertools import count, cycle, islice
from typing import Any

from dunlin import wiring
from dunlin.domain.customer import Contact, Customer, Role
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.issuing import draft
from dunlin.domain.portal.settings import PortalSettings
from dunlin.domain.seller import Seller
from tests import aws
from tests.builders import an_entry
from tests.functional import outbound, world
from tests.functional.http import Client

FILES = ("peppol-base-example", "tc434-example1", "tc434-example3", "tc434-example4", "tc434-example5")
REASONS = {
    "void": "wrong_status",
    "nobody": "no_address",
    "bounced": "undeliverable",
    "unwritable": "template",
    "today": "sent_today",
}
type Sample = tuple[Invoice, InvoiceDocument, Seller, Customer]


class Samples:
    """The files, imported, each with somebody to write to; `copies` and `blocked` put invoices of them in store."""

    def __init__(self) -> None:
        self._from = cycle([_imported(name) for name in FILES])
        self._numbers = count(1)

    def copies(self, many: int) -> list[str]:
        """The ids of so many posted invoices, which differ in their numbers only."""
        return [self._posted(*sample) for sample in islice(self._from, many)]

    def blocked(self) -> dict[str, str]:
        """By id, the code of what keeps each from being sent."""
        made = {name: getattr(self, f"_{name}")(*next(self._from)) for name in REASONS}
        return {invoice_id: REASONS[name] for name, invoice_id in made.items()}

    def _posted(
        self, original: Invoice, document: InvoiceDocument, seller: Seller, customer: Customer, **changes: Any
    ) -> str:
        made = draft(
            document,
            number=f"{original.number}-{next(self._numbers):03}",
            issue_date=original.issue_date,
            due=original.due_date,
            seller=seller,
            customer=customer,
            now=wiring.now(),
        )
        posted = replace(made, **{"status": Status.POSTED, "version": 1, **changes})
        wiring.invoices().add(posted, document, entry=an_entry(posted))
        return posted.invoice_id

    def _void(self, *sample: Any) -> str:
        return self._posted(*sample, status=Status.VOID)

    def _nobody(self, original: Invoice, document: InvoiceDocument, seller: Seller, customer: Customer) -> str:
        silent = replace(customer, customer_id="cus_nobody", version=0, contacts=())
        return self._posted(original, document, seller, wiring.customers().put(silent))

    def _bounced(self, original: Invoice, document: InvoiceDocument, seller: Seller, customer: Customer) -> str:
        gone = wiring.customers().put(replace(customer, customer_id="cus_bounced", version=0))
        world.mark_undeliverable(gone.customer_id, gone.contacts[0].email)
        return self._posted(original, document, seller, gone)

    def _unwritable(self, original: Invoice, document: InvoiceDocument, seller: Seller, customer: Customer) -> str:
        """No mail may carry that link. A batch names no template, so that no variable of one can be missing."""
        odd = wiring.sellers().put(
            replace(
                seller,
                seller_id="sel_odd",
                version=0,
                payment_page="http://pay.example",
                portal=PortalSettings(links_in_mails=False),
            )
        )
        return self._posted(original, document, odd, customer)

    def _today(self, *sample: Any) -> str:
        invoice_id = self._posted(*sample)
        outbound.plan(wiring.invoices().get(invoice_id), key="by hand")
        assert outbound.run_deliver(*aws.outbox()) == []
        return invoice_id


def _imported(name: str) -> Sample:
    answer = Client().post_xml(world.sample(name))
    assert answer.status == 201, answer.content
    invoice, document = wiring.invoices().get_with_document(answer.json["invoice_id"])
    address = f"{name}@buyer.example"
    contacts = (Contact("con_1", "", address, "", (Role.BILLING,)),)
    customer = wiring.customers().put(replace(wiring.customers().get(invoice.customer_id), contacts=contacts))
    return invoice, document, wiring.sellers().get(invoice.seller_id), customer
