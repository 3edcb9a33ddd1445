"""What a seller offers its customers in the portal."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from enum import StrEnum

from dunlin.domain.money import Money
from dunlin.domain.payments.method import NATURES, Method


class FeePolicy(StrEnum):
    """Who bears what a payment costs."""

    ABSORB = "absorb"
    PASS_THROUGH = "pass_through"  # noqa: S105 - no password # nosec B105


class Answer(StrEnum):
    """What a customer may answer to an invoice."""

    ALREADY_PAID = "already_paid"
    WILL_PAY = "will_pay"
    WRONG = "something_wrong"
    NOT_ME = "not_me"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Fee:
    """What the provider keeps of a payment: `percent` of all that is paid, and `fixed`, one amount per currency."""

    policy: FeePolicy = FeePolicy.ABSORB
    percent: Decimal = Decimal(0)
    fixed: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class MethodSettings:
    """One method, for amounts from `minimums` to `maximums` (one per currency; none given: no limit), and its fee."""

    method: Method
    minimums: tuple[Money, ...] = ()
    maximums: tuple[Money, ...] = ()
    fee: Fee = Fee()


@dataclass(frozen=True, slots=True)
class Collecting:
    """How invoices are charged automatically: at the seller's hour `at` of the due date. What was refused is tried
    again so many days after the due date, at the same hour. `creditor_id` is the seller's identifier as a creditor of
    SEPA debits, which mandates name; empty where it has none of its own.
    """

    at: time = time(8)
    retry_days: tuple[int, ...] = (3, 7)
    creditor_id: str = ""


@dataclass(frozen=True, slots=True)
class PortalSettings:
    """As they are before anybody has set them: links and answers, but no online payment.

    `link_days` is how long a link works after the due date, `promise_days` how far ahead customers may promise to pay.
    """

    pay_online: bool = False
    require_login: bool = False
    links_in_mails: bool = True
    link_days: int = 30
    methods: tuple[MethodSettings, ...] = ()
    autopay_allowed: bool = False
    autopay: Collecting = Collecting()
    answers: tuple[Answer, ...] = tuple(Answer)
    promise_days: int = 30

    def method(self, method: Method) -> MethodSettings | None:
        """How that method is set; None where it is not offered."""
        return next((each for each in self.methods if each.method is method), None)

    @property
    def online(self) -> tuple[MethodSettings, ...]:
        """The methods that are paid through a provider; none while online payment is off."""
        return tuple(each for each in self.methods if self.pay_online and NATURES[each.method].online)
