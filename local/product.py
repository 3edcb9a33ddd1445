"""The product as its own users see it: asked over its public HTTP API."""

import json
import secrets
import urllib.error
import urllib.request
from typing import Any


class RefusedError(Exception):
    """The product answered with a problem; the text is its `detail`."""


class Product:
    """What the pages show of the product, and the one thing they do with it."""

    def __init__(self, url: str) -> None:
        self._url = url

    def invoices(self) -> list[dict[str, Any]]:
        """The first hundred, by due date; none where the product cannot answer."""
        try:
            found: list[dict[str, Any]] = self._ask("GET", "/v1/invoices?limit=100")["items"]
        except (RefusedError, OSError, KeyError):
            return []
        return found

    def light(self, invoice_id: str | None) -> dict[str, str] | None:
        """The delivery light of an invoice; None where there is none to be had."""
        try:
            light: dict[str, str] = self._ask("GET", f"/v1/invoices/{invoice_id}")["delivery"]
        except (RefusedError, OSError, KeyError):
            return None
        return light

    def send(self, invoice_id: str) -> None:
        """Send an invoice now. Raises RefusedError."""
        self._ask("POST", f"/v1/invoices/{invoice_id}/send")

    def _ask(self, method: str, path: str) -> dict[str, Any]:
        headers = {"Idempotency-Key": secrets.token_hex(8), "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._url}{path}", method=method, headers=headers)  # noqa: S310 ours
        try:
            with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - our own # nosec B310
                answer: dict[str, Any] = json.load(response)
        except urllib.error.HTTPError as problem:
            raise RefusedError(_said(problem)) from problem
        return answer


def _said(problem: urllib.error.HTTPError) -> str:
    try:
        told = json.load(problem)
        return "; ".join(each["message"] for each in told.get("problems", [])) or str(told["detail"])
    except (ValueError, KeyError):
        return f"{problem.code} {problem.reason}"
