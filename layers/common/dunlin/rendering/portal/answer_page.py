"""What the pages of answers show: the ways to answer on the page of an invoice, the form of one, and the thanks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import escape

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.hold import HoldKind, PromiseState
from dunlin.domain.errors import Problem
from dunlin.domain.invoice import Invoice
from dunlin.domain.money import Money
from dunlin.domain.portal.reply import MOST_LINE, MOST_TEXT, paid_between
from dunlin.domain.portal.settings import Answer
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.answer_form import ASKED
from dunlin.rendering.portal.language import words

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Answers that mean nothing without these.
_REQUIRED = {("on", Answer.ALREADY_PAID), ("on", Answer.WILL_PAY), ("text", Answer.WRONG), ("text", Answer.QUESTION)}
_KINDS = {"on": "date", "text": "area", "email": "email", "amount": "decimal"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to answer: for programs, and by name."""

    answer: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form. `kind` is `date`, `area`, `email`, `decimal` or `line`; `error` says what to change."""

    name: str
    kind: str
    label: str
    hint: str
    value: str
    error: str
    most: int
    lowest: str = ""
    highest: str = ""

    @property
    def described_by(self) -> str:
        """The ids of what is said about it, as `aria-describedby` wants them."""
        return " ".join(filter(None, (f"{self.name}-hint" * bool(self.hint), f"{self.name}-error" * bool(self.error))))


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Texts, ready to be read."""

    title: str
    invoice: str
    lead: str
    fields: tuple[Field, ...]
    check: str
    send: str
    back: str

    @property
    def wrong(self) -> tuple[Field, ...]:
        """The fields that something is to be changed in."""
        return tuple(each for each in self.fields if each.error)


@dataclass(frozen=True, slots=True)
class Said:
    """A page that says one thing about an answer."""

    title: str
    text: str
    back: str


def ways(answers: Iterable[Answer], locale: Locale) -> tuple[str, tuple[Way, ...]]:
    """The heading above them, and one for each answer that is offered."""
    said = words(locale.language, "answers")
    return said["block_title"], tuple(Way(each.value, said[each]) for each in answers)


def answer_page(
    answer: Answer,
    invoice: Invoice,
    locale: Locale,
    *,
    today: date,
    furthest: timedelta,
    typed: Mapping[str, str],
    problems: Iterable[Problem] = (),
    unreadable: Iterable[str] = (),
) -> AnswerPage:
    """The form, with what was typed into it and what is wrong with that. `today` is the customer's day,
    `furthest` how far ahead they may promise to pay.
    """
    said, unread = words(locale.language, "answers"), set(unreadable)
    wrong = {each.where.removeprefix("/") for each in problems} | unread
    limits = _limits(answer, invoice, today, furthest)

    def field(name: str) -> Field:
        value = typed.get(name, "")
        error = _error(name, answer, value, unread=name in unread) if name in wrong else ""
        low, high = limits if name == "on" else (today, today)
        known = {
            "first": formats.date(low, locale),
            "last": formats.date(high, locale),
            "example": today.isoformat(),
            "owed": formats.money(invoice.balance, locale),
            "most": str(MOST_TEXT if name == "text" else MOST_LINE),
        }
        label = said[f"{name}_{answer}"] if f"{name}_{answer}" in said else said[name]
        optional = "" if (name, answer) in _REQUIRED else f" {said['optional']}"
        # A picker shows nothing of what it does not understand: then one types.
        kind = "line" if name == "on" and value and not _ISO.fullmatch(value) else _KINDS.get(name, "line")
        return Field(
            name,
            kind,
            f"{label}{optional}",
            said.get(f"{name}_hint", "").format(**known),
            # Whatever else is printed loses its line ends.
            escape(value) if name == "text" else value,
            said[error].format(**known) if error else "",
            MOST_TEXT if name == "text" else 254 if name == "email" else MOST_LINE,
            *((low.isoformat(), high.isoformat()) if name == "on" else ()),
        )

    return AnswerPage(
        title=said[answer],
        invoice=words(locale.language)["invoice"].format(number=invoice.number),
        lead=said[f"lead_{answer}"],
        fields=tuple(field(name) for name in ASKED[answer]),
        check=said["check"],
        send=said["send"],
        back=said["back"],
    )


def thanks(answer: Answer, invoice: Invoice, locale: Locale, *, now: datetime, zone: str) -> Said:
    """What happens now, by how things stand."""
    said, dunning = words(locale.language, "answers"), invoice.dunning or Dunning()
    text = said[f"thanks_{answer}"]
    hold, promise = dunning.held_by(HoldKind.SAID_PAID, now=now), dunning.promise
    if answer is Answer.ALREADY_PAID and hold and hold.until:
        until = formats.date(hold.until.astimezone(ZoneInfo(zone)).date(), locale)
        text = f"{text} {said['no_reminder_before'].format(date=until)}"
    if answer is Answer.WILL_PAY and promise and promise.state is PromiseState.OPEN:
        amount = formats.money(Money(promise.amount, invoice.currency), locale)
        text = f"{text} {said['promised'].format(amount=amount, date=formats.date(promise.on, locale))}"
    return Said(said["thanks_title"], text, said["back"])


def refused(why: str, locale: Locale) -> Said:
    """`why` is `not_offered` or `too_many`."""
    said = words(locale.language, "answers")
    return Said(said[f"{why}_title"], said[why], said["back"])


def _limits(answer: Answer, invoice: Invoice, today: date, furthest: timedelta) -> tuple[date, date]:
    if answer is Answer.ALREADY_PAID:
        return paid_between(invoice.issue_date, today=today)
    return today, today + furthest


def _error(name: str, answer: Answer, value: str, *, unread: bool) -> str:
    """Which of the words says what to change."""
    if name in {"on", "text"} and not value:
        return f"{name}_missing"
    if unread:
        return f"{name}_unreadable"
    return {"on": f"on_range_{answer}", "amount": "amount_range", "email": "email_wrong"}.get(name, "too_long")
