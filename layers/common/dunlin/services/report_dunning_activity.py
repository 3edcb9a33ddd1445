"""Report dunning activity: every reminder to every person, and what became of it."""

from dataclasses import dataclass

from dunlin.domain.dunning.activity import Activity, Totals, activity, totals
from dunlin.services.ports.reports import ReminderQuery, Reminders


@dataclass(frozen=True, slots=True)
class DunningActivity:
    """A page of mails, the last decided first, and its totals: of all, and of each currency by itself."""

    rows: tuple[Activity, ...]
    totals: Totals
    by_currency: dict[str, Totals]
    next: dict[str, str] | None


def report_dunning_activity(
    query: ReminderQuery, *, paid_within: int, zone: str, limit: int, after: dict[str, str] | None, reminders: Reminders
) -> DunningActivity:
    """`paid_within` in days after a reminder; days are those of `zone`."""
    page = reminders.list(query, limit=limit, after=after)
    rows = tuple(activity(email, invoice, within=paid_within, zone=zone) for email, invoice in page.items)
    currencies = sorted({each.invoice.currency for each in rows})
    apart = {code: totals(each for each in rows if each.invoice.currency == code) for code in currencies}
    return DunningActivity(rows, totals(rows), apart, page.next)
