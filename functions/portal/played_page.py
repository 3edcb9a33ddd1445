"""How the provider that is played looks."""

from datetime import datetime
from html import escape
from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response

from dunlin.domain.money import Money
from dunlin.domain.payments.attempt import Attempt, AttemptState

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 28rem; padding: 1.5rem; color: #1a1a1a }
h1 { font-size: 1.4rem } .note { background: #fff3cd; padding: .75rem; border-radius: .5rem }
button { display: block; width: 100%; font: inherit; padding: .75rem; margin: .5rem 0; border-radius: .5rem;
  border: 1px solid #555; background: #fff; color: inherit; min-height: 2.75rem }
:focus-visible { outline: 3px solid #1f5f8b; outline-offset: 2px }
button.first { background: #1f5f8b; color: #fff; border-color: #1f5f8b }
"""
# Styles are the page's own, and no script runs.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' https: http://127.0.0.1:* http://localhost:*; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_PAY = (
    ("succeed", "Pay {total}"),
    ("process", "Pay by a debit that takes days"),
    ("fail", "Let the payment fail"),
    ("twice", "Pay twice"),
)
_DEEDS = {
    AttemptState.CREATED: _PAY,
    AttemptState.FAILED: _PAY,
    AttemptState.PROCESSING: (("succeed", "The money comes in"), ("fail", "The debit fails")),
    AttemptState.DISPUTED: (
        ("dispute_withdrawn", "The bank takes the money for now"),
        ("dispute_lost", "The dispute is lost"),
        ("dispute_won", "The dispute is won"),
    ),
    AttemptState.SUCCEEDED: (("refund", "The seller pays it back"), ("dispute", "The customer disputes it")),
}
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


_AGREE = (
    ("succeeds", "Agree, with means that work"),
    ("processes", "Agree, with means whose money comes days later"),
    ("declines", "Agree, with means that will be declined"),
    ("expires", "Agree, with means that expire"),
)


def setup_page(method: str, *, back: str) -> Response[str]:
    """By which means somebody agrees to be charged later."""
    buttons = "".join(
        f'<button name="do" value="{means}"{' class="first"' if means == "succeeds" else ""}>{escape(label)}</button>'
        for means, label in _AGREE
    )
    body = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>Test of automatic payment</title><style>{_STYLE}</style></head><body><main>
<h1>Test of automatic payment</h1>
<p class="note">This provider is played: no money moves.</p>
<p>By {escape(method.replace("_", " "))}.</p>
<form method="post">{buttons}</form>
<p><a href="{escape(back)}">Back without agreeing</a></p></main></body></html>"""
    return Response(HTTPStatus.OK, "text/html; charset=utf-8", body, headers=_HEADERS)


def page(attempt: Attempt, *, back: str, now: datetime) -> Response[str]:
    """What may happen to this attempt next."""
    closed = attempt.state is AttemptState.CREATED and not attempt.open(now=now)
    deeds = () if closed else _DEEDS.get(attempt.state, ())
    body = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>Test payment</title><style>{_STYLE}</style></head><body><main>
<h1>Test payment of {escape(str(attempt.total))}</h1>
<p class="note">This provider is played: no money moves.</p>
<p>Invoice {escape(attempt.invoice_number)} by {escape(attempt.method.replace("_", " "))}; {_fee(attempt)}
It is <strong>{"closed" if closed else attempt.state}</strong>.</p>
<form method="post">{"".join(_button(*deed, attempt=attempt) for deed in deeds)}</form>
<p><a href="{escape(back)}">Back to the invoice</a></p></main></body></html>"""
    return Response(HTTPStatus.OK, "text/html; charset=utf-8", body, headers=_HEADERS)


def _button(deed: str, label: str, *, attempt: Attempt) -> str:
    first = ' class="first"' if deed == "succeed" else ""
    return f'<button name="do" value="{deed}"{first}>{escape(label.format(total=attempt.total))}</button>'


def _fee(attempt: Attempt) -> str:
    return f"{Money(attempt.fee, attempt.currency)} of it is the fee." if attempt.fee else "no fee."
