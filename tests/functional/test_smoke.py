from tests import aws


def test_world(aws_world: None) -> None:
    assert aws.outbox() == []
