"""What is wrong with a seller's portal settings: all of it at once, by JSON pointer."""

import re
from collections.abc import Iterator
from decimal import Decimal

from dunlin.domain.dunning.limits import Range, money_faults
from dunlin.domain.errors import Problem
from dunlin.domain.payments.method import NATURES
from dunlin.domain.portal.settings import Collecting, Fee, FeePolicy, MethodSettings, PortalSettings

LINK_DAYS = Range(1, 120)
PROMISE_DAYS = Range(1, 180)
RETRY = Range(1, 30)
MOST_RETRIES = 4
# Country, two check digits, three characters of the creditor's business, and the country's own (EPC262-08).
_CREDITOR = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")
MOST_PERCENT = Decimal(15)


def portal_faults(settings: PortalSettings) -> tuple[Problem, ...]:
    """Empty for settings that are sound."""
    found = [
        *LINK_DAYS.faults(settings.link_days, "/link_days"),
        *PROMISE_DAYS.faults(settings.promise_days, "/promise_days"),
        *_repeats(settings),
        *_switches(settings),
    ]
    for number, each in enumerate(settings.methods):
        found += _method_faults(each, f"/methods/{number}")
    found += _collecting_faults(settings.autopay)
    return tuple(found)


def _collecting_faults(autopay: Collecting) -> Iterator[Problem]:
    days = autopay.retry_days
    if len(days) > MOST_RETRIES:
        yield Problem("/autopay/retry_days", f"{len(days)} days are more than {MOST_RETRIES}: leave some out")
    for number, day in enumerate(days):
        where = f"/autopay/retry_days/{number}"
        yield from RETRY.faults(day, where)
        if number and day <= days[number - 1]:
            yield Problem(where, f"{day} does not come after {days[number - 1]}: count the days from the due date")
    if autopay.creditor_id and not _CREDITOR.fullmatch(autopay.creditor_id):
        message = "a creditor identifier is like DE98ZZZ09999999999, without blanks"
        yield Problem("/autopay/creditor_id", message)


def _repeats(settings: PortalSettings) -> Iterator[Problem]:
    methods = [each.method for each in settings.methods]
    for number, method in enumerate(methods):
        if method in methods[:number]:
            yield Problem(f"/methods/{number}/method", f"{method} is there twice: set each method once")
    for number, answer in enumerate(settings.answers):
        if answer in settings.answers[:number]:
            yield Problem(f"/answers/{number}", f"{answer} is there twice")


def _switches(settings: PortalSettings) -> Iterator[Problem]:
    natures = [NATURES[each.method] for each in settings.methods]
    if settings.pay_online and not any(each.online for each in natures):
        yield Problem("/pay_online", "name a method that is paid online, or turn this off")
    if settings.autopay_allowed and not (settings.pay_online and any(each.later for each in natures)):
        later = ", ".join(method for method, nature in NATURES.items() if nature.later)
        yield Problem("/autopay_allowed", f"automatic payment needs `pay_online` and one of the methods {later}")


def _method_faults(each: MethodSettings, where: str) -> Iterator[Problem]:
    yield from money_faults(each.minimums, f"{where}/minimums")
    yield from money_faults(each.maximums, f"{where}/maximums")
    most = {limit.currency: limit for limit in each.maximums}
    for number, least in enumerate(each.minimums):
        if least.currency in most and most[least.currency] < least:
            message = f"{least} is more than the maximum, {most[least.currency]}"
            yield Problem(f"{where}/minimums/{number}", message)
    yield from _fee_faults(each.fee, f"{where}/fee")


def _fee_faults(fee: Fee, where: str) -> Iterator[Problem]:
    yield from money_faults(fee.fixed, f"{where}/fixed")
    if not 0 <= fee.percent <= MOST_PERCENT:
        yield Problem(f"{where}/percent", f"{fee.percent} is not from 0 to {MOST_PERCENT}")
    costs = bool(fee.percent or fee.fixed)
    if fee.policy is FeePolicy.PASS_THROUGH and not costs:
        yield Problem(f"{where}/policy", "say what is passed through: `percent`, `fixed` or both")
    if fee.policy is FeePolicy.ABSORB and costs:
        yield Problem(f"{where}/policy", "an absorbed fee is not reckoned: leave `percent` and `fixed` out")
