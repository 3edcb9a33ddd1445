"""What the document does not say and the API judges all the same: JSON Schema cannot, or could only by saying it twice.

A request that fits the document is refused for these reasons only.
"""

import re
from typing import Any

from schemathesis import Case, Response

FIELDS = (
    (r"not an ISO 4217 currency code", "a list of 170 codes at each of 60 places"),
    (r"not an IANA time zone", "a list of 600 names, which grows"),
    (r"this cursor is not from this list", "a cursor is signed"),
    (r"email address|@-sign|ASCII before the @|The (part|domain)", "what an address is, RFC 5321 says"),
    (r"no time of the calendar|must be a date such as|must be a day such as", "a pattern knows no months"),
    (r"must be a whole number", "5.0 is one to JSON Schema; here a point tells of major units"),
    (r"Input should be (greater|less) than|Decimal input should have|has more digits", "digits, and those of strings"),
)
"""Of one field by itself: a pattern of the message, and why the document does not say it."""

_LINES = "lines that come to something, a due date that is not before the issue date"
_WORKFLOW = "steps, fees and escalations that fit each other and the rules of countries"
_TEXTS = "one language or more that labels are there for, and variables that are known"
_SEND = "documents that are in store, and a button that leads to one of the seller's hosts"
_UNTIL = "a day that is to come, and in reach"
RULES = {
    "PATCH /v1/invoices/{invoice_id}": _LINES,
    "POST /v1/invoices": _LINES,
    "POST /v1/workflows": _WORKFLOW,
    "PATCH /v1/workflows/{workflow_id}": _WORKFLOW,
    "POST /v1/workflows/{workflow_id}/forecast": _WORKFLOW,
    "PUT /v1/invoices/{invoice_id}/dunning": "a version, and a reminder of it, that there is",
    "POST /v1/templates": _TEXTS,
    "PATCH /v1/templates/{template_id}": _TEXTS,
    "POST /v1/templates/preview": _TEXTS,
    "POST /v1/invoices/{invoice_id}/preview": _SEND,
    "POST /v1/invoices/{invoice_id}/send": _SEND,
    "POST /v1/invoices/{invoice_id}/emails/{email_id}/resend": _SEND,
    "POST /v1/batches": "either ids or a filter, and settings as for one send",
    "POST /v1/messages/{message_id}/reschedule": _UNTIL,
    "POST /v1/customers/{customer_id}/hold": _UNTIL,
    "POST /v1/invoices/{invoice_id}/dunning/hold": _UNTIL,
    "POST /v1/invoices/{invoice_id}/dunning/promise": f"{_UNTIL}; no more than is owed",
    "POST /v1/invoices/{invoice_id}/payments": "no more than is owed, in the invoice's currency",
    "POST /v1/invoices/{invoice_id}/payments/{payment_id}/refund": "no more than is left of the payment",
    "POST /v1/payments/unapplied/{payment_id}/apply": "no more than is left of it",
    "POST /v1/payments/import": "a file with a line of column names",
    "POST /v1/documents": "a name, and bytes of the type that they are said to be",
    "PUT /v1/sellers/{seller_id}": "addresses in the stack's own domain",
    "PUT /v1/sellers/{seller_id}/logo": "a picture of 16 to 3,000 pixels a side",
    "PUT /v1/sellers/{seller_id}/portal": "methods, fees and answers that fit each other",
    "GET /v1/customers/{customer_id}/statement": "a period that is not too long, and one account for a PDF",
    "GET /v1/reports/dunning-activity": "days that the calendar has in every time zone",
}
"""Between fields, or between a request and what is stored: judged by the domain, and told all at once."""
_THERE, _GONE = "ensure_resource_availability", "use_after_free"
_VERSION = "404 is for a version that the body names"
_TEMPLATE = "404 is for a template that the body names"
_KEPT = "DELETE archives: mails and invoices that have it go on with it"
_STAYS = "DELETE takes the workflow away, and the record of reminders stays"
OFF = {
    (_THERE, "POST /v1/customers/{customer_id}/links/revoke"): "404 is for a contact that the body names",
    (_THERE, "POST /v1/invoices/{invoice_id}/links/revoke"): "404 is for an e-mail that the body names",
    (_THERE, "GET /v1/invoices/{invoice_id}/emails/{email_id}/eml"): "404 is for an e-mail that is not written yet",
    (_THERE, "POST /v1/invoices/{invoice_id}/send"): _TEMPLATE,
    (_THERE, "POST /v1/invoices/{invoice_id}/preview"): _TEMPLATE,
    (_THERE, "POST /v1/workflows/{workflow_id}/forecast"): _VERSION,
    (_THERE, "POST /v1/workflows/{workflow_id}/migrate"): _VERSION,
    (_GONE, "GET /v1/templates/{template_id}"): _KEPT,
    (_GONE, "PATCH /v1/templates/{template_id}"): _KEPT,
    (_GONE, "DELETE /v1/templates/{template_id}"): _KEPT,
    (_GONE, "GET /v1/templates/{template_id}/versions"): _KEPT,
    (_GONE, "GET /v1/templates/{template_id}/versions/{version}"): _KEPT,
    (_GONE, "GET /v1/workflows/{workflow_id}"): _KEPT,
    (_GONE, "PATCH /v1/workflows/{workflow_id}"): _KEPT,
    (_GONE, "DELETE /v1/workflows/{workflow_id}"): _KEPT,
    (_GONE, "GET /v1/workflows/{workflow_id}/versions"): _KEPT,
    (_GONE, "GET /v1/workflows/{workflow_id}/versions/{version}"): _KEPT,
    (_GONE, "POST /v1/workflows/{workflow_id}/forecast"): _KEPT,
    (_GONE, "POST /v1/workflows/{workflow_id}/migrate"): _KEPT,
    (_GONE, "GET /v1/invoices/{invoice_id}/dunning"): _STAYS,
    (_GONE, "DELETE /v1/invoices/{invoice_id}/dunning"): _STAYS,
    (_GONE, "POST /v1/invoices/{invoice_id}/dunning/hold"): _STAYS,
    (_GONE, "POST /v1/invoices/{invoice_id}/dunning/promise"): _STAYS,
}
"""Checks that are not for an operation, and why."""


def beyond_the_schema(case: Case[Any], response: Response) -> bool:
    """Whether a 422 is for such reasons and no other."""
    if response.status_code != 422:
        return False
    told = response.json()
    problems = [each["message"] for each in told.get("problems", [])] or [told["detail"]]
    return case.operation.label in RULES or all(_known(each) for each in problems)


def _known(message: str) -> bool:
    return any(re.search(pattern, message) for pattern, _ in FIELDS)
