"""The client that posts mails, against a real server on this machine: whatever it answers, it is asked once."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import boto3
import pytest
from botocore.config import Config

from dunlin import wiring
from dunlin.adapters.ses_mailer import CONFIG, SesMailer, can_untrack
from dunlin.services.ports.mail import Mailer, MailRefusedError, MailUnconfirmedError, Refused
from tests.aws import ENVIRONMENT

# As configured, but for the patience: a test does not wait fifteen seconds.
IMPATIENT = CONFIG.merge(Config(connect_timeout=1, read_timeout=0.3))
type Answer = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """Answers every POST in the one way it is told to, and keeps their bodies."""

    daemon_threads = True

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer, self.posts, self.closing = answer, list[bytes](), Event()


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        self.server.posts.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.answer(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Silence."""


def _says(status: int, body: str = "{}", *, code: str = "") -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        if code:
            request.send_header("x-amzn-ErrorType", code)
        request.end_headers()
        request.wfile.write(body.encode())

    return answer


def _hangs(request: BaseHTTPRequestHandler) -> None:
    assert isinstance(request.server, Server)
    request.server.closing.wait(5)
    request.close_connection = True


def _hangs_up(request: BaseHTTPRequestHandler) -> None:
    request.close_connection = True


@contextmanager
def _ses(answer: Answer) -> Iterator[Server]:
    server = Server(answer)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _post(port: int, *, config: Config = IMPATIENT, tracked: bool = True) -> str:
    client = boto3.client(
        "sesv2",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=config,
    )
    try:
        return _hand_over(SesMailer(client, configuration_set="dunlin-test"), tracked=tracked)
    finally:
        client.close()


def _hand_over(mailer: Mailer, *, tracked: bool = True) -> str:
    to, tags = "ada@buyer.example", {"kind": "invoice"}
    return mailer.post(b"raw", sender="us@seller.example", recipient=to, tags=tags, tracked=tracked)


def test_an_accepted_mail_is_one_request_with_the_providers_id_as_its_answer() -> None:
    with _ses(_says(200, '{"MessageId": "0100-ses"}')) as server:
        assert _post(server.server_port) == "0100-ses"
    [body] = server.posts
    posted = json.loads(body)
    assert posted["Destination"] == {"ToAddresses": ["ada@buyer.example"]}
    assert posted["EmailTags"] == [{"Name": "kind", "Value": "invoice"}]
    assert "ConfigurationOverrides" not in posted


def test_a_customer_who_did_not_consent_is_not_tracked() -> None:
    with _ses(_says(200, '{"MessageId": "0100-ses"}')) as server:
        _post(server.server_port, tracked=False)
    tracking = json.loads(server.posts[0])["ConfigurationOverrides"]["Tracking"]
    assert tracking == {"OpenTrackingEnabled": "DISABLED", "ClickTrackingEnabled": "DISABLED"}


def test_a_client_that_cannot_except_a_mail_from_tracking_does_not_send_it_against_the_customers_will() -> None:
    class Silent:
        def send_email(self, **_: object) -> None:
            raise AssertionError("it was sent")

    mailer = SesMailer(Silent(), configuration_set="set-test", can_untrack=False)  # type: ignore[arg-type] # whoever it is
    with pytest.raises(MailRefusedError) as refused:
        _hand_over(mailer, tracked=False)
    assert refused.value.kind is Refused.ACCOUNT


def test_our_own_client_can() -> None:
    assert can_untrack(boto3.client("sesv2", region_name="us-east-1"))


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(_says(500), id="internal error"),
        pytest.param(_says(503, "<html>", code="ServiceUnavailable"), id="unavailable"),
        pytest.param(_says(504), id="gateway timeout"),
        pytest.param(_hangs, id="silence"),
        pytest.param(_hangs_up, id="hung up"),
        pytest.param(_says(200, "<html>"), id="accepted, unreadable"),
        pytest.param(_says(200), id="accepted, without an id"),
    ],
)
def test_an_unclear_answer_is_never_asked_for_twice(answer: Answer) -> None:
    with _ses(answer) as server:
        with pytest.raises(MailUnconfirmedError):
            _post(server.server_port)
        time.sleep(0.05)
    assert len(server.posts) == 1


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (429, "TooManyRequestsException", Refused.THROTTLED),
        (400, "ThrottlingException", Refused.THROTTLED),
        (400, "SendingPausedException", Refused.ACCOUNT),
        (400, "MessageRejected", Refused.THIS_MAIL),
        (403, "ExpiredTokenException", Refused.UNREACHED),
    ],
)
def test_a_refusal_is_never_repeated_by_the_client(status: int, code: str, kind: Refused) -> None:
    with (
        _ses(_says(status, '{"message": "Said so."}', code=code)) as server,
        pytest.raises(MailRefusedError) as refused,
    ):
        _post(server.server_port)
    assert (refused.value.kind, refused.value.code, refused.value.text) == (kind, code, "Said so.")
    assert len(server.posts) == 1


def test_where_nobody_listens_nothing_was_sent() -> None:
    with _ses(_says(200)) as server:
        port = server.server_port
    with pytest.raises(MailRefusedError) as refused:
        _post(port)
    assert refused.value.kind is Refused.UNREACHED


def test_the_mailer_that_is_wired_asks_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with _ses(_says(500)) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", f"http://127.0.0.1:{server.server_port}")
        mailer = wiring.mailer.__wrapped__()
        assert isinstance(mailer, SesMailer)
        with pytest.raises(MailUnconfirmedError):
            _hand_over(mailer)
        mailer._client.close()
    assert len(server.posts) == 1


def test_a_client_of_boto3s_own_making_would_have_asked_again() -> None:
    careless = Config(retries={"total_max_attempts": 2}, read_timeout=0.3)
    with _ses(_says(500)) as server, pytest.raises(MailUnconfirmedError):
        _post(server.server_port, config=careless)
    assert len(server.posts) == 2
