"""A customer who has signed in and sets up automatic payment, at the provider that is played."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from dunlin import wiring
from dunlin.domain.invoice import Status
from dunlin.domain.money import Money
from dunlin.domain.payments.agreement import Agreement
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.access import Session
from dunlin.domain.portal.settings import Fee, FeePolicy, MethodSettings, PortalSettings
from tests.builders import a_seller
from tests.functional import world
from tests.functional.http import Answer
from tests.functional.portal_visits import Browser

ADDRESS = "ada@buyer.example"
HOME = "/portal/autopay"
FEE = Fee(FeePolicy.PASS_THROUGH, Decimal("1.5"), (Money(25, "EUR"),))
METHODS = (
    MethodSettings(Method.CARD, fee=FEE),
    MethodSettings(Method.SEPA_DEBIT),
    MethodSettings(Method.PAYPAL),
    MethodSettings(Method.BANK_TRANSFER),
)
PORTAL = PortalSettings(pay_online=True, methods=METHODS, autopay_allowed=True)


def store(**seller: Any) -> None:
    """A seller that charges automatically, and a customer who owes €151.25."""
    world.store_parties(a_seller(**{"version": 0, "portal": PORTAL, **seller}))
    world.store_message(world.store_invoice(status=Status.OPEN))


def signed_in(token: str = "t" * 43, address: str = ADDRESS, *customers: str) -> Browser:
    """The browser of somebody at these customers, who has come in with a code."""
    session = Session(address, customers or ("cus_1",), wiring.now())
    wiring.doorkeeper().admit(token, session)
    return Browser(cookies={"__Host-dunlin": token})


@dataclass
class Visit:
    """What somebody does at the pages."""

    browser: Browser

    def form(self, method: str = "card", customer: str = "cus_1", seller: str = "sel_1") -> Answer:
        """Open the page on which is agreed."""
        return self.browser.get(f"{HOME}/set-up/{customer}/{seller}/{method}")

    def agree(self, method: str = "card", **fields: str) -> Answer:
        """Read, tick, and go on to the provider."""
        page = self.form(method).content.decode()
        read = re.search(r'name="read" value="(\w+)"', page)
        assert read, page
        sent = {"agree": "yes", "read": read[1], **fields}
        return self.browser.post(f"{HOME}/set-up/cus_1/sel_1/{method}", **sent)

    def provider(self, method: str = "card", **fields: str) -> str:
        """The path of the provider's page."""
        answer = self.agree(method, **fields)
        assert answer.status == 303, answer.content
        url = urlsplit(answer.headers["location"])
        return f"{url.path}?{url.query}"

    def press(self, page: str, means: str = "succeeds") -> str:
        """Agree there; the path that it leads back to."""
        self.browser.get(page)
        answer = self.browser.post(page, do=means)
        assert answer.status == 303, answer.content
        return urlsplit(answer.headers["location"]).path

    def set_up(self, method: str = "card", means: str = "succeeds", **fields: str) -> Agreement:
        """From the form to the agreement."""
        back = self.press(self.provider(method, **fields), means)
        answer = self.browser.get(back)
        assert answer.headers["location"] == f"{HOME}?note=done_set_up", answer.content
        found = wiring.customers().get("cus_1").agreement_with("sel_1")
        assert found
        return found


def agreements() -> tuple[Agreement, ...]:
    """Of the customer, as they are stored."""
    return wiring.customers().get("cus_1").agreements


def mails() -> list[str]:
    """The kinds of mails about automatic payment that are planned."""
    emails = wiring.messages().of_invoice(world.email().invoice_id)
    return sorted(each.kind.value for each in emails if each.kind.value.startswith("autopay"))
