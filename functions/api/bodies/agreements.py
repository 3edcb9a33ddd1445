"""Agreements to automatic payment, as callers get them: nothing that a provider could be asked with."""

from datetime import datetime

from pydantic import Field

from api.bodies.common import Amount, Shown, shown
from dunlin.domain.payments.agreement import Agreement, AgreementState
from dunlin.domain.payments.method import Method


class AgreementShown(Shown):
    """By which a seller charges the customer, or did."""

    agreement_id: str
    seller_id: str
    method: Method
    label: str = Field(description="how the customer knows the means; empty where the provider does not tell")
    limits: list[Amount] = Field(description="the most that is charged at once, one per currency; empty: no limit")
    since: datetime
    by: str = Field(description="the address that agreed")
    text: str = Field(description="what was agreed to, as it was read; one paragraph a line")
    locale: str
    state: AgreementState
    ended_at: datetime | None
    ended_why: str


def agreements(of: tuple[Agreement, ...]) -> list[AgreementShown]:
    """The oldest first; ended ones too."""
    return [
        AgreementShown(
            agreement_id=each.agreement_id,
            seller_id=each.seller_id,
            method=each.mandate.method,
            label=each.mandate.label,
            limits=[shown(limit) for limit in each.limits],
            since=each.agreed_at,
            by=each.by,
            text=each.text,
            locale=each.locale,
            state=each.state,
            ended_at=each.ended_at,
            ended_why=each.ended_why,
        )
        for each in of
    ]
