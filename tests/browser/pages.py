"""Every page that customers see, in every state: how to get there. A new page needs one line in PAGES."""

from collections.abc import Callable

from playwright.sync_api import Page, Route

from dunlin.domain.portal.settings import Answer
from dunlin.rendering.portal.html import html
from dunlin.rendering.portal.language import preferred
from tests.browser.house import House

# It stands for somebody else's page, and looks like one.
NOT_OURS = "the provider's page"
type Way = Callable[[Page, House], object]


def link(state: str, more: str = "") -> Way:
    """The page of an invoice's link."""
    return lambda page, house: page.goto(f"{house.link(state)}{more}")


def path(at: str) -> Way:
    """A page with an address of its own."""
    return lambda page, house: page.goto(f"{house.stack.url}{at}")


def inside(at: str) -> Way:
    """The same, for somebody who has signed in; `{open}` stands for the id of an open invoice."""

    def way(page: Page, house: House) -> None:
        house.signed_in(page)
        for state in ("open", "paid", "void", "overdue"):
            house.link(state, due=-3 if state == "overdue" else 14)
        page.goto(f"{house.stack.url}{at.format(**house.ids)}")

    return way


def said(what: str) -> Way:
    """What is said where nothing but a mistake of ours, or an end of what others need, would lead."""

    def way(page: Page, house: House) -> None:
        text = html("message", preferred(house.locale), said=what, action="", link="", button="", proof="")
        answer = {"status": 200, "content_type": "text/html; charset=utf-8", "body": text}
        page.route("**/portal/said", lambda route: _fulfil(route, answer))
        page.goto(f"{house.stack.url}/portal/said")

    return way


def _fulfil(route: Route, answer: dict[str, object]) -> None:
    route.fulfill(**answer)  # type: ignore[arg-type]


def overdue(page: Page, house: House) -> None:
    """Its due date is over."""
    page.goto(house.link("overdue", due=-3))


def pressed(state: str, button: str = "main form button") -> Way:
    """What follows the (first) button of an invoice's page."""

    def way(page: Page, house: House) -> None:
        page.goto(house.link(state))
        page.locator(button).first.click()

    return way


def at_the_provider(page: Page, house: House) -> None:
    """Where the provider that is played asks for the money."""
    pressed("to pay", ".actions form button")(page, house)


def under_way(page: Page, house: House) -> None:
    """A debit that takes days."""
    page.goto(house.link("debit"))
    if page.locator("button[value=sepa_debit]").count():
        page.locator("button[value=sepa_debit]").click()
        page.locator("button[value=process]").click()


def asked_for_a_code(page: Page, house: House) -> None:
    """An address that nobody knows is answered like any."""
    page.goto(f"{house.stack.url}/portal/login")
    page.locator("#address").fill("nobody@elsewhere.example")
    page.locator("main button").click()


def mistyped(page: Page, house: House) -> None:
    """A wrong code."""
    asked_for_a_code(page, house)
    page.locator("#code").fill("00000000")
    page.locator("main button").click()


def stale(page: Page, house: House) -> None:
    """A form whose cookie has gone."""
    page.goto(f"{house.stack.url}/portal/login")
    page.context.clear_cookies()
    page.locator("#address").fill("nobody@elsewhere.example")
    page.locator("main button").click()


def link_to_sign_in(page: Page, house: House) -> None:
    """The button of the mail that brings the code."""
    house.signed_in(page)
    mail = house.mail("portal_login", house.address)
    page.context.clear_cookies()
    page.goto(mail["untracked_links"][0])


def nobodys(page: Page, house: House) -> None:
    """A customer without invoices."""
    house.empty_handed(page)


def answered(page: Page, house: House) -> None:
    """Thanked for an answer."""
    page.goto(f"{house.link('asked')}/answer/question")
    page.locator("main textarea").fill("Which delivery is this for?")
    page.locator("main form button").click()


def answered_wrongly(page: Page, house: House) -> None:
    """What was typed is no day, and is told so."""
    page.goto(f"{house.link('open')}/answer/will_pay")
    page.locator("main form").evaluate("form => { form.noValidate = true }")
    page.locator("main form button").click()


def charged(page: Page, house: House) -> None:
    """Automatic payment is on; it is set up when it is first asked for."""
    inside("/portal/autopay")(page, house)
    if "charged" in house.ids:
        return
    page.locator("main a[href*='set-up'][href$=card]").click()
    page.locator("main input[type=checkbox]").check()
    page.locator("main form button").click()
    page.locator("button").first.click()
    house.ids["charged"] = page.locator("main a[href$=limit]").get_attribute("href") or ""


def of_the_charge(what: str) -> Way:
    """A page about the agreement."""

    def way(page: Page, house: House) -> None:
        charged(page, house)
        page.goto(f"{house.stack.url}{house.ids['charged'].removesuffix('limit')}{what}")

    return way


PAGES: dict[str, Way] = {
    "invoice: open": link("open"),
    "invoice: overdue": overdue,
    "invoice: partly paid": link("partly"),
    "invoice: paid": link("paid"),
    "invoice: cancelled": link("void"),
    "invoice: draft": link("draft"),
    "invoice: a debit is under way": under_way,
    "invoice: back from the provider": link("open", "?payment=begun"),
    "invoice: cannot be paid so": link("open", "?payment=not_offered"),
    "invoice: signed in": inside("/portal/invoices/{open}"),
    **{f"answer: {each}": link("open", f"/answer/{each}") for each in Answer},
    "answer: not as it can be read": answered_wrongly,
    "answer: thanks": answered,
    "ways to pay": link("open", "/pay"),
    "ways to pay: none": link("paid", "/pay"),
    "list": inside("/portal/invoices"),
    "statement": inside("/portal/statement"),
    "statement: no period": inside("/portal/statement?from=2026-02-01&to=2026-01-01"),
    "autopay: off": inside("/portal/autopay"),
    "autopay: to agree to": inside("/portal/autopay/set-up/{customer}/{seller}/sepa_debit"),
    "autopay: on": charged,
    "autopay: its limit": of_the_charge("limit"),
    "autopay: to end": of_the_charge("end"),
    "invoice: charged automatically": link("open"),
    "list: empty": nobodys,
    "login": path("/portal/login"),
    "code": asked_for_a_code,
    "code: wrong": mistyped,
    "code: the mail's own button": link_to_sign_in,
    "link: expired": link("expired"),
    "link: a new one was asked for": pressed("expired"),
    "link: revoked": link("revoked"),
    "link: unknown": path("/p/nonsense"),
    "form: stale": stale,
    "signed out": said("signed_out"),
    "login needed": said("login_needed"),
    "preview": path("/p/preview"),
    "missing": path("/portal/nothing"),
    "trouble": said("trouble"),
    NOT_OURS: at_the_provider,
}
