"""Whether a person or a machine did it."""

from datetime import timedelta

import pytest

from dunlin.domain.engagement import ENGAGEMENT, TOO_SOON, EventType, Who, delivered_before, who
from dunlin.domain.user_agent import MACHINES, family
from tests.builders import NOW, an_event

SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0", "Apple Mail privacy"),
        (" mozilla/5.0 ", "Apple Mail privacy"),
        (GMAIL, "Gmail proxy"),
        ("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html", "Yahoo proxy"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", "bot"),
        ("Barracuda Sentinel (EE)", "scanner"),
        ("python-requests/2.31", "script"),
        ("curl/8.5.0", "script"),
        (CHROME.replace("Chrome/", "HeadlessChrome/"), "script"),
        ("Microsoft Office/16.0 (Microsoft Outlook 16.0.17328; Pro)", "Outlook"),
        ("Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0)", "Outlook"),
        ("Mozilla/5.0 (X11; rv:115.0) Gecko/20100101 Thunderbird/115.9.0", "Thunderbird"),
        (f"{CHROME} Edg/126.0.0.0", "Edge"),
        ("Mozilla/5.0 (X11; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox"),
        (CHROME, "Chrome"),
        (SAFARI, "Safari or Apple Mail"),
        ("Superhuman/1.0", "other"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_the_family_of_a_user_agent(agent: str, name: str) -> None:
    assert family(agent) == name


@pytest.mark.parametrize("kind", ENGAGEMENT)
@pytest.mark.parametrize(
    ("agent", "bot", "did_it"),
    [
        (CHROME, "", Who.HUMAN),
        ("Superhuman/1.0", "", Who.HUMAN),
        ("Mozilla/5.0", "", Who.MACHINE),
        (GMAIL, "", Who.MACHINE),
        ("", "", Who.UNKNOWN),
        (CHROME, "Likely", Who.MACHINE),
        ("Mozilla/5.0", "Unlikely", Who.HUMAN),
        ("", "Unlikely", Who.HUMAN),
        ("Mozilla/5.0", "Perhaps", Who.MACHINE),
        ("", "True", Who.UNKNOWN),
    ],
)
def test_the_verdict_of_ses_comes_first_and_then_the_user_agent(
    kind: EventType, agent: str, bot: str, did_it: Who
) -> None:
    assert who(an_event(kind, user_agent=agent, bot=bot)) is did_it


@pytest.mark.parametrize("kind", [each for each in EventType if each not in ENGAGEMENT])
def test_nobody_did_what_only_the_provider_reports(kind: EventType) -> None:
    assert who(an_event(kind, user_agent=CHROME, bot="Unlikely")) is None


def test_every_machine_is_a_family_that_can_be_recognised() -> None:
    seen = {
        family(agent) for agent in ("Mozilla/5.0", "GoogleImageProxy", "YahooMailProxy", "bot", "scanner", "curl/8")
    }
    assert seen == MACHINES


def test_a_person_opens_two_seconds_after_delivery_at_the_earliest() -> None:
    opened = an_event(user_agent=CHROME, at=NOW)
    assert delivered_before(opened) == NOW - timedelta(seconds=2) == NOW - TOO_SOON


@pytest.mark.parametrize(
    ("agent", "bot"), [(CHROME, "Unlikely"), (CHROME, "Likely"), ("Mozilla/5.0", ""), ("", ""), (GMAIL, "")]
)
def test_timing_says_nothing_where_ses_did_or_where_it_was_no_person_anyway(agent: str, bot: str) -> None:
    assert delivered_before(an_event(user_agent=agent, bot=bot)) is None


def test_timing_is_asked_where_the_verdict_is_no_verdict() -> None:
    assert delivered_before(an_event(user_agent=CHROME, bot="Perhaps")) is not None


def test_timing_says_nothing_about_a_delivery() -> None:
    assert delivered_before(an_event(EventType.DELIVERY)) is None
