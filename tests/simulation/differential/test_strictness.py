"""What AWS refuses the model refuses; moto too, but for what is listed."""

import random
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests import aws as shared
from tests.simulation.aws import Aws
from tests.simulation.differential.differences import DIFFERENCES, FALLS, TAKES
from tests.simulation.differential.pairs import NOW
from tests.simulation.differential.strictness import REFUSED


@pytest.fixture(scope="module")
def moto(_moto: None) -> None:
    """Built once: what is refused leaves nothing behind, and what moto takes is harmless."""
    from moto.backends import get_backend

    for service in ("dynamodb", "sqs", "s3", "secretsmanager", "sesv2", "ses", "scheduler"):
        for account in get_backend(service).values():
            for backend in account.values():
                backend.reset()
    shared.build()


def outcome(call: Any) -> str:
    """The code of the refusal, or what else came of it."""
    try:
        call()
    except ClientError as failure:
        return str(failure.response["Error"]["Code"])
    except Exception:  # noqa: BLE001 - moto's own
        return FALLS
    return TAKES


@pytest.mark.parametrize("name", REFUSED)
def test_the_model_refuses_it_and_moto_is_as_listed(moto: None, name: str) -> None:
    service, operation, params = REFUSED[name]
    model = Aws(clock=lambda: NOW, random=random.Random(1))  # noqa: S311 - no secret
    ours = outcome(lambda: model.call(service, operation, params))
    theirs = outcome(lambda: shared._client(service)._make_api_call(operation, _named_apart(name, params)))

    assert ours not in (TAKES, FALLS)
    assert theirs == DIFFERENCES.get(name, (ours, ""))[0]


def test_only_what_is_asked_is_listed() -> None:
    assert set(DIFFERENCES) <= set(REFUSED)


def _named_apart(name: str, params: dict[str, Any]) -> dict[str, Any]:
    """Moto keeps what it takes, and refuses the next schedule of that name for another reason."""
    if params.get("Name") == "msg_01":
        return {**params, "Name": "".join(each if each.isalnum() else "-" for each in name)}
    return params
