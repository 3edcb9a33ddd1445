"""The bank stands in for the provider in these tests."""

from tests.functional.autopay.bank import bank

__all__ = ["bank"]
