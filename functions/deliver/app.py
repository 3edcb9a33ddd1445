"""Deliver: the one door out. Takes message ids from the outbox and sends what is due."""

from collections import Counter
from collections.abc import Callable
from random import Random
from time import sleep
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from deliver.pace import Pace
from dunlin import wiring
from dunlin.adapters.logs import Discreet
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.message import Message
from dunlin.services.deliver_emails import deliver_emails
from dunlin.services.deliver_message import deliver_message
from dunlin.services.desk import DUNNING
from dunlin.services.ports.sending import SendContext, TurnDue
from dunlin.services.refresh_customer import refresh_customer
from dunlin.services.sending import Ports, Sending
from dunlin.services.take_turn import take_turn

logger, metrics = Logger(logger_formatter=Discreet()), Metrics()
pace = Pace(Random())  # noqa: S311 - no two workers rest alike, and nothing is guarded by it # nosec B311
processor = BatchProcessor(
    event_type=EventType.SQS,
    raise_on_entire_batch_failure=False,
    logger=logger,  # type: ignore[arg-type] # Powertools' own Logger is what it means
)


def deliver(record: SQSRecord, lambda_context: LambdaContext) -> None:
    """What the outbox asks for: a message to be sent, or the dunning of an invoice or a customer to be looked at."""
    metrics.add_metric("messages", MetricUnit.Count, 1)
    asked = record.json_body
    for name, act in _ASKED.items():
        if name in asked:
            done = act(asked[name])
            # What was not taken yet is planned again.
            left = lambda_context.get_remaining_time_in_millis() / 1_000
            if seconds := pace.rest(put_off=bool(done[EmailStatus.PLANNED]), left=left):
                sleep(seconds)
            return
    raise ValueError(f"the outbox holds what is none of {', '.join(_ASKED)}")


def send_message(message_id: str) -> Counter[str]:
    """One message, as far as it has come; what became of its e-mails, counted."""
    done = deliver_message(message_id, batches=wiring.batches(), ports=_ports())
    _tell(message_id, done)
    return done


def look_at(told: dict[str, Any]) -> Counter[str]:
    """The dunning of one invoice: decided anew, and the reminder sent if it is due; what became of it, counted."""
    turn, done = TurnDue(**told), Counter[str]()

    def send(message: Message, emails: tuple[Email, ...], context: SendContext) -> None:
        done.update(deliver_emails(emails, Sending(message, emails, context, _ports())))
        _tell(message.message_id, done)

    taken = take_turn(turn, desk=wiring.desk(DUNNING), deliver=send, collector=wiring.collector())
    decision = taken.decision
    metrics.add_metric(f"turns_{decision.verdict}", MetricUnit.Count, 1)
    metrics.add_metric("turns_late", MetricUnit.Count, int(taken.late))
    logger.info("turn taken", invoice_id=turn.invoice_id, verdict=decision.verdict, reason=decision.reason)
    return done


def look_at_all_of(customer_id: str) -> Counter[str]:
    """All invoices of a customer, each of which is another message in the outbox."""
    queued = refresh_customer(customer_id, invoices=wiring.invoices(), outbox=wiring.outbox())
    logger.info("customer refreshed", customer_id=customer_id, queued=queued)
    return Counter()


_ASKED: dict[str, Callable[[Any], Counter[str]]] = {
    "message_id": send_message,
    "turn": look_at,
    "customer_id": look_at_all_of,
}


def _ports() -> Ports:
    return Ports(
        now=wiring.now(),
        new_id=wiring.new_id,
        messages=wiring.messages(),
        documents=wiring.documents(),
        mailer=wiring.mailer(),
        outbox=wiring.outbox(),
        pipeline=wiring.pipeline(),
        renderer=wiring.renderer(),
        templates=wiring.templates(),
        addresses=wiring.addresses(),
    )


def _tell(message_id: str, done: Counter[str]) -> None:
    for outcome, count in done.items():
        metrics.add_metric(f"emails_{outcome.lower()}", MetricUnit.Count, count)
    logger.info("delivered", message_id=message_id, outcomes=dict(done))


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """SQS batch, answered item by item: one poisoned message never stops its neighbours."""
    return process_partial_response(event=event, record_handler=deliver, processor=processor, context=context)
