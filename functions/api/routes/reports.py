"""Reports: what was sent and what came of it, and what is owed: `/v1/reports`."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, cast
from zoneinfo import ZoneInfo

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from api import cursors
from api.access import READ
from api.bodies import reports
from api.bodies.common import Currency, Day
from api.bodies.parties import Zone
from api.bodies.report_tables import activity_table, aging_table
from api.bodies.reports import AgingShown, DunningActivityShown
from api.files import csv_file, wants_csv
from dunlin import wiring
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.services.ports.reports import ReminderQuery
from dunlin.services.report_aging import report_aging
from dunlin.services.report_dunning_activity import report_dunning_activity

router = Router()
Id = Annotated[str, Query(pattern="^[A-Za-z0-9_-]{0,64}$")]
ACTIVITY = "dunning-activity"
_DAY = timedelta(days=1)


@router.get("/v1/reports/dunning-activity", tags=["reports"], summary="Report reminders", middlewares=[READ])
def get_dunning_activity(  # noqa: PLR0917 - they are the query's parameters
    first: Annotated[Day | None, Query(alias="from", description="the day on which it was decided, or later")] = None,
    last: Annotated[Day | None, Query(alias="to", description="that day or earlier")] = None,
    time_zone: Annotated[Zone, Query(description="whose days these, and those until payment, are")] = "UTC",
    customer_id: Id = "",
    workflow_id: Id = "",
    number: Annotated[int, Query(ge=0, description="which reminder of the workflow; 0: any")] = 0,
    paid_within: Annotated[int, Query(ge=0, le=365, description="days after a reminder")] = 14,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: Annotated[str | None, Query()] = None,
) -> Response[DunningActivityShown | str]:
    """Every mail of a reminder, the last decided first, and what came of it: opened, answered, paid. Totals are of the
    page: choose `limit` so that it holds what is asked for. `Accept: text/csv` gives a table without totals; then the
    `Link` header leads to a further page.
    """
    query = ReminderQuery(
        since=_begins(first, "from", time_zone) if first else None,
        until=_begins(last, "to", time_zone, further=_DAY) if last else None,
        customer_id=customer_id,
        workflow_id=workflow_id,
        number=number,
    )
    found = report_dunning_activity(
        query,
        paid_within=paid_within,
        zone=time_zone,
        limit=limit,
        after=cursors.decode(cursor, of=ACTIVITY),
        reminders=wiring.reminders(),
    )
    next_cursor = cursors.encode(found.next, of=ACTIVITY)
    told = reports.activity(found, paid_within=paid_within, next_cursor=next_cursor)
    if not wants_csv(router):
        return Response(200, "application/json", told)
    answer = csv_file(router, activity_table(told), ACTIVITY, next_cursor)
    return cast("Response[DunningActivityShown | str]", answer)


@router.get("/v1/reports/aging", tags=["reports"], summary="Report what is owed, by age", middlewares=[READ])
def get_aging(
    as_of: Annotated[Day | None, Query(description="today (UTC) if left out")] = None,
    currency: Annotated[Currency | None, Query()] = None,
    customer_id: Id = "",
    cursor: Annotated[str | None, Query()] = None,
) -> Response[AgingShown | str]:
    """Open balances at the end of a day, with charges booked and payments received by then, by days past due as the
    due dates are now. Void invoices are left out for every day, also for those before they were voided. Thousands of
    invoices come in pages, which add up. `Accept: text/csv` gives a table of customers.
    """
    day = as_of or wiring.now().date()
    of = f"aging {day} {customer_id}"
    after = cursors.decode(cursor, of=of) or {}
    made = report_aging(
        day,
        currency=currency or "",
        customer_id=customer_id,
        after=after.get("after", ""),
        ledger=wiring.ledger(),
    )
    next_cursor = cursors.encode({"after": made.next} if made.next else None, of=of)
    told = reports.aging(made, next_cursor)
    if not wants_csv(router):
        return Response(200, "application/json", told)
    answer = csv_file(router, aging_table(told), f"aging-{day}", next_cursor, as_of=day.isoformat())
    return cast("Response[AgingShown | str]", answer)


def _begins(day: date, name: str, zone: str, *, further: timedelta = timedelta()) -> datetime:
    """The first instant of the day, or of the one after it, on the zone's clock."""
    try:
        return datetime.combine(day + further, time.min, ZoneInfo(zone)).astimezone(UTC)
    except OverflowError as beyond:
        message = f"{day} is beyond the calendar"
        raise InvalidInput(message, Problem(name, message)) from beyond
