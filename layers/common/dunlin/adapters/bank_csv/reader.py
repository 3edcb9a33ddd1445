"""Bank statements as CSV (RFC 4180, and what banks make of it): bytes in, rows out, each with its line."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from dunlin.adapters.bank_csv import columns as names
from dunlin.adapters.bank_csv.amounts import decimal_mark, minor_units
from dunlin.adapters.bank_csv.columns import Columns, columns, plain
from dunlin.adapters.bank_csv.dates import DAY_FIRST, day
from dunlin.domain.bank_row import BadRow, BankRow
from dunlin.domain.currency import exponent
from dunlin.domain.errors import InvalidInput, Problem, TooLarge

MOST_BYTES, MOST_ROWS = 1_000_000, 500
# Some banks begin with the account's name and the period.
_PREAMBLE, _MOST_CELLS, _LONGEST = 30, 200, 10_000
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Told:
    """What the caller says of the file; what is empty is found out. `currency` is for rows that name none."""

    delimiter: str = ""
    decimal: str = ""
    currency: str = ""
    dates: str = DAY_FIRST


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: list[str]


def read_bank_csv(raw: bytes, told: Told) -> tuple[BankRow | BadRow, ...]:
    """The file's rows in their order; those that cannot be read say why.

    Raises TooLarge beyond MOST_BYTES or MOST_ROWS, InvalidInput for what is no table of payments.
    """
    if len(raw) > MOST_BYTES:
        raise TooLarge(f"a file has at most {MOST_BYTES:,} bytes, not {len(raw):,}: split it")
    text = _text(raw)
    for delimiter in (told.delimiter,) if told.delimiter else _DELIMITERS:
        lines = _lines(text, delimiter)
        header = _header(lines)
        if header:
            return _rows(lines, header, told)
    message = "no line of column names was found; it needs a date and an amount: `date,amount,currency,reference`"
    raise InvalidInput(message, Problem("", message))


def _text(raw: bytes) -> str:
    """UTF-8, with or without a byte order mark, or what German banks still write."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _lines(text: str, delimiter: str) -> Iterator[_Line]:
    """Lines that hold something, numbered as an editor numbers them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as broken:
            message = f"line {number} cannot be read: {broken}"
            raise InvalidInput(message, Problem(f"line {number}", message)) from broken
        if cells is None:
            return
        if any(each.strip() for each in cells):
            yield _Line(number, cells)


def _header(lines: Iterator[_Line]) -> Columns | None:
    return next((found for each in islice(lines, _PREAMBLE) if (found := columns(each.cells[:_MOST_CELLS]))), None)


def _rows(lines: Iterable[_Line], header: Columns, told: Told) -> tuple[BankRow | BadRow, ...]:
    found = tuple(islice(lines, MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        message = f"a file has at most {MOST_ROWS} rows: split it; rows that are in two files are booked once"
        raise TooLarge(message, Problem("", message))
    mark = told.decimal or decimal_mark(header.cell(each.cells, "amount") for each in found)
    return tuple(_row(each, header, told, mark) for each in found)


def _row(line: _Line, header: Columns, told: Told, mark: str) -> BankRow | BadRow:
    try:
        return _read(line, header, told, mark)
    except InvalidInput as wrong:
        return BadRow(line.number, str(wrong))


def _read(line: _Line, header: Columns, told: Told, mark: str) -> BankRow:
    if any(len(each) > _LONGEST for each in line.cells):
        raise InvalidInput(f"a cell has more than {_LONGEST:,} characters: a quote may be missing")
    says = {fact: header.cell(line.cells, fact) for fact in names.NAMES}
    currency = says["currency"].upper() or header.currency or told.currency
    if not currency:
        raise InvalidInput("no currency: add a column `currency`, or say `currency=EUR`")
    exponent(currency)
    return BankRow(
        line=line.number,
        received_on=day(says["date"], order=told.dates),
        amount=_signed(minor_units(says["amount"], currency, mark=mark), says["direction"]),
        currency=currency,
        texts=tuple(each for each in (says["reference"], says["end_to_end"]) if each),
        payer=says["payer"],
        account=says["account"],
        transaction_id=says["transaction_id"],
        pending=plain(says["state"]) in names.PENDING,
    )


def _signed(amount: int, direction: str) -> int:
    """Banks that have a column for the direction write all amounts without a sign."""
    way = plain(direction)
    if way in names.OUT:
        return -abs(amount)
    if way and way not in names.IN:
        raise InvalidInput(f"{direction[:30]!r} is neither in nor out")
    return amount
