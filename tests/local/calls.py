"""Calling a stack as a script would."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: dict[str, str]


class Stays(urllib.request.HTTPRedirectHandler):
    """Redirects are answers, not orders."""

    def redirect_request(self, *_: Any) -> None:
        return None


def get(url: str, **headers: str) -> Answer:
    return _call(urllib.request.Request(url, headers=headers))  # noqa: S310 our own address


def post(url: str, body: Any = None, **headers: str) -> Answer:
    data = b"" if body is None else json.dumps(body).encode()
    return _call(urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"} | headers))  # noqa: S310


def put(url: str, body: Any) -> Answer:
    data, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
    return _call(urllib.request.Request(url, data=data, headers=headers, method="PUT"))  # noqa: S310


def _call(request: urllib.request.Request) -> Answer:
    try:
        response = urllib.request.build_opener(Stays).open(request, timeout=30)
    except urllib.error.HTTPError as problem:
        response = problem
    with response:
        return Answer(response.status, _parsed(response.read()), {k.lower(): v for k, v in response.headers.items()})


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        return data.decode()
