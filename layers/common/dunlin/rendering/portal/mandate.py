"""What customers agree to when they have themselves charged: in full, in their language, one paragraph a line."""

from collections.abc import Iterator

from dunlin.domain.payments.collecting import NOTICE_DAYS
from dunlin.domain.payments.method import Method
from dunlin.domain.seller import Seller
from dunlin.rendering.locales import Locale
from dunlin.rendering.markdown import one_line
from dunlin.rendering.paper.addresses import address_lines
from dunlin.rendering.portal.language import words


def mandate_text(seller: Seller, method: Method, locale: Locale, *, fee: str = "") -> str:
    """For a debit the wording of the SEPA core mandate (EPC392-08 and its translations), with what was agreed on notice
    and refund; for a card the consent to charges without the customer. `fee` is what is charged on top, in words.
    """
    said, name = words(locale.language, "autopay"), seller.party.name or seller.sender_name
    debit, days = method is Method.SEPA_DEBIT, ", ".join(map(str, seller.portal.autopay.retry_days))
    keys = (
        *(("sepa_1", "sepa_2", "sepa_3") if debit else ("card_1", "card_2")),
        "overdue",
        *(("retried",) if days else ()),
        *(("fee_clause",) if fee else ()),
        *(() if debit else ("card_3",)),
        "limited",
        "revoke",
    )
    told = (said[key].format(seller=name, notice=NOTICE_DAYS, days=days, fee=fee) for key in keys)
    return "\n".join(one_line(each) for each in (*told, *(_creditor(seller, name, locale) if debit else ())))


def _creditor(seller: Seller, name: str, locale: Locale) -> Iterator[str]:
    said, known = words(locale.language, "autopay"), seller.portal.autopay.creditor_id
    address = address_lines(seller.party.address, locale, country=True)
    yield said["creditor"].format(creditor=", ".join([name, *address]))
    if known:
        yield said["creditor_id"].format(id=known)
