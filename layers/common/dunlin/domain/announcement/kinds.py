"""Every type of event, and the facts it carries. `docs/events.md` and the schemas are written from this table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """What has happened, the facts that are always told, and those that are told where there are any.

    Not `of_invoice`: it may be about no invoice that is known.
    """

    means: str
    always: tuple[str, ...]
    sometimes: tuple[str, ...] = ()
    of_invoice: bool = True


_STANDING = ("status", "balance", "currency", "due_date")
_MAIL = ("email_id", "message_id", "kind")
_SAID = ("code",)
_DECISION = ("reason", "number", *_STANDING)
_PLANNED = ("workflow_id", "workflow_version", "next_at")
_REMINDED = ("number", "workflow_id", "workflow_version", "amount", "currency", "days_late")
_DISPUTED = (("payment_id", "amount", "currency"), ("source", "code"))
_CHARGE = ("charge_id", "kind", "amount", "currency")
_TO_CHARGE = (("try", "amount", "currency"), ("charged_at",))


def _mail(means: str, *more: str) -> Kind:
    return Kind(means, _MAIL, (*_SAID, *more))


# Entries that the pipe leaves out: what comes a moment later tells it too, and each event costs.
UNPUBLISHED = ("email.claimed", "reminder.due")
KINDS = {
    "invoice.created": Kind("a draft was made", ("seller_id", "customer_id", "invoice_number", *_STANDING)),
    "invoice.revised": Kind("a draft was changed", _STANDING),
    "invoice.posted": Kind("the document is final", _STANDING),
    "invoice.sent": Kind("the first mail with it left: it is OPEN, or was paid in part before", _MAIL, _SAID),
    "invoice.due_date_moved": Kind("it is due on another day", _STANDING),
    "invoice.voided": Kind("nothing is owed any more", _STANDING),
    "payment.recorded": Kind("money came in", ("payment_id", "amount", *_STANDING), ("unapplied", "source")),
    "payment.confirmed": Kind(
        "the bank told of a payment that a person had recorded: it is the same money",
        ("payment_id", "amount", "currency"),
        ("source",),
    ),
    "payment.unapplied": Kind(
        "money came in that the invoice does not take: a person must place it",
        ("payment_id", "amount", "currency", "reason", "status"),
        ("source",),
    ),
    "payment.unmatched": Kind(
        "money came in for no invoice that is known, or for one of several: a person must place it",
        ("payment_id", "amount", "currency", "reason"),
        ("source",),
        of_invoice=False,
    ),
    "payment.dismissed": Kind(
        "a person took money off the list of what waits to be placed: it was sent back, or booked elsewhere",
        ("payment_id", "amount", "currency"),
        ("source",),
        of_invoice=False,
    ),
    "payment.placed_elsewhere": Kind(
        "money that came in for this invoice was applied to another", ("payment_id", "amount", "currency"), ("source",)
    ),
    "payment.disputed": Kind(
        "the customer disputes a payment with their bank, which may take the money back for now",
        *_DISPUTED,
    ),
    "payment.charged_back": Kind(
        "the customer's bank took the money of a payment back: it is owed again",
        ("payment_id", "refund_id", "amount", *_STANDING),
    ),
    "payment.dispute_lost": Kind("the bank keeps the money of a disputed payment", *_DISPUTED),
    "payment.dispute_won": Kind("a disputed payment is the seller's after all", *_DISPUTED),
    "payment.refunded": Kind("money was given back", ("payment_id", "refund_id", "amount", *_STANDING)),
    "message.planned": Kind("a send was asked for", ("message_id", "kind")),
    "message.rescheduled": Kind("a send was given another time", ("message_id", "kind", "departs_at")),
    "email.claimed": _mail("it is being handed to SES"),
    "email.sent": _mail("SES has accepted it; of a reminder, `reminder.sent` says so", "event_at"),
    "email.deferred": _mail("SES did not take it yet; it is tried again"),
    "email.ambiguous": _mail("nobody knows whether SES took it; evidence is waited for"),
    "email.needs_review": _mail("there is no evidence: a person must decide"),
    "email.assumed_sent": _mail("a person decided that it left"),
    "email.superseded": Kind("another mail takes its place", (*_MAIL, "superseded_by"), _SAID),
    "email.delayed": _mail("it is not delivered yet; SES goes on trying", "event_at"),
    "email.delivered": _mail("the recipient's server has it", "event_at"),
    "email.bounced": _mail("it came back", "event_at"),
    "email.complained": _mail("the recipient called it spam", "event_at"),
    "email.failed": _mail("it was refused, or could not be written", "event_at"),
    "email.suppressed": _mail("the address is not written to", "event_at"),
    "email.cancelled": _mail("it was not sent: nobody wants it any more", "batch_id"),
    "email.dismissed": _mail("a person took it off the list of what needs a person"),
    "email.undeliverable": _mail("a reminder bounced, and nobody else can be written to"),
    "email.opened": _mail("a person opened it, or clicked, for the first time", "event_at"),
    "portal.visited": _mail("the recipient saw the invoice in the portal for the first time", "event_at"),
    "customer.answered": Kind(
        "the customer answered in the portal",
        ("answer_id", "answer"),
        ("on", "paid_on", "amount", "currency", "message_id"),
    ),
    "email.prefetched": _mail("a machine opened it for the first time", "event_at"),
    "email.event": Kind("SES told something that Dunlin does not act on", ("email_id", "message_id", "event_at")),
    "reminder.planned": Kind("the time of the next reminder was set, or moved", _DECISION, _PLANNED),
    "reminder.due": Kind("it was decided that a reminder goes out", _DECISION, _PLANNED),
    "reminder.sent": Kind("a reminder left, to one person", (*_MAIL, *_REMINDED), _SAID),
    "reminder.skipped": Kind("a reminder is not sent", _DECISION, _PLANNED),
    "reminder.held": Kind("a reminder waits", _DECISION, _PLANNED),
    "dunning.escalated": Kind("the last reminder has not helped", _DECISION, (*_PLANNED, "action")),
    "dunning.ended": Kind("there are no more reminders", _DECISION, _PLANNED),
    "dunning.assigned": Kind("a workflow was chosen for the invoice", ("workflow_id", "workflow_version")),
    "dunning.unassigned": Kind("its workflow was taken away", ()),
    "dunning.migrated": Kind("it goes on by another version of its workflow", ("workflow_id", "workflow_version")),
    "dunning.attended": Kind("a person has looked at what they were asked to look at", (), ("reason",)),
    "dunning.repaired": Kind("its reminders were looked at late, or nobody would have looked at them", ()),
    "hold.placed": Kind("a reason to wait has come", ("kind",), ("until",)),
    "hold.ended": Kind("a reason to wait has passed", ("kind",)),
    "promise.made": Kind("the customer promised to pay", ("amount", "currency", "on")),
    "promise.kept": Kind("what was promised came in", ("amount", "currency", "on")),
    "promise.broken": Kind("what was promised did not come in", ("amount", "currency", "on")),
    "autopay.planned": Kind("the day was set, or moved, on which the invoice is charged automatically", *_TO_CHARGE),
    "autopay.held": Kind("nothing is charged for now", *_TO_CHARGE),
    "autopay.due": Kind("it was decided to charge now", *_TO_CHARGE),
    "autopay.charging": Kind("the payment provider is asked", ("try", "amount", "currency")),
    "autopay.failed": Kind("the charge was refused, or came back", ("try", "amount", "currency", "code")),
    "autopay.given_up": Kind("what was due to be charged is not wanted any more; nobody was asked", ("try",)),
    "autopay.left": Kind("the invoice is left to a customer who has agreed to be charged", ("reason",)),
    "charge.waived": Kind(
        "the customer was let off a late fee or interest", ("charge_id", "kind", "amount", "currency")
    ),
    "charge.booked": Kind("a late fee or interest was added", ("charge_id", "kind", "amount", "currency")),
}
