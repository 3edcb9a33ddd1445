"""Which adapter stands behind which port. Nothing is imported or made before it is asked for; what is made is kept.

Each lane has a module of its own. They ask one another by way of this package, so that a process imports, and a test
replaces, each thing in one place.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dunlin.wiring.basics import new_id, now, signing_key, takes_payments
    from dunlin.wiring.bulk import batch_plans, batch_runs, batches
    from dunlin.wiring.dunning import calendars, desk, dunnings, reminders, rules
    from dunlin.wiring.papers import documents, drawn_papers, logo_reader, logos, mail_renderer, pdfs, renderer, shelf
    from dunlin.wiring.paying import attempts, payment_provider, registry, setups, till, unapplied
    from dunlin.wiring.portal import addresses, doorkeeper, links
    from dunlin.wiring.records import accounts, customers, identifiers, invoices, ledger, sellers, timeline
    from dunlin.wiring.sending import collector, dead_outbox, mailer, messages, outbox, pipeline, schedules
    from dunlin.wiring.tables import bind_tables
    from dunlin.wiring.texts import (
        example_of,
        shipped_templates,
        template_checker,
        template_variables,
        templates,
        workflows,
    )

_LANES = {
    "basics": ("new_id", "now", "signing_key", "takes_payments"),
    "bulk": ("batch_plans", "batch_runs", "batches"),
    "dunning": ("calendars", "desk", "dunnings", "reminders", "rules"),
    "papers": ("documents", "drawn_papers", "logo_reader", "logos", "mail_renderer", "pdfs", "renderer", "shelf"),
    "paying": ("attempts", "payment_provider", "registry", "setups", "till", "unapplied"),
    "portal": ("addresses", "doorkeeper", "links"),
    "records": ("accounts", "customers", "identifiers", "invoices", "ledger", "sellers", "timeline"),
    "sending": ("collector", "dead_outbox", "mailer", "messages", "outbox", "pipeline", "schedules"),
    "tables": ("bind_tables",),
    "texts": ("example_of", "shipped_templates", "template_checker", "template_variables", "templates", "workflows"),
}
_LANE_OF = {name: lane for lane, names in _LANES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _LANE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    made = getattr(import_module(f"{__name__}.{_LANE_OF[name]}"), name)
    globals()[name] = made
    return made
