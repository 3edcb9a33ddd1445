"""The items of an invoice: a small head that is written often, and the document, written once per revision.

Two items, because DynamoDB charges a condition by the size of the item it looks at.
"""

from datetime import date, datetime

from pynamodb.attributes import BinaryAttribute, MapAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.models import Model

from dunlin.adapters.codec import from_json, stamp
from dunlin.adapters.dynamodb.invoice_indexes import ByAttention, ByCustomer, ByDue, ByOwing, ByTurn
from dunlin.adapters.dynamodb.meta import Table
from dunlin.adapters.dynamodb.paging import shard_of
from dunlin.adapters.dynamodb.squeezing import unsqueeze
from dunlin.domain.delivery import Bucket, Delivery
from dunlin.domain.dunning.charges import Charge
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.invoice import OWED, Invoice, Payment, Status, StoredPdf

HEAD, DOCUMENT = "head", "document"


class DocumentRow(Model):
    """What the invoice says, deflated."""

    class Meta(Table):
        """The invoices' table."""

    invoice_id = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True, default=DOCUMENT)
    packed = BinaryAttribute(legacy_encoding=False)


class InvoiceRow(Model):
    """The head. `light` counts the e-mails of the latest message, in the transactions of their steps.

    `owing` is the customer's id while it is owed. `dunning` is squeezed. `turn_at` is the dunning's `next_at`, or later
    while somebody is at it. `threads` are the provider's ids of its mails, each behind a hash of its recipient.
    """

    class Meta(Table):
        """The invoices' table."""

    by_due = ByDue()
    by_customer = ByCustomer()
    by_owing = ByOwing()
    by_turn = ByTurn()
    by_attention = ByAttention()

    invoice_id = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True, default=HEAD)
    number = UnicodeAttribute()
    seller_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    customer_name = UnicodeAttribute()
    status = UnicodeAttribute()
    version = NumberAttribute()
    currency = UnicodeAttribute()
    issue_date = UnicodeAttribute()
    due_date = UnicodeAttribute()
    due_shard = UnicodeAttribute()
    due_key = UnicodeAttribute()
    owing = UnicodeAttribute(null=True)
    payable = NumberAttribute()
    payments = UnicodeAttribute(null=True)
    charges = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    sent_at = UnicodeAttribute(null=True)
    pdf_version = NumberAttribute(null=True)
    pdf_sha256 = UnicodeAttribute(null=True)
    dunning = BinaryAttribute(legacy_encoding=False, null=True)
    generation = NumberAttribute(null=True)
    turn_shard = UnicodeAttribute(null=True)
    turn_at = UnicodeAttribute(null=True)
    attention_shard = UnicodeAttribute(null=True)
    attention_key = UnicodeAttribute(null=True)
    mailed_at = UnicodeAttribute(null=True)
    mailed_by = UnicodeAttribute(null=True)
    threads = UnicodeSetAttribute(null=True)
    unsent = UnicodeAttribute(null=True)
    light_message_id = UnicodeAttribute(null=True)
    light_trouble = UnicodeAttribute(null=True)
    light_cancelled_why = UnicodeAttribute(null=True)
    light: MapAttribute[str, int] = MapAttribute(null=True)

    def to_invoice(self) -> Invoice:
        """The domain's record."""
        return Invoice(
            invoice_id=self.invoice_id,
            number=self.number,
            seller_id=self.seller_id,
            customer_id=self.customer_id,
            customer_name=self.customer_name,
            status=Status(self.status),
            version=int(self.version),
            currency=self.currency,
            issue_date=date.fromisoformat(self.issue_date),
            due_date=date.fromisoformat(self.due_date),
            payable=int(self.payable),
            created_at=datetime.fromisoformat(self.created_at),
            updated_at=datetime.fromisoformat(self.updated_at),
            payments=from_json(self.payments, tuple[Payment, ...]) if self.payments else (),
            charges=from_json(self.charges, tuple[Charge, ...]) if self.charges else (),
            delivery=self._delivery(),
            pdf=StoredPdf(int(self.pdf_version or 0), self.pdf_sha256) if self.pdf_sha256 else None,
            sent_at=_instant(self.sent_at),
            dunning=unsqueeze(self.dunning, Dunning) if self.dunning else None,
            mailed_at=_instant(self.mailed_at),
            mailed_by=self.mailed_by or "",
            threads=tuple(sorted(self.threads or ())),
            unsent=self.unsent or "",
        )

    def _delivery(self) -> Delivery:
        stored = self.light.as_dict() if self.light else {}
        counts = {Bucket(name): int(count) for name, count in stored.items() if count}
        return Delivery(self.light_message_id or "", counts, self.light_trouble or "", self.light_cancelled_why or "")


def head_of(invoice: Invoice, *, shards: int) -> InvoiceRow:
    """The head of a new invoice."""
    return InvoiceRow(
        invoice.invoice_id,
        number=invoice.number,
        seller_id=invoice.seller_id,
        customer_id=invoice.customer_id,
        customer_name=invoice.customer_name,
        status=invoice.status.value,
        version=invoice.version,
        currency=invoice.currency,
        issue_date=invoice.issue_date.isoformat(),
        due_date=invoice.due_date.isoformat(),
        due_shard=shard_of(invoice.invoice_id, shards),
        due_key=due_key(invoice),
        owing=owing(invoice),
        payable=invoice.payable,
        created_at=stamp(invoice.created_at),
        updated_at=stamp(invoice.updated_at),
    )


def due_key(invoice: Invoice) -> str:
    """By due date, then by id."""
    return f"{invoice.due_date.isoformat()}#{invoice.invoice_id}"


def owing(invoice: Invoice) -> str | None:
    """Who owes it; None when nobody does."""
    return invoice.customer_id if invoice.status in OWED else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
