"""Bank statements: `/v1/payments/import`."""

from enum import StrEnum
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from api import reading
from api.access import SEND, actor
from api.bodies.bank_imports import ImportBody, ImportShown, imported
from api.bodies.common import Currency
from dunlin import wiring
from dunlin.adapters.bank_csv.reader import Told, read_bank_csv
from dunlin.domain.bank_row import BadRow, BankRow
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.services.import_payments import import_payments

router = Router()


# API Gateway takes text for UTF-8; as a stream of octets, a file in another encoding arrives as it is.
CSV = ("text/csv", "application/csv", "application/octet-stream")


class Delimiter(StrEnum):
    """Between cells."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "tab"


class DecimalMark(StrEnum):
    """Before the cents."""

    POINT = "."
    COMMA = ","


class DateOrder(StrEnum):
    """Of days whose year comes last."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


@router.post("/v1/payments/import", tags=["payments"], summary="Import bank payments", middlewares=[SEND])
def import_bank_payments(  # noqa: PLR0917 - they are the query's parameters
    seller_id: Annotated[
        str,
        Query(pattern="^[A-Za-z0-9_-]{0,64}$", description="whose account it is; needless with one seller"),
    ] = "",
    dry_run: Annotated[bool, Query(description="tell what would become of each row, and do nothing")] = False,
    delimiter: Annotated[Delimiter | None, Query(description="found out without it")] = None,
    decimal: Annotated[DecimalMark | None, Query(description="found out without it, where the amounts tell")] = None,
    currency: Annotated[Currency | None, Query(description="of rows that name none")] = None,
    dates: Annotated[DateOrder, Query(description="of 03/04/2026")] = DateOrder.DAY_FIRST,
) -> ImportShown:
    """A statement as CSV, at most 1 MB and 500 rows, or the same as JSON. Each row is applied to the one open invoice
    whose number or payment reference its text names; what is for none, or for several, waits to be placed.

    Importing a file again, or one that overlaps with it, is harmless: rows that were booked before are `known`.
    """
    mark = "\t" if delimiter is Delimiter.TAB else delimiter or ""
    results = import_payments(
        seller_id or _only_seller(),
        _rows(Told(mark, decimal or "", currency or "", dates)),
        dry_run=dry_run,
        actor=actor(router),
        now=wiring.now(),
        new_id=wiring.new_id,
        sellers=wiring.sellers(),
        invoices=wiring.invoices(),
        outbox=wiring.outbox(),
        unapplied=wiring.unapplied(),
    )
    return imported(results, dry_run=dry_run)


def _only_seller() -> str:
    sellers = wiring.sellers().list()
    if len(sellers) != 1:
        message = "say whose account it is: `?seller_id=`"
        raise InvalidInput(message, Problem("seller_id", message))
    return sellers[0].seller_id


def _rows(told: Told) -> tuple[BankRow | BadRow, ...]:
    type_ = reading.content_type(router)
    if type_ in CSV:
        return read_bank_csv(reading.raw(router), told)
    if type_ in {"application/json", ""}:
        return reading.read(router, ImportBody).to_domain()
    raise reading.ContentTypeRefused(f"{type_} is not taken: send text/csv, or application/json")
