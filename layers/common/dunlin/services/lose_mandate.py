"""End an agreement by which the provider will charge no more: its mandate was withdrawn, or its card is gone."""

from dunlin.domain.payments.agreeing import ended
from dunlin.services.change_customer import change_customer
from dunlin.services.till import Till


def lose_mandate(customer_id: str, agreement_id: str, *, why: str, till: Till) -> None:
    """May be repeated. The customer's other invoices are looked at again. Raises StaleVersion when the customer keeps
    changing, Unavailable.
    """
    change_customer(
        customer_id,
        lambda before: ended(before, agreement_id, why=why, now=till.desk.now),
        customers=till.customers,
        outbox=till.desk.outbox,
    )
