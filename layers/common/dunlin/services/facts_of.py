"""The facts that dunning is decided from: the invoice and its parties, the workflow that holds, and the calendar."""

from dataclasses import dataclass, replace

from dunlin.domain.customer import Customer
from dunlin.domain.dunning.dunning import Dunning, Source
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.late_charges import charges_due
from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.errors import NotFound
from dunlin.domain.invoice import Invoice
from dunlin.domain.seller import Seller
from dunlin.services.ports.dunning import Calendars, Workflows


@dataclass(frozen=True, slots=True)
class Rules:
    """Where workflows and calendars are found."""

    workflows: Workflows
    calendars: Calendars


def facts_of(invoice: Invoice, customer: Customer, seller: Seller, *, rules: Rules) -> Facts:
    """An invoice without a workflow gets the one that its customer, else its seller, has; from then on it keeps that
    version. One that somebody took the workflow away from stays without.
    """
    address = customer.party.address
    dunning = _assigned(invoice.dunning or Dunning(), customer, seller, rules.workflows)
    return Facts(
        invoice=replace(invoice, dunning=dunning),
        customer=customer,
        seller=seller,
        workflow=_workflow(dunning, rules.workflows),
        closed=rules.calendars.of(address.country or seller.party.address.country, address.region),
        charges_due=charges_due,
    )


def default_of(customer: Customer, seller: Seller) -> tuple[str, Source]:
    """Which workflow holds where the invoice names none, and who says so."""
    if customer.workflow_id:
        return customer.workflow_id, Source.CUSTOMER
    return (seller.workflow_id, Source.SELLER) if seller.workflow_id else ("", Source.NONE)


def _assigned(dunning: Dunning, customer: Customer, seller: Seller, workflows: Workflows) -> Dunning:
    workflow_id, source = default_of(customer, seller)
    if dunning.workflow_id or dunning.source is Source.INVOICE or not workflow_id:
        return dunning
    try:
        newest = workflows.get(workflow_id)
    except NotFound:
        return dunning
    return replace(
        dunning,
        workflow_id=workflow_id,
        workflow_version=newest.version,
        source=source,
        assignment=dunning.assignment + 1,
    )


def _workflow(dunning: Dunning, workflows: Workflows) -> Workflow | None:
    return workflows.get(dunning.workflow_id, dunning.workflow_version) if dunning.workflow_id else None
