"""Which adapter stands behind which port. Nothing is made before it is asked for; what is made is kept."""

import json
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import boto3
from ulid import ULID

from dunlin import settings
from dunlin.adapters.dynamodb.accounts import DynamoAccounts
from dunlin.adapters.dynamodb.attempts import AttemptRow, DynamoAttempts
from dunlin.adapters.dynamodb.batch_rows import BatchRow, CountRow, ItemRow, NamedRow
from dunlin.adapters.dynamodb.batches import DynamoBatches
from dunlin.adapters.dynamodb.customer_addresses import AddressRow
from dunlin.adapters.dynamodb.customers import CustomerRow, DynamoCustomers
from dunlin.adapters.dynamodb.doorkeeper import DynamoDoorkeeper
from dunlin.adapters.dynamodb.dunnings import DynamoDunnings
from dunlin.adapters.dynamodb.identifiers import DynamoIdentifiers, IdentifierRow
from dunlin.adapters.dynamodb.invoice_rows import DocumentRow, InvoiceRow
from dunlin.adapters.dynamodb.invoices import DynamoInvoices
from dunlin.adapters.dynamodb.ledger import DynamoLedger
from dunlin.adapters.dynamodb.links import DynamoLinks
from dunlin.adapters.dynamodb.message_rows import EmailRow, MessageRow
from dunlin.adapters.dynamodb.messages import DynamoMessages
from dunlin.adapters.dynamodb.payment_keys import PaymentKeyRow
from dunlin.adapters.dynamodb.played import DynamoPlayed
from dunlin.adapters.dynamodb.portal_rows import PortalRow
from dunlin.adapters.dynamodb.reminders import DynamoReminders
from dunlin.adapters.dynamodb.remittances import DynamoRemittances, RemittanceRow
from dunlin.adapters.dynamodb.sellers import DynamoSellers, SellerRow
from dunlin.adapters.dynamodb.setups import DynamoSetups
from dunlin.adapters.dynamodb.templates import TemplateRow, dynamo_templates
from dunlin.adapters.dynamodb.timeline import DynamoTimeline, EntryRow
from dunlin.adapters.dynamodb.versions import Versions
from dunlin.adapters.dynamodb.workflows import WorkflowRow, dynamo_workflows
from dunlin.adapters.eventbridge_schedules import EventBridgeSchedules, Target
from dunlin.adapters.holiday_calendars import HolidayCalendars
from dunlin.adapters.no_payments import NoPayments
from dunlin.adapters.play_payments import PlayPayments
from dunlin.adapters.portal_addresses import PortalAddresses
from dunlin.adapters.s3_batch_plans import S3BatchPlans
from dunlin.adapters.s3_documents import SIGNING, S3Documents
from dunlin.adapters.s3_logos import S3Logos
from dunlin.adapters.sqs_collector import SqsCollector
from dunlin.adapters.sqs_dead_letters import SqsDeadLetters
from dunlin.adapters.sqs_outbox import SqsOutbox
from dunlin.adapters.sqs_pipeline import SqsPipeline
from dunlin.adapters.stepfunctions_batch_runs import StepFunctionsBatchRuns
from dunlin.domain.dunning.workflow import STANDARD, Workflow, standard
from dunlin.domain.mail import MailContent
from dunlin.domain.seller import Seller
from dunlin.domain.template import Template, Variable
from dunlin.domain.timeline import Actor
from dunlin.services.desk import Desk
from dunlin.services.facts_of import Rules
from dunlin.services.logo_of import logo_of
from dunlin.services.ports.documents import MailRenderer, Pdfs, Renderer
from dunlin.services.ports.mail import Mailer
from dunlin.services.ports.papers import LogoReader, Papers
from dunlin.services.ports.providers import PaymentProvider
from dunlin.services.ports.records import TemplateChecker
from dunlin.services.registry import Registry
from dunlin.services.shelf import Shelf
from dunlin.services.till import PAYMENTS, Till

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def new_id(prefix: str) -> str:
    """A new id: sorts by the time it was minted."""
    return f"{prefix}_{ULID()}"


@cache
def bind_tables() -> None:
    """Tell the rows which tables they are in."""
    SellerRow.Meta.table_name = settings.sellers_table()
    CustomerRow.Meta.table_name = AddressRow.Meta.table_name = settings.customers_table()
    InvoiceRow.Meta.table_name = DocumentRow.Meta.table_name = settings.invoices_table()
    MessageRow.Meta.table_name = EmailRow.Meta.table_name = settings.messages_table()
    EntryRow.Meta.table_name = settings.timeline_table()
    IdentifierRow.Meta.table_name = PaymentKeyRow.Meta.table_name = settings.identifiers_table()
    TemplateRow.Meta.table_name = settings.templates_table()
    WorkflowRow.Meta.table_name = settings.workflows_table()
    RemittanceRow.Meta.table_name = settings.payments_table()
    AttemptRow.Meta.table_name = settings.attempts_table()
    PortalRow.Meta.table_name = settings.portal_table()
    for row in (BatchRow, NamedRow, ItemRow, CountRow):
        row.Meta.table_name = settings.batches_table()


@cache
def sellers() -> DynamoSellers:
    """Port `Sellers`."""
    bind_tables()
    return DynamoSellers()


@cache
def customers() -> DynamoCustomers:
    """Port `Customers`."""
    bind_tables()
    return DynamoCustomers(shards=settings.index_shards())


@cache
def invoices() -> DynamoInvoices:
    """Port `Invoices`."""
    bind_tables()
    return DynamoInvoices(shards=settings.index_shards())


@cache
def messages() -> DynamoMessages:
    """Port `Messages`."""
    bind_tables()
    return DynamoMessages(shards=settings.index_shards(), key=signing_key)


@cache
def dunnings() -> DynamoDunnings:
    """Port `Dunnings`."""
    bind_tables()
    return DynamoDunnings(shards=settings.index_shards(), key=signing_key)


@cache
def reminders() -> DynamoReminders:
    """Port `Reminders`."""
    bind_tables()
    return DynamoReminders(shards=settings.index_shards())


@cache
def ledger() -> DynamoLedger:
    """Port `Ledger`."""
    bind_tables()
    return DynamoLedger(shards=settings.index_shards())


@cache
def accounts() -> DynamoAccounts:
    """Port `Accounts`."""
    bind_tables()
    return DynamoAccounts()


@cache
def unapplied() -> DynamoRemittances:
    """Port `Remittances`."""
    bind_tables()
    return DynamoRemittances()


@cache
def rules() -> Rules:
    """By which workflows and calendars dunning is decided."""
    return Rules(workflows(), calendars())


def desk(actor: Actor) -> Desk:
    """Where dunning is decided, with somebody at it, now."""
    return Desk(actor, now(), new_id, messages(), dunnings(), rules(), templates(), outbox(), schedules())


@cache
def timeline() -> DynamoTimeline:
    """Port `Timeline`."""
    bind_tables()
    return DynamoTimeline()


@cache
def identifiers() -> DynamoIdentifiers:
    """Port `Identifiers`."""
    bind_tables()
    return DynamoIdentifiers()


@cache
def batches() -> DynamoBatches:
    """Port `Batches`."""
    bind_tables()
    return DynamoBatches()


@cache
def attempts() -> DynamoAttempts:
    """Port `Attempts`."""
    bind_tables()
    return DynamoAttempts()


@cache
def collector() -> SqsCollector:
    """Port `Collector`."""
    return SqsCollector(_sqs(), queue_url=settings.collect_queue_url())


@cache
def payment_provider() -> PaymentProvider:
    """Port `PaymentProvider`; one that takes nothing where the stack has none. Stripe is imported here: it is large."""
    secret = _payment_secret() if settings.payment_provider() != "none" else {}
    if settings.payment_provider() == "stripe":
        from dunlin.adapters import stripe_payments

        return stripe_payments.with_keys(secret["stripe_api_key"], secret["stripe_webhook_secret"])
    if settings.payment_provider() == "test":
        bind_tables()
        return PlayPayments(secret=secret["test_webhook_secret"], clock=now, memory=DynamoPlayed(clock=now))
    return NoPayments()


def till() -> Till:
    """Where online payments are taken, now."""
    return Till(
        desk(PAYMENTS), payment_provider(), attempts(), invoices(), unapplied(), sellers(), timeline(), customers()
    )


@cache
def setups() -> DynamoSetups:
    """Port `Setups`."""
    bind_tables()
    return DynamoSetups()


def registry(actor: Actor) -> Registry:
    """Where agreements to automatic payment are kept, with somebody at it, now."""
    return Registry(actor, now(), new_id, customers(), accounts(), messages(), templates(), outbox())


def takes_payments() -> bool:
    """Whether the stack has a provider: asked without making it, which takes a while."""
    return settings.payment_provider() != "none"


def _payment_secret() -> dict[str, str]:
    answer = boto3.client("secretsmanager").get_secret_value(SecretId=settings.payment_secret_arn())
    return dict(json.loads(answer["SecretString"]))


@cache
def links() -> DynamoLinks:
    """Port `Links`."""
    bind_tables()
    return DynamoLinks()


@cache
def doorkeeper() -> DynamoDoorkeeper:
    """Port `Doorkeeper`."""
    bind_tables()
    return DynamoDoorkeeper()


def addresses(url: str = "") -> PortalAddresses:
    """Port `Addresses`; at that address, or at the one that the function was deployed with."""
    return PortalAddresses(url=url or settings.portal_url(), key=signing_key)


@cache
def batch_plans() -> S3BatchPlans:
    """Port `BatchPlans`."""
    return S3BatchPlans(boto3.client("s3"), bucket=settings.documents_bucket())


@cache
def batch_runs() -> StepFunctionsBatchRuns:
    """Port `BatchRuns`."""
    return StepFunctionsBatchRuns(boto3.client("stepfunctions"), machine_arn=settings.batch_machine_arn())


@cache
def documents() -> S3Documents:
    """Port `Documents`."""
    return S3Documents(boto3.client("s3", config=SIGNING), bucket=settings.documents_bucket())


@cache
def _sqs() -> "SQSClient":
    return boto3.client("sqs")


@cache
def outbox() -> SqsOutbox:
    """Port `Outbox`."""
    return SqsOutbox(_sqs(), queue_url=settings.outbox_queue_url())


@cache
def schedules() -> EventBridgeSchedules:
    """Port `Schedules`."""
    target = Target(
        group=settings.schedule_group(),
        queue_arn=settings.outbox_queue_arn(),
        dead_letters_arn=settings.outbox_dead_letters_arn(),
        role_arn=settings.schedule_role_arn(),
    )
    return EventBridgeSchedules(boto3.client("scheduler"), target=target)


@cache
def dead_outbox() -> SqsDeadLetters:
    """Port `DeadOutbox`."""
    return SqsDeadLetters(_sqs(), queue_url=settings.outbox_dead_letters_url())


@cache
def pipeline() -> SqsPipeline:
    """Port `Pipeline`."""
    return SqsPipeline(
        _sqs(), queue_url=settings.engagement_queue_url(), dead_letters_url=settings.engagement_dead_letters_url()
    )


@cache
def mailer() -> Mailer:
    """Port `Mailer`. Imported here, because only `deliver` may send."""
    from dunlin.adapters.ses_mailer import CONFIG, SesMailer, can_untrack

    client = boto3.client("sesv2", config=CONFIG)
    return SesMailer(client, configuration_set=settings.configuration_set(), can_untrack=can_untrack(client))


@cache
def renderer() -> Renderer:
    """Port `Renderer`. Imported here, because fpdf2 costs half a second, which only those who draw should pay."""
    from dunlin.rendering.renderer import InvoiceRenderer

    return InvoiceRenderer(_logo)


@cache
def drawn_papers() -> Papers:
    """Port `Papers`. Imported here, for the same reason."""
    from dunlin.rendering.papers import DrawnPapers

    return DrawnPapers(_logo)


@cache
def logos() -> S3Logos:
    """Port `Logos`."""
    return S3Logos(boto3.client("s3"), bucket=settings.documents_bucket())


def _logo(seller: Seller) -> bytes:
    return logo_of(seller, logos=logos())


@cache
def logo_reader() -> LogoReader:
    """What makes logos of what people send. Pillow is imported here: few requests bring one."""
    from dunlin.adapters.logo_pictures import read_logo

    return read_logo


@cache
def mail_renderer() -> MailRenderer:
    """The mail half of the renderer, for previews."""
    from dunlin.rendering.email import render_mail

    return render_mail


@cache
def templates() -> Versions[Template]:
    """Port `Templates`."""
    bind_tables()
    return dynamo_templates(shipped=shipped_templates())


@cache
def workflows() -> Versions[Workflow]:
    """Port `Workflows`."""
    bind_tables()
    return dynamo_workflows(shipped={STANDARD: standard()})


@cache
def calendars() -> HolidayCalendars:
    """Port `Calendars`."""
    return HolidayCalendars()


@cache
def shelf() -> Shelf:
    """Where what a send names is found."""
    return Shelf(templates(), sellers(), documents())


@cache
def shipped_templates() -> dict[str, Template]:
    """The templates that Dunlin brings, by id."""
    from dunlin.rendering.mail import templates as made

    return made.shipped_templates()


@cache
def template_checker() -> TemplateChecker:
    """What judges users' texts before they are stored."""
    from dunlin.rendering.mail.templates import check_template

    return check_template


def template_variables() -> tuple[Variable, ...]:
    """What texts may name."""
    from dunlin.rendering.mail.templates import variables

    return variables()


def example_of(template: Template, tag: str) -> MailContent:
    """The example invoice, as this template says it in one of its languages."""
    from dunlin.rendering.mail import example

    return example.example_of(template, tag)


@cache
def pdfs() -> Pdfs:
    """Port `Pdfs`."""
    from dunlin.adapters.lambda_pdfs import LambdaPdfs

    return LambdaPdfs(boto3.client("lambda"), function=settings.documents_function())


@cache
def signing_key() -> bytes:
    """The secret from which cursors, links and codes are made."""
    answer = boto3.client("secretsmanager").get_secret_value(SecretId=settings.signing_secret_arn())
    return answer["SecretString"].encode()
