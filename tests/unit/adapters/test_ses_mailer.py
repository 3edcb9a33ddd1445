"""What each answer of SES means."""

from typing import Any, cast

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    ParamValidationError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError

from dunlin.adapters.ses_mailer import CONFIG, SesMailer
from dunlin.services.ports.mail import MailRefusedError, MailUnconfirmedError, Refused

URL = "https://email.us-east-1.amazonaws.com"
TAGS = {"message_id": "msg_01", "email_id": "eml_01_1"}


class Ses:
    """SES as far as the mailer sees it: takes what its real one takes, and answers what it is told to."""

    def __init__(self, failure: Exception | None = None) -> None:
        self._failure = failure
        self.asked: list[dict[str, Any]] = []

    def send_email(
        self,
        *,
        FromEmailAddress: str,  # noqa: N803 - AWS's names
        Destination: dict[str, list[str]],  # noqa: N803
        Content: dict[str, dict[str, bytes]],  # noqa: N803
        EmailTags: list[dict[str, str]],  # noqa: N803
        ConfigurationSetName: str,  # noqa: N803
        ConfigurationOverrides: dict[str, dict[str, str]] | None = None,  # noqa: N803
    ) -> dict[str, str]:
        self.asked.append(dict(locals()))
        if self._failure:
            raise self._failure
        return {"MessageId": "0100-ses"}


def _post(ses: Ses, *, tracked: bool = True) -> str:
    mailer = SesMailer(cast("Any", ses), configuration_set="dunlin-test")
    return mailer.post(b"raw", sender="us@seller.example", recipient="ada@buyer.example", tags=TAGS, tracked=tracked)


def _answered(code: str, status: int, text: str = "Said so.") -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": text}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "SendEmail")


def test_one_mail_is_one_request_to_one_address() -> None:
    ses = Ses()
    assert _post(ses) == "0100-ses"
    [asked] = ses.asked
    assert asked["Destination"] == {"ToAddresses": ["ada@buyer.example"]}
    assert asked["Content"] == {"Raw": {"Data": b"raw"}}
    assert asked["EmailTags"] == [{"Name": "message_id", "Value": "msg_01"}, {"Name": "email_id", "Value": "eml_01_1"}]
    assert (asked["FromEmailAddress"], asked["ConfigurationSetName"]) == ("us@seller.example", "dunlin-test")


@pytest.mark.parametrize(("tracked", "told"), [(True, None), (False, "DISABLED")])
def test_opens_and_clicks_are_only_asked_for_with_consent(tracked: bool, told: str | None) -> None:  # noqa: FBT001
    ses = Ses()
    _post(ses, tracked=tracked)
    tracking = (ses.asked[0]["ConfigurationOverrides"] or {}).get("Tracking", {})
    assert (tracking.get("OpenTrackingEnabled"), tracking.get("ClickTrackingEnabled")) == (told, told)


@pytest.mark.parametrize(
    ("code", "status", "meaning"),
    [
        ("TooManyRequestsException", 429, Refused.THROTTLED),
        ("ThrottlingException", 400, Refused.THROTTLED),
        ("Throttling", 400, Refused.THROTTLED),
        ("RequestThrottled", 400, Refused.THROTTLED),
        ("SomethingNewAboutRates", 429, Refused.THROTTLED),
        ("AccountSuspendedException", 400, Refused.ACCOUNT),
        ("SendingPausedException", 400, Refused.ACCOUNT),
        ("LimitExceededException", 400, Refused.ACCOUNT),
        ("AccessDeniedException", 403, Refused.ACCOUNT),
        ("UnrecognizedClientException", 403, Refused.ACCOUNT),
        ("InvalidSignatureException", 403, Refused.ACCOUNT),
        ("ExpiredTokenException", 403, Refused.UNREACHED),
        ("MessageRejected", 400, Refused.THIS_MAIL),
        ("MailFromDomainNotVerifiedException", 400, Refused.THIS_MAIL),
        ("BadRequestException", 400, Refused.THIS_MAIL),
        ("NotFoundException", 404, Refused.THIS_MAIL),
        ("SomethingNewAboutMails", 400, Refused.THIS_MAIL),
    ],
)
def test_a_definite_answer_says_what_helps(code: str, status: int, meaning: Refused) -> None:
    with pytest.raises(MailRefusedError) as refused:
        _post(Ses(_answered(code, status)))
    assert (refused.value.kind, refused.value.code, refused.value.text) == (meaning, code, "Said so.")


@pytest.mark.parametrize(
    "failure",
    [
        ConnectTimeoutError(endpoint_url=URL),
        EndpointConnectionError(endpoint_url=URL),
        NoCredentialsError(),
    ],
)
def test_where_no_byte_arrived_it_is_tried_later(failure: BotoCoreError) -> None:
    with pytest.raises(MailRefusedError) as refused:
        _post(Ses(failure))
    assert (refused.value.kind, refused.value.code) == (Refused.UNREACHED, type(failure).__name__)


@pytest.mark.parametrize(
    "failure",
    [
        ReadTimeoutError(endpoint_url=URL),
        ConnectionClosedError(endpoint_url=URL),
        HTTPClientError(error="reset by peer"),
        ResponseParserError("200 and then HTML"),
        _answered("InternalServiceErrorException", 500),
        _answered("ServiceUnavailable", 503),
        _answered("502", 502),
        ClientError({}, "SendEmail"),
    ],
)
def test_where_nobody_knows_nothing_is_concluded(failure: Exception) -> None:
    with pytest.raises(MailUnconfirmedError) as unconfirmed:
        _post(Ses(failure))
    assert unconfirmed.value.__cause__ is failure


def test_a_mail_that_the_client_itself_will_not_post_is_this_mails_fault() -> None:
    with pytest.raises(MailRefusedError) as refused:
        _post(Ses(ParamValidationError(report="no tags")))
    assert refused.value.kind is Refused.THIS_MAIL


def test_an_unexpected_failure_of_ours_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        _post(Ses(ZeroDivisionError()))


def test_the_client_is_told_to_try_once_and_not_to_wait_long() -> None:
    settings: Any = CONFIG
    assert settings.retries["total_max_attempts"] == 1
    assert (settings.connect_timeout, settings.read_timeout) == (3, 15)
