"""How to pay: one sentence, the account, and a code to scan."""

from dunlin.domain.document import PaymentMeans
from dunlin.domain.invoice import Status
from dunlin.rendering.paper.epc import payload
from dunlin.rendering.paper.matter import Matter
from dunlin.rendering.paper.means import collected, described, transfer, ways
from dunlin.rendering.paper.qr import draw_code
from dunlin.rendering.paper.section import section
from dunlin.rendering.paper.sheet import Sheet
from dunlin.rendering.paper.style import BODY, GREY, LEFT, RIGHT, STRONG, TINY, WIDTH
from dunlin.rendering.paper.text import width, wrap

_SIDE = 27.0
_LABEL = BODY.sized(8.2).coloured(GREY)
_MOST_LABEL = 46.0


def payment(sheet: Sheet, matter: Matter) -> None:
    """The block; where nothing is to be paid it says so, and offers no account."""
    offered = ways(matter) if matter.payable_now or matter.draft else ()
    code = _code(matter, offered)
    groups = [list(described(each, matter, only=len(offered) == 1)) for each in offered]
    height = 16 + sum(len(group) for group in groups) * BODY.leading * 1.06
    sheet.need(min(max(height, _SIDE + 14 if code else 0), 120))
    top = section(sheet, matter.words("payment"), matter)
    page = sheet.canvas.pages
    room = WIDTH - (_SIDE + 12 if code else 0)
    sheet.paragraph(_sentence(matter, offered), STRONG, room=room)
    for group in groups:
        _group(sheet, group, room)
    if code and sheet.canvas.pages == page:
        bottom = _draw_code(sheet, matter, code, top)
        sheet.y = max(sheet.y, bottom)
    sheet.gap(6)


def _sentence(matter: Matter, offered: tuple[PaymentMeans, ...]) -> str:
    words = matter.words
    if matter.invoice.status is Status.VOID:
        return words("voided")
    if matter.draft:
        return words("drafted")
    if not matter.payable_now:
        return words("settled" if matter.invoice.status is Status.PAID else "nothing_due")
    return words(
        _request(offered), amount=matter.money(matter.balance.amount), date=matter.date(matter.invoice.due_date)
    )


def _request(offered: tuple[PaymentMeans, ...]) -> str:
    if offered and all(collected(each) for each in offered):
        return "collect"
    return "transfer" if any(each.iban or each.account_number for each in offered) else "other_means"


def _code(matter: Matter, offered: tuple[PaymentMeans, ...]) -> str:
    """The first account that can be paid by code; a draft has none."""
    if not matter.payable_now:
        return ""
    transfers = (transfer(each, matter) for each in offered)
    return next((code for each in transfers if each and (code := payload(each))), "")


def _group(sheet: Sheet, group: list[tuple[str, str]], room: float) -> None:
    sheet.gap(1.6)
    column = min(max((width(label, _LABEL) for label, _ in group), default=0) + 4, _MOST_LABEL)
    for label, value in group:
        lines = wrap(value, BODY, room - column)
        sheet.need(len(lines) * BODY.leading)
        y = sheet.y + BODY.leading * 0.8
        sheet.canvas.fit(LEFT, y, label, _LABEL, room=column - 2)
        for index, line in enumerate(lines):
            sheet.canvas.text(LEFT + column, y + index * BODY.leading, line, BODY)
        sheet.gap(max(len(lines), 1) * BODY.leading * 1.06)


def _draw_code(sheet: Sheet, matter: Matter, code: str, top: float) -> float:
    x = RIGHT - _SIDE
    draw_code(sheet.canvas, x, top, code, side=_SIDE)
    lines = wrap(matter.words("scan"), TINY, _SIDE + 3)
    for index, line in enumerate(lines):
        sheet.canvas.right(RIGHT, top + _SIDE + 3.4 + index * TINY.leading, line, TINY)
    return top + _SIDE + 3 + len(lines) * TINY.leading
