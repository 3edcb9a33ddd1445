"""End an agreement by which the provider will charge no more: its mandate was withdrawn, or its card is gone."""

from dataclasses import replace

from dunlin.domain.customer import Customer
from dunlin.domain.errors import StaleVersion
from dunlin.domain.payments.agreement import Agreement, AgreementState
from dunlin.services.till import Till

_TRIES = 5


def lose_mandate(customer_id: str, agreement_id: str, *, why: str, till: Till) -> None:
    """May be repeated. The customer's other invoices are looked at again. Raises StaleVersion when the customer keeps
    changing, Unavailable.
    """
    for _ in range(_TRIES):
        customer = till.customers.get(customer_id)
        try:
            if customer != (after := _without(customer, agreement_id, why, till)):
                till.customers.put(after)
        except StaleVersion:
            continue
        till.desk.outbox.put_customer(customer_id)
        return
    raise StaleVersion(f"customer {customer_id} keeps changing: try again")


def _without(customer: Customer, agreement_id: str, why: str, till: Till) -> Customer:
    def after(each: Agreement) -> Agreement:
        if each.agreement_id != agreement_id or not each.active:
            return each
        return replace(each, state=AgreementState.ENDED, ended_at=till.desk.now, ended_why=why)

    return replace(customer, agreements=tuple(after(each) for each in customer.agreements))
