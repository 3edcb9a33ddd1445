"""Reports as tables: amounts in major units as plain decimals, each with its currency in a column of its own."""

from collections.abc import Iterator

from api.bodies.common import Amount
from api.bodies.reports import ActivityShown, AgingShown, BucketsShown, DunningActivityShown, ResponseShown
from api.tables import table
from dunlin.domain.aging import Age
from dunlin.domain.money import Money, to_decimal

type Cell = str | int

_AMOUNTS = {"asked": "amount_asked", "balance": "balance"}


def activity_table(of: DunningActivityShown) -> str:
    """A row per mail; the columns are named as the fields of the JSON."""
    names = [_AMOUNTS.get(name, name) for name in ActivityShown.model_fields]
    return table((*names, "currency"), ([*map(_told, _fields(each)), each.asked.currency] for each in of.items))


def aging_table(of: AgingShown) -> str:
    """A row per customer and currency; there are no rows of totals, so that columns can be added up."""
    header = ("as_of", "customer_id", "customer_name", "currency", *Age, "total", "invoices")
    return table(header, _debts(of))


def _fields(row: ActivityShown) -> Iterator[object]:
    return (getattr(row, name) for name in ActivityShown.model_fields)


def _told(value: object) -> Cell:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return value
        case Amount():
            return _major(value.amount, value.currency)
        case list():
            return "; ".join(_response(each) for each in value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _response(of: ResponseShown) -> str:
    promised = f" of {_major(of.amount.amount, of.amount.currency)} by {of.on}" if of.amount else ""
    said = f": {of.reason}" if of.reason else ""
    return f"{of.state} {of.kind}{promised}{said}"


def _debts(of: AgingShown) -> Iterator[list[Cell]]:
    for each in of.currencies:
        for debt in each.customers:
            who = of.as_of.isoformat(), debt.customer_id, debt.customer_name, each.currency
            yield [*who, *_buckets(debt, each.currency), debt.invoices]


def _buckets(of: BucketsShown, currency: str) -> Iterator[str]:
    return (_major(getattr(of, name), currency) for name in (*Age, "total"))


def _major(amount: int, currency: str) -> str:
    return f"{to_decimal(Money(amount, currency)):f}"
