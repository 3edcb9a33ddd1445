"""What a world's future follows from: of two worlds at rest that are alike in it one tells of both."""

import random
from collections.abc import Iterator
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from dunlin import wiring
from local.mail import Mail
from tests.simulation.aws import Aws

if TYPE_CHECKING:
    from tests.simulation.world import World


def fingerprint(world: "World") -> bytes:
    """Of a world in which nobody is at work: all that is stored, told or waiting, the clock, chance, what warm
    functions remember, and all that was ever written. Left out are the trace and the logs, of which nothing follows.
    """
    mark = blake2b(world.history.mark, digest_size=16)
    for part in (*_of_aws(world.aws), *_of_world(world)):
        mark.update(repr(part).encode())
    return mark.digest()


def _of_aws(aws: Aws) -> Iterator[object]:
    yield from (table.mark for table in aws.dynamodb.tables.values())
    yield from (queue.letters for queue in aws.sqs.queues.values())
    yield aws.scheduler.schedules
    yield [(key, [each.etag for each in stored]) for key, stored in aws.s3.objects.items()]
    yield [(mail.message_id, mail.email_id, mail.sent_at, len(mail.events)) for mail in aws.ses.mails]
    yield sorted(aws.ses.suppressed)
    yield aws.stepfunctions.executions


def _of_world(world: "World") -> Iterator[object]:
    yield world.clock.now, world.place, world.faults.active, world.dunned, world.sent_before, world.swept
    yield [(at, _told(act)) for at, _, act in sorted(world.due)]
    yield sorted(world.asked), sorted(world.answers), sorted(world.runs), world.claimants, world.paid
    yield len(world.pages), world.bank.charges
    yield hash(world.random.getstate()), hash(random.getstate()), hash(world.clock.chance)
    yield sorted(wiring.workflows()._kept), sorted(wiring.templates()._kept), sorted(wiring.messages()._parties._known)


def _told(act: Any) -> object:
    """What somebody will do, in words."""
    if isinstance(act, partial):
        return act.func.__name__, [_told(each) for each in act.args], act.keywords
    return act.message_id if isinstance(act, Mail) else act
