"""Statements of account: `/v1/customers/{id}/statement`."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, cast

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from api.access import READ
from api.bodies.common import Currency, Day
from api.bodies.statements import StatementShown, account_shown, statement_table
from api.files import csv_file, file, wants_csv
from dunlin import wiring
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.period import Period, period
from dunlin.domain.statement import Statement
from dunlin.services.state_accounts import state_accounts

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
SellerId = Annotated[str, Query(pattern="^[A-Za-z0-9_-]{0,64}$")]
# Somewhere it is tomorrow already (UTC+14).
_EASTERNMOST = timedelta(hours=14)


@router.get(
    "/v1/customers/<customer_id>/statement",
    tags=["customers"],
    summary="Get a statement of account",
    middlewares=[READ],
)
def get_statement(
    customer_id: Id,
    first: Annotated[
        Day | None, Query(alias="from", description="the first day; left out: that of the last day's month")
    ] = None,
    last: Annotated[Day | None, Query(alias="to", description="the last day; left out: today, the latest")] = None,
    seller_id: SellerId = "",
    currency: Annotated[Currency | None, Query()] = None,
) -> Response[StatementShown | str]:
    """Opening balance, everything that moved it, and closing balance, for each seller and currency. Drafts and void
    invoices are left out for every day, as in the report of what is owed by age.

    `Accept: text/csv` gives a table. `Accept: application/pdf` gives what the customer gets in the portal, of one
    account: name `seller_id` and `currency` where there are several. At most 2,000 movements.
    """
    wiring.customers().get(customer_id)
    until = last or wiring.now().date()
    asked = period(first or until.replace(day=1), until, today=(wiring.now() + _EASTERNMOST).date())
    found = state_accounts(customer_id, asked, ledger=wiring.ledger())
    chosen = [
        each
        for each in found
        if seller_id in {"", each.account.seller_id} and currency in {None, each.account.currency}
    ]
    if "application/pdf" in _accepted():
        return cast("Response[StatementShown | str]", _pdf(chosen, asked))
    if wants_csv(router):
        answer = csv_file(router, statement_table(chosen), _name(customer_id, asked), None)
        return cast("Response[StatementShown | str]", answer)
    accounts = [account_shown(each) for each in chosen]
    shown = StatementShown(customer_id=customer_id, first=asked.first, last=asked.last, accounts=accounts)
    return Response(200, "application/json", shown)


def _pdf(found: Sequence[Statement], asked: Period) -> Response[str]:
    if len(found) != 1:
        known = ", ".join(f"{each.account.seller_id} in {each.account.currency}" for each in found)
        message = (
            f"a PDF is of one account: name `seller_id` and `currency`, one of {known}"
            if found
            else "there is nothing to state for this period: choose another, or another `seller_id` and `currency`"
        )
        raise InvalidInput(message, Problem("/seller_id", message))
    account = found[0].account
    name = _name(account.customer_id, asked)
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return file(wiring.pdfs().statement(account, asked), "application/pdf", headers)


def _accepted() -> str:
    return router.current_event.headers.get("accept") or ""


def _name(customer_id: str, asked: Period) -> str:
    return f"statement-{customer_id}-{asked.first}-{asked.last}"
