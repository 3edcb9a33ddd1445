"""Whose turn it is to be reminded, and by which rules that is decided."""

from functools import cache

from dunlin import settings, wiring
from dunlin.adapters.dynamodb.dunnings import DynamoDunnings
from dunlin.adapters.dynamodb.reminders import DynamoReminders
from dunlin.adapters.holiday_calendars import HolidayCalendars
from dunlin.domain.timeline import Actor
from dunlin.services.desk import Desk
from dunlin.services.facts_of import Rules


@cache
def dunnings() -> DynamoDunnings:
    """Port `Dunnings`."""
    wiring.bind_tables()
    return DynamoDunnings(shards=settings.index_shards(), key=wiring.signing_key)


@cache
def reminders() -> DynamoReminders:
    """Port `Reminders`."""
    wiring.bind_tables()
    return DynamoReminders(shards=settings.index_shards())


@cache
def rules() -> Rules:
    """By which workflows and calendars dunning is decided."""
    return Rules(wiring.workflows(), wiring.calendars())


@cache
def calendars() -> HolidayCalendars:
    """Port `Calendars`."""
    return HolidayCalendars()


def desk(actor: Actor) -> Desk:
    """Where dunning is decided, with somebody at it, now."""
    return Desk(
        actor,
        wiring.now(),
        wiring.new_id,
        wiring.messages(),
        wiring.dunnings(),
        wiring.rules(),
        wiring.templates(),
        wiring.outbox(),
        wiring.schedules(),
    )
