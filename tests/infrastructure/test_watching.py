"""What goes wrong is seen."""

import json
import re

import pytest

from tests.infrastructure.stack import of_type, template

ALARMS = of_type("AWS::CloudWatch::Alarm")


@pytest.mark.parametrize("alarm", ALARMS)
def test_an_alarm_says_what_it_means_and_tells_somebody(alarm: str) -> None:
    assert ALARMS[alarm]["AlarmDescription"]
    assert ALARMS[alarm]["AlarmActions"] == [{"Ref": "AlarmTopic"}]


@pytest.mark.parametrize(
    ("metric", "tightest"),
    [
        ("Reputation.BounceRate", 0.05),  # SES puts an account under review at 5% ...
        ("Reputation.ComplaintRate", 0.001),  # ... and at 0.1%
        ("ApproximateAgeOfOldestMessage", 3600),
    ],
)
def test_there_is_an_alarm_before_it_is_late(metric: str, tightest: float) -> None:
    alarms = [each for each in ALARMS.values() if each["MetricName"] == metric]
    assert alarms
    assert all(0 < alarm["Threshold"] < tightest for alarm in alarms)


def test_a_sweep_that_stopped_is_not_taken_for_silence() -> None:
    assert ALARMS["SweepStoppedAlarm"]["TreatMissingData"] == "breaching"


def test_the_dashboard_is_json_about_resources_that_exist() -> None:
    (dashboard,) = of_type("AWS::CloudWatch::Dashboard").values()
    text = dashboard["DashboardBody"]["Fn::Sub"]
    assert json.loads(text)["widgets"]
    assert {name.split(".")[0] for name in re.findall(r"\$\{(\w[\w.]*)\}", text)} <= set(template()["Resources"])
