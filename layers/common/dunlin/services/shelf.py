"""Where what a send names is found."""

from dataclasses import dataclass

from dunlin.services.ports.documents import Documents
from dunlin.services.ports.records import Sellers, Templates


@dataclass(frozen=True, slots=True)
class Shelf:
    """Templates, the sellers whose links they may use, and the documents that go along."""

    templates: Templates
    sellers: Sellers
    documents: Documents
