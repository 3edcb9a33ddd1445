"""The invoice that every stack sends: notes, an allowance, two tax rates, payment terms and the bank's account."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from dunlin.domain.customer import Contact, Customer, Role
from dunlin.domain.document import InvoiceDocument, Line, PaymentMeans, Reference
from dunlin.domain.email import Email, emails_for
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.message import Message, MessageKind, Recipient
from dunlin.domain.money import to_minor
from dunlin.domain.party import Address, Party
from dunlin.domain.seller import BankAccount, Seller
from dunlin.domain.timeline import Actor, ActorKind
from dunlin.domain.totals import Adjustment, total

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
IBAN, BIC = "DE89370400440532013000", "COBADEFFXXX"
LINKS = "https://portal.nordlicht.example/p/"


@dataclass(frozen=True)
class Sample:
    """An invoice of so many lines, to so many people."""

    lines: int
    recipients: int

    @cached_property
    def document(self) -> InvoiceDocument:
        goods = tuple(_line(number) for number in range(1, self.lines + 1))
        adjustments = (Adjustment(False, 150, "Treuerabatt", tax_rate=Decimal(19)),)
        return InvoiceDocument(
            seller=Party(
                "Nordlicht Werkzeuge GmbH",
                address=Address(("Speicherstraße 12",), "Hamburg", "20457", country="DE"),
                tax_id="DE123456788",
            ),
            buyer=Party("Société de Découpe", address=Address(("14, rue de l’Église",), "Lyon", "69002", country="FR")),
            currency="EUR",
            lines=goods,
            totals=total(goods, adjustments),
            adjustments=adjustments,
            references=(Reference("order", "PO-4711"),),
            payment_means=(PaymentMeans(code="58", iban=IBAN, bic=BIC),),
            payment_terms="Zahlbar ohne Abzug.",
            notes=("Vielen Dank für Ihren Auftrag.",),
        )

    @cached_property
    def invoice(self) -> Invoice:
        return Invoice(
            invoice_id="inv_1",
            number="RE-2026-0042",
            seller_id="sel_1",
            customer_id="cus_1",
            customer_name=self.document.buyer.name,
            status=Status.POSTED,
            version=1,
            currency=self.document.currency,
            issue_date=date(2026, 11, 2),
            due_date=date(2026, 12, 2),
            payable=self.document.totals.payable,
            created_at=NOW,
            updated_at=NOW,
        )

    @cached_property
    def seller(self) -> Seller:
        bank = BankAccount(iban=IBAN, bic=BIC)
        address = "rechnung@nordlicht.example"
        return Seller("sel_1", 1, self.document.seller, address, "Nordlicht", bank=bank, locale="de-DE")

    @cached_property
    def customer(self) -> Customer:
        contact = Contact("con_1", "Camille Découpe", self.addresses[0], "", (Role.BILLING,))
        return Customer("cus_1", 1, self.document.buyer, contacts=(contact,), locale="de-DE")

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        return tuple(f"person{number}@decoupe.example" for number in range(1, self.recipients + 1))

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(f"Camille Découpe {number}" for number in range(1, self.recipients + 1))

    @cached_property
    def message(self) -> Message:
        return Message(
            message_id="msg_1",
            invoice_id="inv_1",
            customer_id="cus_1",
            seller_id="sel_1",
            kind=MessageKind.INVOICE,
            created_at=NOW,
            actor=Actor(ActorKind.STAFF, "clerk"),
        )

    @cached_property
    def emails(self) -> tuple[Email, ...]:
        people = tuple(Recipient(*each) for each in zip(self.addresses, self.names, strict=True))
        return emails_for(self.message, people, wake_at=NOW + timedelta(minutes=2))


def _line(number: int) -> Line:
    price, quantity = Decimal("19.90") + number, Decimal(number % 7 + 1)
    return Line(
        line_id=str(number),
        name=f"Drehmomentschlüssel {number}",
        description="Antrieb 1/4 Zoll, 6–60 Nm, kalibriert" if number % 2 else "",
        quantity=quantity,
        unit_code="H87",
        unit_price=price,
        net=to_minor(price * quantity, "EUR"),
        tax_rate=Decimal(19 if number % 3 else 7),
        item_id=f"NW-{number:05}",
    )
