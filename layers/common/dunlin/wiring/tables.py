"""Which rows are in which tables."""

from functools import cache

from dunlin import settings
from dunlin.adapters.dynamodb.attempts import AttemptRow
from dunlin.adapters.dynamodb.batch_rows import BatchRow, CountRow, ItemRow, NamedRow
from dunlin.adapters.dynamodb.customer_addresses import AddressRow
from dunlin.adapters.dynamodb.customers import CustomerRow
from dunlin.adapters.dynamodb.identifiers import IdentifierRow
from dunlin.adapters.dynamodb.invoice_rows import DocumentRow, InvoiceRow
from dunlin.adapters.dynamodb.message_rows import EmailRow, MessageRow
from dunlin.adapters.dynamodb.payment_keys import PaymentKeyRow
from dunlin.adapters.dynamodb.portal_rows import PortalRow
from dunlin.adapters.dynamodb.remittances import RemittanceRow
from dunlin.adapters.dynamodb.sellers import SellerRow
from dunlin.adapters.dynamodb.templates import TemplateRow
from dunlin.adapters.dynamodb.timeline import EntryRow
from dunlin.adapters.dynamodb.workflows import WorkflowRow


@cache
def bind_tables() -> None:
    """Tell the rows which tables they are in."""
    SellerRow.Meta.table_name = settings.sellers_table()
    CustomerRow.Meta.table_name = AddressRow.Meta.table_name = settings.customers_table()
    InvoiceRow.Meta.table_name = DocumentRow.Meta.table_name = settings.invoices_table()
    MessageRow.Meta.table_name = EmailRow.Meta.table_name = settings.messages_table()
    EntryRow.Meta.table_name = settings.timeline_table()
    IdentifierRow.Meta.table_name = PaymentKeyRow.Meta.table_name = settings.identifiers_table()
    TemplateRow.Meta.table_name = settings.templates_table()
    WorkflowRow.Meta.table_name = settings.workflows_table()
    RemittanceRow.Meta.table_name = settings.payments_table()
    AttemptRow.Meta.table_name = settings.attempts_table()
    PortalRow.Meta.table_name = settings.portal_table()
    for row in (BatchRow, NamedRow, ItemRow, CountRow):
        row.Meta.table_name = settings.batches_table()
