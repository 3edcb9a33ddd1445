"""Find the invoices that go by a workflow and are still to be reminded."""

from datetime import datetime

from dunlin.services.forecast_workflow import EVER
from dunlin.services.ports.dunning import Dunnings
from dunlin.services.ports.records import Page


def find_assigned(
    workflow_id: str, *, limit: int, after: dict[str, str] | None = None, now: datetime, dunnings: Dunnings
) -> Page[str]:
    """Their ids, among the next `limit` invoices that are to be reminded; a page may be short, or empty."""
    page = dunnings.upcoming(until=now + EVER, limit=limit, after=after)
    found = (each.invoice_id for each in page.items if each.dunning and each.dunning.workflow_id == workflow_id)
    return Page(tuple(found), page.next)
