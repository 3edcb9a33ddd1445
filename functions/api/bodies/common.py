"""What bodies are made of: money, addresses, lists with a cursor."""

import re
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, get_args

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from dunlin.domain import money
from dunlin.domain.currency import EXPONENTS
from dunlin.domain.party import Address, Party
from dunlin.domain.timeline import Actor


class Given(BaseModel):
    """What callers give: unknown fields are refused, so that a typing error is not a silent default."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Shown(BaseModel):
    """What callers get."""

    model_config = ConfigDict(from_attributes=True)


def as_is[M: BaseModel](model: type[M], of: object, **made: Any) -> M:
    """The model from a record's attributes, unchecked: a file may have brought what callers could not have given.
    What is `made` is not the record's.
    """
    told = {
        name: _told(field.annotation, getattr(of, name))
        for name, field in model.model_fields.items()
        if name not in made
    }
    return model.model_construct(**told, **made)


def named(actor: Actor) -> str:
    """Who did it, in one word."""
    return f"{actor.kind}:{actor.name}"


def _told(annotation: Any, value: Any) -> Any:
    if isinstance(value, tuple):
        return [_told(annotation, each) for each in value]
    return as_is(_model_in(annotation), value) if is_dataclass(value) else value


def _model_in(annotation: Any) -> type[BaseModel]:
    while not isinstance(annotation, type) or not issubclass(annotation, BaseModel):
        annotation = get_args(annotation)[0]
    return annotation


def _email(text: str) -> str:
    if not text:
        return text
    try:
        ascii_form = validate_email(text, check_deliverability=False, test_environment=True).ascii_email
    except EmailNotValidError as invalid:
        raise ValueError(str(invalid)) from invalid
    if not ascii_form:
        raise ValueError("letters beyond ASCII before the @ are refused by SES")
    return ascii_form


def _currency(code: str) -> str:
    if code not in EXPONENTS:
        raise ValueError(f"{code!r} is not an ISO 4217 currency code")
    return code


def _day(value: Any) -> Any:
    """Only as ISO 8601 writes it: pydantic would take digits for seconds since 1970."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not re.fullmatch(_DAY, value):
        raise ValueError(_A_DAY)
    try:
        return date.fromisoformat(value)
    except ValueError as none:
        raise ValueError(_A_DAY) from none


def _exact(value: Any) -> Any:
    """A JSON number of more than 15 digits has been rounded before anybody could look at it."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(_A_NUMBER)  # noqa: TRY004 - pydantic collects ValueErrors
    text = value.strip() if isinstance(value, str) else repr(value)
    if isinstance(value, str) and not re.fullmatch(PLAIN, text):
        raise ValueError(_A_NUMBER)
    number = Decimal(text)
    if isinstance(value, float) and len(number.as_tuple().digits) > _FLOAT_DIGITS:
        raise ValueError("has more digits than a JSON number carries: send it as a string")
    return number


_FLOAT_DIGITS = 15
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_A_DAY = "must be a date such as 2026-11-20"
PLAIN = r"-?[0-9]+(\.[0-9]+)?"
_A_NUMBER = "must be a number, or a string that holds one"
Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[Decimal, BeforeValidator(_exact)]
EmailText = Annotated[str, Field(max_length=254), AfterValidator(_email)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["EUR"]), AfterValidator(_currency)]
Text = Annotated[str, Field(max_length=500)]
LongText = Annotated[str, Field(max_length=5_000)]
Country = Annotated[str, Field(pattern="^([A-Z]{2})?$", description="ISO 3166-1 alpha-2")]


def _local(text: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError as invalid:
        raise ValueError("is no time of the calendar") from invalid
    return text


LocalTimeText = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$",
        description="a local time without an offset",
        examples=["2027-03-15T09:00"],
    ),
    AfterValidator(_local),
]
ZoneText = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_+/-]{1,64}$",
        description="`customer` (the seller's where the customer has none), `seller`, or an IANA time zone",
        examples=["customer", "seller", "America/New_York"],
    ),
]


class Amount(Given):
    """Money in minor units: `{"amount": 124050, "currency": "EUR"}` is €1,240.50."""

    amount: int = Field(description="minor units of the currency")
    currency: Currency


def amount(minor: int, currency: str) -> Amount:
    """Money as callers see it."""
    return Amount(amount=minor, currency=currency)


def shown(value: money.Money) -> Amount:
    """Money as callers see it."""
    return Amount(amount=value.amount, currency=value.currency)


class AddressBody(Given):
    """A postal address."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    lines: Annotated[list[Text], Field(max_length=4)] = []
    city: Text = ""
    postal_code: Annotated[str, Field(max_length=20)] = ""
    region: Text = ""
    country: Country = ""

    def to_domain(self) -> Address:
        """The domain's address."""
        return Address(tuple(self.lines), self.city, self.postal_code, self.region, self.country)


class PartyBody(Given):
    """A legal entity: its registered name, where it is, and by which ids it is known."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    name: Annotated[str, Field(min_length=1, max_length=300)]
    trading_name: Text = ""
    address: AddressBody = AddressBody()
    tax_id: Annotated[str, Field(max_length=50, examples=["NL16356706"])] = ""
    registration_id: Annotated[str, Field(max_length=50)] = ""
    contact_name: Text = ""
    email: EmailText = ""
    phone: Annotated[str, Field(max_length=50)] = ""

    def to_domain(self) -> Party:
        """The domain's party."""
        return Party(
            name=self.name,
            trading_name=self.trading_name,
            address=self.address.to_domain(),
            tax_id=self.tax_id,
            registration_id=self.registration_id,
            contact_name=self.contact_name,
            email=self.email,
            phone=self.phone,
        )
