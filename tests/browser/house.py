"""A seller, and invoices of every kind, made over the API; each is made when it is first asked for."""

import re
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from typing import Any

import boto3
from playwright.sync_api import Page

from dunlin.domain.portal.capability import token_of
from local.ask import ask
from local.stack import Stack
from tests.functional.api import bodies
from tests.local.calls import post

BANK = {"iban": "DE02120300000000202051", "bic": "BYLADEM1001", "account_name": "Hafen & Söhne GmbH"}
_TAKES = {name: bodies.a_portal()[name] for name in ("methods", "autopay_allowed")}
FEES = {"pay_online": True, "link_days": 1, **_TAKES}


@dataclass
class House:
    """One seller's, with one customer who speaks `locale`."""

    stack: Stack
    locale: str = "en-GB"
    customer: str = "Harbour Goods Ltd"
    made: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    session: str = ""

    @property
    def name(self) -> str:
        """What its records are called, in ids and addresses."""
        return f"house-{self.locale.casefold()}"

    @property
    def address(self) -> str:
        """Where its mails go."""
        return f"payer@{self.name}.example"

    def open(self) -> "House":
        """Take it into the books, with a link that has expired."""
        seller = f"{self.stack.url}/v1/sellers/{self.name}"
        ask("PUT", seller, _seller(self.name))
        ask("PUT", f"{seller}/portal", FEES)
        self.ids["seller"] = self.name
        self.ids["customer"] = self._customer(self.address, self.customer)
        self.link("expired", due=-9)
        self.stack.advance(timedelta(days=2))
        return self

    def link(self, state: str, *, due: int = 14, **changes: Any) -> str:
        """The page of the invoice in that state, as its mail's button leads there."""
        if state not in self.made:
            self.made[state] = self._sent(state, due, changes)
            if after := _AFTER.get(state):
                path, body = after
                answer = post(f"{self.at(state)}{path}", body, **{"Idempotency-Key": f"{self.name}-{state}"})
                assert answer.status < 300, answer
        return self.made[state]

    def at(self, state: str) -> str:
        """The invoice's address in the API."""
        return f"{self.stack.url}/v1/invoices/{self.ids[state]}"

    def signed_in(self, page: Page) -> None:
        """Bring the cookie of somebody who has signed in with the code of the mail."""
        if not self.session:
            self.link("open")
            self.session = self.sign_in(page, self.address)
        else:
            self.give(page, self.session)

    def sign_in(self, page: Page, address: str) -> str:
        """The way a person does it; the answer is the cookie."""
        page.goto(f"{self.stack.url}/portal/login")
        page.locator("#address").fill(address)
        page.locator("main button").click()
        page.locator("#code").fill(self.code())
        page.locator("main button").click()
        return str(next(each["value"] for each in page.context.cookies() if each["name"] == "__Host-dunlin"))

    def give(self, page: Page, session: str) -> None:
        """Put the cookie into the browser."""
        page.context.add_cookies(
            [{"name": "__Host-dunlin", "value": session, "url": self.stack.url.replace("http:", "https:")}]
        )

    def mail(self, kind: str, said: str = "") -> Any:
        """The latest mail of that kind to whom this house writes."""
        self.stack.settle()
        mails = ask("GET", f"{self.stack.url}/_local/mails")["mails"]
        return next(each for each in mails if each["tags"]["kind"] == kind and said in f"{each['subject']}{each['to']}")

    def text(self, mail: Any) -> str:
        """What a person reads in it."""
        with urllib.request.urlopen(f"{self.stack.url}/_local/mails/{mail['email_id']}.eml") as answer:  # noqa: S310
            parts = message_from_bytes(answer.read()).walk()
        text = next(each for each in parts if each.get_content_type() == "text/plain").get_payload(decode=True)
        return bytes(text).decode()

    def code(self) -> str:
        """The code of the latest mail to sign in with."""
        found = re.search(r"^\d{8}(?=\s*$)", self.text(self.mail("portal_login")), re.MULTILINE)
        assert found
        return found[0]

    def empty_handed(self, page: Page) -> None:
        """Sign in as a customer who has been sent nothing but a draft."""
        if "draft only" not in self.made:
            address = f"waiting@{self.name}.example"
            self._sent("draft only", 14, {"customer_id": self._customer(address, f"Pier {self.locale}")})
            self.made["draft only"] = self.sign_in(page, address)
        self.give(page, self.made["draft only"])
        page.goto(f"{self.stack.url}/portal/invoices")

    def _sent(self, state: str, due: int, changes: dict[str, Any]) -> str:
        now = datetime.now(UTC)  # moved with the stack's clock
        issued = (now - timedelta(days=20)).date().isoformat()
        number = f"{self.locale.upper()}-{state}"
        lines = [bodies.a_line(name="Tea “Ostfriesen”, loose", description="250 g · organic", unit_code="HUR")]
        wanted = bodies.an_invoice(
            **{
                "number": number, "seller_id": self.name, "customer_id": self.ids["customer"], "lines": lines,
                "issue_date": issued, "due_date": (now + timedelta(days=due)).date().isoformat(), **changes,
            }
        )  # fmt: skip
        self.ids[state] = ask("POST", f"{self.stack.url}/v1/invoices", wanted)["invoice_id"]
        if not state.startswith("draft"):
            ask("POST", f"{self.at(state)}/post")
        ask("POST", f"{self.at(state)}/send", {}, key=number)
        mail = self.mail("invoice", number)
        return f"{self.stack.url}/p/{token_of(mail['email_id'], key=self._key())}"

    def _customer(self, address: str, name: str) -> str:
        contact = {"name": "Ada", "email": address, "roles": ["billing"]}
        party = {"name": name, "address": {"lines": ["1 Quay"], "city": "Leeds", "country": "GB"}}
        wanted = {"party": party, "contacts": [contact], "locale": self.locale, "time_zone": "Europe/London"}
        return str(ask("POST", f"{self.stack.url}/v1/customers", wanted)["customer_id"])

    def _key(self) -> bytes:
        """A draft's mail brings no link; whoever has the stack's secret knows it."""
        client = boto3.client("secretsmanager", endpoint_url=self.stack.aws.endpoint, region_name="us-east-1",
                              aws_access_key_id="x", aws_secret_access_key="x")  # fmt: skip
        names = [each["Name"] for each in client.list_secrets()["SecretList"]]
        (name,) = [each for each in names if "sign" in each.casefold()]
        return str(client.get_secret_value(SecretId=name)["SecretString"]).encode()


def _seller(name: str) -> dict[str, Any]:
    address = {"lines": ["Hafenstraße 7"], "city": "Bremen", "postal_code": "28217", "country": "DE"}
    party = {"name": "Hafen & Söhne GmbH", "address": address, "tax_id": f"DE{abs(hash(name)) % 10**9:09}"}
    return {
        "party": party,
        "sender_address": "rechnung@example.com",
        "sender_name": "Hafen & Söhne",
        "reply_to": "debitoren@example.com",
        "bank": BANK,
        "accent": "#b3541e",
        "locale": "de-DE",
        "time_zone": "Europe/Berlin",
    }


_PAID = {"currency": "EUR", "received_on": "2026-11-22", "method": "transfer"}
_AFTER = {
    "paid": ("/payments", {**_PAID, "amount": 15125}),
    "partly": ("/payments", {**_PAID, "amount": 5000}),
    "void": ("/void", {"reason": "written twice"}),
    "revoked": ("/links/revoke", {}),
}
