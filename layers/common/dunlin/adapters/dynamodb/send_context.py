"""What a send is planned and decided from: an invoice with its document, customer and seller, as of one instant."""

from pynamodb.exceptions import PynamoDBException
from pynamodb.transactions import TransactGet

from dunlin.adapters.codec import unpack
from dunlin.adapters.dynamodb.customers import CustomerRow
from dunlin.adapters.dynamodb.invoice_rows import DOCUMENT, HEAD, DocumentRow, InvoiceRow
from dunlin.adapters.dynamodb.meta import connection
from dunlin.adapters.dynamodb.sellers import SellerRow
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.errors import NotFound, Unavailable
from dunlin.domain.message import Message
from dunlin.services.ports.sending import Parties, SendContext, TurnDue

# How many invoices' parties are remembered by one process; they never change.
REMEMBERED = 10_000


def read_context(message: Message | TurnDue) -> SendContext:
    """Everything that a send is decided from. Raises NotFound or Unavailable."""
    try:
        with TransactGet(connection=connection()) as transaction:
            head = transaction.get(InvoiceRow, message.invoice_id, HEAD)
            document = transaction.get(DocumentRow, message.invoice_id, DOCUMENT)
            customer = transaction.get(CustomerRow, message.customer_id)
            seller = transaction.get(SellerRow, message.seller_id)
        return SendContext(
            head.get().to_invoice(),
            unpack(document.get().packed, InvoiceDocument),
            customer.get().to_customer(),
            seller.get().to_seller(),
        )
    except (InvoiceRow.DoesNotExist, DocumentRow.DoesNotExist) as missing:
        raise NotFound(f"there is no invoice {message.invoice_id}") from missing
    except (CustomerRow.DoesNotExist, SellerRow.DoesNotExist) as missing:
        raise NotFound(f"the customer or seller of {message.invoice_id} is missing") from missing
    except PynamoDBException as failure:
        raise Unavailable("the database did not answer") from failure


class PartiesReader:
    """Reads an invoice with its parties in one go, once it knows who they are: that never changes."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, str]] = {}

    def of(self, invoice_id: str) -> Parties:
        """Raises NotFound or Unavailable."""
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        for _ in range(2):
            if invoice_id not in self._known:
                self._known[invoice_id] = _parties_of(invoice_id)
            customer_id, seller_id = self._known[invoice_id]
            found = _read_parties(invoice_id, customer_id, seller_id)
            if found:
                return found
            del self._known[invoice_id]
        raise NotFound(f"the customer or seller of {invoice_id} is missing")


def _parties_of(invoice_id: str) -> tuple[str, str]:
    try:
        head = InvoiceRow.get(invoice_id, HEAD, consistent_read=True)
    except InvoiceRow.DoesNotExist as missing:
        raise NotFound(f"there is no invoice {invoice_id}") from missing
    return head.customer_id, head.seller_id


def _read_parties(invoice_id: str, customer_id: str, seller_id: str) -> Parties | None:
    """None when these are not, or no longer, the invoice and its parties."""
    try:
        with TransactGet(connection=connection()) as transaction:
            head = transaction.get(InvoiceRow, invoice_id, HEAD)
            customer = transaction.get(CustomerRow, customer_id)
            seller = transaction.get(SellerRow, seller_id)
        invoice = head.get().to_invoice()
        if (invoice.customer_id, invoice.seller_id) != (customer_id, seller_id):
            return None
        return Parties(invoice, customer.get().to_customer(), seller.get().to_seller())
    except (InvoiceRow.DoesNotExist, CustomerRow.DoesNotExist, SellerRow.DoesNotExist):
        return None
    except PynamoDBException as failure:
        raise Unavailable("the database did not answer") from failure
