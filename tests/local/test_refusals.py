"""The local SES refuses what SES refuses, so that nobody learns of it on AWS first."""

from typing import Any

import pytest

from local import refusals
from local.refusals import Refused, check
from tests.local.builders import ACCOUNT, a_message, a_request

BLANK = a_message().as_bytes()


def refusal_of(request: dict[str, Any]) -> Refused:
    with pytest.raises(Refused) as caught:
        check(request, ACCOUNT)
    return caught.value


def test_an_ordinary_mail_is_taken_byte_for_byte() -> None:
    taken = check(a_request(), ACCOUNT)

    assert taken.raw == BLANK
    assert (taken.recipients, taken.tags) == (("ann@buyer.example",), {"email_id": "eml_1"})


def test_an_unknown_configuration_set_is_not_found() -> None:
    refused = refusal_of(a_request(ConfigurationSetName="other"))

    assert (refused.code, refused.status) == ("NotFoundException", 404)


@pytest.mark.parametrize("sender", ["billing@elsewhere.example", "billing@notsender.example", "nobody"])
def test_an_unverified_sender_is_rejected(sender: str) -> None:
    assert refusal_of(a_request(FromEmailAddress=sender)).code == "MessageRejected"


def test_a_subdomain_of_a_verified_domain_may_send() -> None:
    assert check(a_request(FromEmailAddress="a@mail.sender.example"), ACCOUNT).source == "a@mail.sender.example"


def test_the_from_header_is_checked_as_well() -> None:
    assert refusal_of(a_request(a_message(From="ceo@elsewhere.example").as_bytes())).code == "MessageRejected"


@pytest.mark.parametrize(
    "destination",
    [
        None,
        {},
        {"ToAddresses": []},
        {"ToAddresses": [f"a{number}@b.example" for number in range(51)]},
        {"ToAddresses": ["ann"]},
        {"ToAddresses": ["änn@buyer.example"]},
    ],
    ids=["missing", "empty", "nobody", "51 of them", "no domain", "not ASCII"],
)
def test_recipients_that_ses_would_not_take_are_refused(destination: Any) -> None:
    assert refusal_of(a_request(Destination=destination)).code == "BadRequestException"


@pytest.mark.parametrize(
    "tags",
    [
        [{"Name": "email_id", "Value": "has space"}],
        [{"Name": "ä", "Value": "x"}],
        [{"Name": "a", "Value": ""}],
        [{"Name": "a", "Value": "x" * 257}],
        [{"Name": "a", "Value": "1"}, {"Name": "a", "Value": "2"}],
        [{"Name": f"a{number}", "Value": "1"} for number in range(51)],
    ],
)
def test_tags_have_an_alphabet_a_length_and_a_number(tags: list[dict[str, str]]) -> None:
    assert refusal_of(a_request(EmailTags=tags)).code == "BadRequestException"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"To: ann@buyer.example\n\nno From",
        BLANK.replace(b"Subject:", b"Subject: one\nSubject:", 1),
        BLANK.replace(b"Subject:", b"X: a\nthis is no header\nSubject:", 1),
        BLANK.replace(b"Your invoice", b"a\rb", 1),
        BLANK.replace(b"Your invoice", b"x" * 999, 1),
        BLANK.replace(b"boundary=", b"border=", 1),
    ],
    ids=["empty", "no From", "injected header", "no header", "bare CR", "long line", "no boundary"],
)
def test_a_message_that_is_not_mime_is_refused(raw: bytes) -> None:
    assert refusal_of(a_request(raw)).code == "BadRequestException"


def test_more_than_40_megabytes_are_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusals.MAX_BYTES == 40 * 1024 * 1024
    monkeypatch.setattr(refusals, "MAX_BYTES", 100)

    assert "more than 100 bytes" in refusal_of(a_request()).text


@pytest.mark.parametrize("content", [None, {"Simple": {}}, {"Raw": {"Data": "not base64"}}])
def test_only_raw_content_is_played(content: Any) -> None:
    assert refusal_of(a_request(Content=content)).code == "BadRequestException"
