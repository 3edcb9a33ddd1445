"""Data that an older version has written is still read. Golden files are never written anew, only added to."""

from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dunlin.adapters.codec import from_json, to_json
from dunlin.domain.customer import Contact, Customer, EmailPreferences, Role, UndeliverableAddress
from dunlin.domain.document import InvoiceDocument, Line, PaymentMeans, Period, Reference
from dunlin.domain.dunning.charges import Charge, ChargeKind, Term, Waiver
from dunlin.domain.dunning.workflow import (
    CatchUp,
    Escalation,
    EscalationAction,
    EscalationKind,
    Interest,
    Repetition,
    Shift,
    Step,
    Window,
    Workflow,
)
from dunlin.domain.engagement import Event, EventType, Who
from dunlin.domain.invoice import Payment
from dunlin.domain.message import Edition, Header, Instructions, Message, MessageKind, Recipient, Uncharged
from dunlin.domain.money import Money
from dunlin.domain.party import Address, Party
from dunlin.domain.payments.agreement import Agreement, AgreementState
from dunlin.domain.payments.attempt import Attempt, AttemptState, Received, Returned
from dunlin.domain.payments.dispute import Dispute, DisputeState
from dunlin.domain.payments.method import Method
from dunlin.domain.payments.tries import Try, TryState
from dunlin.domain.portal.settings import Answer, Collecting, Fee, FeePolicy, MethodSettings, PortalSettings
from dunlin.domain.remittance import Dismissal, IncomingPayment, Part, Remittance, Unplaced
from dunlin.domain.seller import BankAccount, Seller, UnconfirmedPolicy
from dunlin.domain.timeline import Actor, ActorKind, Entry
from dunlin.domain.totals import Adjustment, TaxGroup, Totals

_GOLDEN = Path(__file__).parent / "golden"
_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
_LINE = Line(
    line_id="1",
    name="Herring",
    quantity=Decimal("10.5"),
    unit_price=Decimal("12.345678"),
    net=12863,
    tax_category="AE",
    tax_rate=Decimal(21),
    description="Salted",
    unit_code="KGM",
    base_quantity=Decimal(10),
    adjustments=(
        Adjustment(charge=False, amount=100, reason="Loyalty", reason_code="95", percent=Decimal("1.5"), base=6667),
    ),
    item_id="H-1",
    note="Caught on Monday",
    period=Period(date(2026, 10, 1), date(2026, 10, 31)),
    gross_price=Decimal(13),
    attributes=(("Colour", "silver"),),
)
_RECORDS: dict[str, Any] = {
    "remittance": Remittance(
        incoming=IncomingPayment(
            "pay_1", 20000, "EUR", date(2026, 11, 25), "transfer", "RE-1", "import", "Borg AB", "SE35500"
        ),
        recorded_at=_AT,
        actor=Actor(ActorKind.STAFF, "clerk"),
        version=3,
        parts=(Part("inv_1", "pay_1", 15125, _AT),),
        why=Unplaced.MORE_THAN_OWED,
        invoice_id="inv_1",
        dismissed=Dismissal(Actor(ActorKind.STAFF, "grace"), "returned to the payer", _AT),
    ),
    "invoice_document": InvoiceDocument(
        seller=Party("Vis & Zonen B.V."),
        buyer=Party("Borg AB"),
        currency="EUR",
        lines=(_LINE,),
        totals=Totals(
            12863, 0, 100, 12963, (TaxGroup("AE", Decimal(21), 12963, 2722, "None"),), 2722, 15685, 685, 1, 15001
        ),
        adjustments=(Adjustment(charge=True, amount=100, tax_category="AE", tax_rate=Decimal(21)),),
        type_code="384",
        payee=Party("Factor N.V."),
        tax_representative=Party("Fisc B.V."),
        tax_point_date=date(2026, 11, 18),
        period=Period(end=date(2026, 10, 31)),
        delivery_date=date(2026, 11, 19),
        deliver_to=Party("Warehouse"),
        references=(Reference("order", "PO-7", date(2026, 10, 2)),),
        notes=("Thank you — 谢谢",),
        payment_terms="14 days",
        payment_means=(
            PaymentMeans(
                code="58",
                name="SEPA",
                reference="RF18539007547034",
                iban="NL91ABNA0417164300",
                bic="ABNANL2A",
                account_name="Vis",
                account_number="0417164300",
                mandate_id="M-1",
                payer_account="SE45",
                card_last4="1234",
                creditor_id="NL00ZZZ",
            ),
        ),
        accounting_tax=Money(30120, "SEK"),
    ),
    "seller": Seller(
        seller_id="sel_1",
        version=3,
        party=Party(
            name="Vis & Zonen B.V.",
            trading_name="Vis",
            address=Address(("Kade 1",), "Urk", "8321 AB", "FL", "NL"),
            tax_id="NL001B01",
            registration_id="32012345",
            other_ids=("0088:8712345678906",),
            legal_form="besloten vennootschap",
            contact_name="Jan Vis",
            email="jan@seller.example",
            phone="+31 527 1",
        ),
        sender_address="invoices@seller.example",
        sender_name="Vis & Zonen",
        reply_to="debiteuren@seller.example",
        bank=BankAccount("NL91ABNA0417164300", "ABNANL2A", "Vis & Zonen B.V.", "0417164300", "ABN"),
        website="https://seller.example",
        locale="nl-NL",
        time_zone="Europe/Amsterdam",
        payment_terms_days=14,
        accent="#aa0000",
        unconfirmed_policy=UnconfirmedPolicy.RETRY,
    ),
    "customer": Customer(
        customer_id="cus_1",
        version=2,
        party=Party("Buyer Ltd", address=Address(country="GB")),
        contacts=(Contact("con_1", "Ada Buyer", "ada@buyer.example", "+44 1", tuple(Role)),),
        preferences=EmailPreferences(
            ("ap@buyer.example",), ("boss@buyer.example",), ("audit@buyer.example",), attach_pdf=False, tracking=False
        ),
        locale="en-GB",
        time_zone="Europe/London",
        undeliverable=(UndeliverableAddress("ada@buyer.example", "bounced", _AT),),
    ),
    "charge": Charge(
        charge_id="chg_1",
        kind=ChargeKind.INTEREST,
        amount=828,
        on=date(2026, 11, 29),
        number=1,
        formula="EUR 1,240.50 × 10.15 % × 24 days / 365 (2026-11-06 to 2026-11-29) = EUR 8.28",
        since=date(2026, 11, 5),
        until=date(2026, 11, 29),
        waived=Waiver(Actor(ActorKind.STAFF, "clerk"), "goodwill", _AT),
        terms=(Term(124050, Decimal("10.15"), date(2026, 11, 6), date(2026, 11, 29), rate_of=date(2026, 1, 1)),),
    ),
    "message": Message(
        message_id="msg_01",
        invoice_id="inv_1",
        customer_id="cus_1",
        seller_id="sel_1",
        kind=MessageKind.INVOICE,
        created_at=_AT,
        actor=Actor(ActorKind.STAFF, "clerk"),
        instructions=Instructions("Your herring", "Enjoy.", "Pay up", attach_pdf=False),
        edition=Edition.COPY,
    ),
    "entry": Entry(
        entry_id="tml_1",
        invoice_id="inv_1",
        at=_AT,
        actor=Actor(ActorKind.PROVIDER, "ses"),
        type="email.delivered",
        text="Delivered to ada@buyer.example",
        data={"email_id": "eml_01_1"},
    ),
    "event": Event(
        key=bytes(range(8)),
        type=EventType.CLICK,
        name="Click",
        at=datetime(2026, 11, 22, 9, 31, 5, 123000, tzinfo=UTC),
        message_id="msg_01",
        email_id="eml_01_1",
        invoice_id="inv_1",
        ses_message_id="0100-ses",
        cause="none",
        detail="nothing",
        link="https://seller.example/terms",
        user_agent="Mozilla/5.0",
        bot="Likely",
        who=Who.MACHINE,
    ),
}
_RECORDS["seller_portal"] = Seller(
    seller_id="sel_1",
    version=4,
    party=Party("Vis & Zonen B.V."),
    sender_address="invoices@seller.example",
    sender_name="Vis & Zonen",
    portal=PortalSettings(
        pay_online=True,
        require_login=True,
        links_in_mails=False,
        link_days=60,
        methods=(
            MethodSettings(
                Method.CARD,
                (Money(100, "EUR"),),
                (Money(100000, "EUR"), Money(90000, "GBP")),
                Fee(FeePolicy.PASS_THROUGH, Decimal("1.5"), (Money(25, "EUR"),)),
            ),
            MethodSettings(Method.SEPA_DEBIT),
        ),
        autopay_allowed=True,
        answers=(Answer.WILL_PAY, Answer.WRONG),
    ),
)
_RECORDS["attempt"] = Attempt(
    attempt_id="att_1",
    invoice_id="inv_1",
    customer_id="cus_1",
    seller_id="sel_1",
    invoice_number="2026-001",
    method=Method.SEPA_DEBIT,
    amount=15125,
    fee=256,
    currency="EUR",
    provider="stripe",
    created_at=_AT,
    version=3,
    state=AttemptState.REFUNDED,
    url="https://checkout.stripe.com/c/pay/cs_1",
    checkout_id="cs_1",
    received=(Received("pi_1", 15381, "EUR", date(2026, 11, 25)),),
    returned=(Returned("re_1", "pi_1", 5000, date(2026, 11, 26), "requested_by_customer"),),
    problem="insufficient_funds",
)
_RECORDS["attempt_disputed"] = Attempt(
    attempt_id="att_2",
    invoice_id="inv_1",
    customer_id="cus_1",
    seller_id="sel_1",
    invoice_number="2026-001",
    method=Method.CARD,
    amount=15125,
    fee=0,
    currency="EUR",
    provider="stripe",
    created_at=_AT,
    version=5,
    state=AttemptState.DISPUTE_LOST,
    disputes=(Dispute("du_1", "pi_1", 15125, date(2026, 11, 26), "fraudulent", DisputeState.LOST),),
)
_RECORDS["workflow"] = Workflow(
    workflow_id="wf_1",
    version=3,
    name="Firm",
    steps=(
        Step(
            -3, "tpl_1", time(10, 30), ("finance", "ap@buyer.example"), ("cc@buyer.example",), "Soon", "*Please*", True
        ),
        Step(14, minimums=(Money(1000, "EUR"),), fees=(Money(500, "EUR"), Money(450, "GBP"))),
    ),
    repetition=Repetition(7, 3),
    shift=Shift.PREVIOUS,
    window=Window(time(9), time(17, 15)),
    minimum_gap_days=5,
    catch_up=CatchUp.LATEST,
    escalation=Escalation(
        14,
        (
            EscalationAction(EscalationKind.PUBLISH, "legal"),
            EscalationAction(EscalationKind.FEE, fees=(Money(4000, "EUR"),)),
            EscalationAction(EscalationKind.INTEREST, interest=Interest(Decimal("8.12"), grace_days=1)),
        ),
    ),
    interest=Interest(Decimal(9), statutory=True, minimums=(Money(100, "EUR"),), caps=(Money(10000, "EUR"),)),
    seller_id="sel_1",
    archived=True,
    override="agreed in the contract",
    created_at=_AT,
    created_by="clerk",
)


@pytest.mark.parametrize(("name", "record"), _RECORDS.items())
def test_what_was_stored_then_is_read_today(name: str, record: Any) -> None:
    text = (_GOLDEN / f"{name}.json").read_text(encoding="utf-8")
    assert from_json(text, type(record)) == record


@pytest.mark.parametrize("record", _RECORDS.values(), ids=_RECORDS)
def test_what_is_stored_today_is_read_today(record: Any) -> None:
    assert from_json(to_json(record), type(record)) == record


# Defaults are not stored. A record that left one out then must mean by it today what it meant then.
_DEFAULTS: dict[type, dict[str, Any]] = {
    Attempt: {"version": 0, "state": AttemptState.CREATED, "number": 0},
    Try: {"state": TryState.ASKED},
    Uncharged: {"ended": False},
    Adjustment: {"tax_category": "S", "tax_rate": Decimal(0)},
    BankAccount: {},
    Contact: {},
    Charge: {},
    Customer: {"preferences": EmailPreferences(), "promises_kept": 0, "promises_broken": 0, "consumer": False},
    EmailPreferences: {"attach_pdf": True, "tracking": True},
    Entry: {},
    Event: {},
    Instructions: {"attach_pdf": True, "tracking": True, "template_version": 0, "target": "pay"},
    Escalation: {},
    EscalationAction: {},
    Interest: {"statutory": False, "grace_days": 0},
    InvoiceDocument: {"type_code": "380"},
    Line: {"tax_category": "S", "tax_rate": Decimal(0), "base_quantity": Decimal(1)},
    Message: {"instructions": Instructions(), "edition": Edition.ORIGINAL},
    Party: {"address": Address()},
    Payment: {"chargeback": False, "fee": 0},
    Dispute: {"state": DisputeState.OPEN},
    IncomingPayment: {"source": "staff", "fee": 0},
    Part: {},
    Remittance: {"version": 0},
    Dismissal: {},
    PaymentMeans: {},
    Recipient: {"header": Header.TO},
    Step: {"template_id": "default_reminder_friendly", "at": time(9), "to": ("billing", "primary")},
    Window: {"opens": time(8), "closes": time(18)},
    Workflow: {
        "shift": Shift.NEXT,
        "window": Window(),
        "minimum_gap_days": 3,
        "catch_up": CatchUp.ALL_SPACED,
        "archived": False,
    },
    Fee: {"policy": FeePolicy.ABSORB, "percent": Decimal(0)},
    MethodSettings: {"fee": Fee()},
    Agreement: {"state": AgreementState.ACTIVE},
    Collecting: {"at": time(8), "retry_days": (3, 7)},
    PortalSettings: {
        "pay_online": False,
        "require_login": False,
        "links_in_mails": True,
        "link_days": 30,
        "autopay_allowed": False,
        "autopay": Collecting(),
        "answers": tuple(Answer),
        "promise_days": 30,
    },
    Seller: {
        "bank": BankAccount(),
        "portal": PortalSettings(),
        "locale": "en",
        "time_zone": "UTC",
        "payment_terms_days": 30,
        "undo_seconds": 0,
        "reminder_spacing_days": 3,
        "payments_fresh_hours": 0,
        "accent": "#1f5f8b",
        "unconfirmed_policy": UnconfirmedPolicy.REVIEW,
    },
    Term: {},
}


@pytest.mark.parametrize(("type_", "meant"), _DEFAULTS.items())
def test_what_was_left_out_then_means_today_what_it_meant_then(type_: type, meant: dict[str, Any]) -> None:
    assert is_dataclass(type_)
    defaults = {each.name: each.default for each in fields(type_) if each.default is not MISSING}
    empty = ("", (), None)
    assert {name: value for name, value in defaults.items() if value not in empty} == meant


def test_every_golden_file_is_read() -> None:
    assert {path.stem for path in _GOLDEN.iterdir()} == set(_RECORDS)
