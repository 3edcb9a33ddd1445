"""SES v2: one POST per mail, and what each of its answers means."""

from http import HTTPStatus
from typing import TYPE_CHECKING, TypedDict

from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ProxyConnectionError,
)
from botocore.parsers import ResponseParserError

from dunlin.adapters.user_agent import USER_AGENT
from dunlin.services.ports.mail import MailRefusedError, MailUnconfirmedError, Refused

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sesv2.type_defs import ConfigurationOverridesTypeDef

    class _Overrides(TypedDict, total=False):
        ConfigurationOverrides: ConfigurationOverridesTypeDef


# SendEmail has no idempotency key: the client must never repeat it by itself. Connections are not kept between
# invocations for long, for a thawed one may be dead, which shows only after the request has gone out.
CONFIG = Config(
    retries={"total_max_attempts": 1, "mode": "standard"},
    connect_timeout=3,
    read_timeout=15,
    tcp_keepalive=True,
    user_agent=USER_AGENT,
)

# https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors and the common errors.
# A code that is not here, with status 429, is for later, with another 4xx this mail's own fault; with 5xx nobody knows.
_MEANING = {
    "TooManyRequestsException": Refused.THROTTLED,
    "ThrottlingException": Refused.THROTTLED,
    "Throttling": Refused.THROTTLED,
    "RequestThrottled": Refused.THROTTLED,
    "AccountSuspendedException": Refused.ACCOUNT,
    "SendingPausedException": Refused.ACCOUNT,
    "LimitExceededException": Refused.ACCOUNT,
    "AccessDeniedException": Refused.ACCOUNT,
    "ExpiredTokenException": Refused.UNREACHED,
    "UnrecognizedClientException": Refused.ACCOUNT,
    "InvalidSignatureException": Refused.ACCOUNT,
    "MailFromDomainNotVerifiedException": Refused.THIS_MAIL,
    "MessageRejected": Refused.THIS_MAIL,
    "BadRequestException": Refused.THIS_MAIL,
    "NotFoundException": Refused.THIS_MAIL,
}
# Not a byte of the request has left.
_UNREACHED = (
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    ProxyConnectionError,
)
# The configuration set tracks; a customer who did not consent is excepted, mail by mail.
_UNTRACKED: "_Overrides" = {
    "ConfigurationOverrides": {"Tracking": {"OpenTrackingEnabled": "DISABLED", "ClickTrackingEnabled": "DISABLED"}}
}


def can_untrack(client: "SESV2Client") -> bool:
    """Whether the client's own description of SES knows how to except one mail from tracking (botocore 1.44 and on)."""
    asked = client.meta.service_model.operation_model("SendEmail").input_shape
    return asked is not None and "ConfigurationOverrides" in asked.members


class SesMailer:
    """Port `Mailer`."""

    def __init__(self, client: "SESV2Client", *, configuration_set: str, can_untrack: bool = True) -> None:
        self._client, self._configuration_set, self._can_untrack = client, configuration_set, can_untrack

    def post(self, raw: bytes, *, sender: str, recipient: str, tags: dict[str, str], tracked: bool) -> str:
        """See the port."""
        if not (tracked or self._can_untrack):
            # Rather later than against the customer's will.
            text = "this botocore is too old to send without tracking: deploy the layer's own"
            raise MailRefusedError(Refused.ACCOUNT, "CannotUntrack", text)
        try:
            answer = self._client.send_email(
                FromEmailAddress=sender,
                Destination={"ToAddresses": [recipient]},
                Content={"Raw": {"Data": raw}},
                EmailTags=[{"Name": name, "Value": value} for name, value in tags.items()],
                ConfigurationSetName=self._configuration_set,
                **({} if tracked else _UNTRACKED),
            )
            return answer["MessageId"]
        except ClientError as failure:
            raise _meaning(failure) from failure
        except _UNREACHED as failure:
            raise MailRefusedError(Refused.UNREACHED, type(failure).__name__, "SES was not reached") from failure
        except ParamValidationError as failure:
            raise MailRefusedError(Refused.THIS_MAIL, "ParamValidation", "SES takes no such mail") from failure
        # Last, because everything else only says that it is not known: a 200 that cannot be read among them.
        except (BotoCoreError, ResponseParserError, KeyError) as failure:
            raise MailUnconfirmedError(type(failure).__name__) from failure

    def message_id(self, provider_id: str) -> str:
        """See the port. https://docs.aws.amazon.com/ses/latest/dg/header-fields.html"""
        region = self._client.meta.region_name
        return f"<{provider_id}@{_DOMAINS.get(region, region)}.amazonses.com>"


# Where it is not called after its region.
_DOMAINS = {"us-east-1": "email"}


def _meaning(failure: ClientError) -> MailRefusedError | MailUnconfirmedError:
    code = failure.response.get("Error", {}).get("Code", "")
    status = failure.response.get("ResponseMetadata", {}).get("HTTPStatusCode", HTTPStatus.INTERNAL_SERVER_ERROR)
    if code not in _MEANING and status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return MailUnconfirmedError(f"{status} {code}")
    text = failure.response.get("Error", {}).get("Message", "")
    unlisted = Refused.THROTTLED if status == HTTPStatus.TOO_MANY_REQUESTS else Refused.THIS_MAIL
    return MailRefusedError(_MEANING.get(code, unlisted), code, text)
