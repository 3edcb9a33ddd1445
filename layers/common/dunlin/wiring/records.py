"""Sellers, customers, invoices, and what is told of them."""

from functools import cache

from dunlin import settings, wiring
from dunlin.adapters.dynamodb.accounts import DynamoAccounts
from dunlin.adapters.dynamodb.customers import DynamoCustomers
from dunlin.adapters.dynamodb.identifiers import DynamoIdentifiers
from dunlin.adapters.dynamodb.invoices import DynamoInvoices
from dunlin.adapters.dynamodb.ledger import DynamoLedger
from dunlin.adapters.dynamodb.sellers import DynamoSellers
from dunlin.adapters.dynamodb.timeline import DynamoTimeline


@cache
def sellers() -> DynamoSellers:
    """Port `Sellers`."""
    wiring.bind_tables()
    return DynamoSellers()


@cache
def customers() -> DynamoCustomers:
    """Port `Customers`."""
    wiring.bind_tables()
    return DynamoCustomers(shards=settings.index_shards())


@cache
def invoices() -> DynamoInvoices:
    """Port `Invoices`."""
    wiring.bind_tables()
    return DynamoInvoices(shards=settings.index_shards())


@cache
def timeline() -> DynamoTimeline:
    """Port `Timeline`."""
    wiring.bind_tables()
    return DynamoTimeline()


@cache
def identifiers() -> DynamoIdentifiers:
    """Port `Identifiers`."""
    wiring.bind_tables()
    return DynamoIdentifiers()


@cache
def ledger() -> DynamoLedger:
    """Port `Ledger`."""
    wiring.bind_tables()
    return DynamoLedger(shards=settings.index_shards())


@cache
def accounts() -> DynamoAccounts:
    """Port `Accounts`."""
    wiring.bind_tables()
    return DynamoAccounts()
