"""The mail about an invoice: what it asks for, of whom, and what it must never say."""

import re
from dataclasses import replace

import pytest

from dunlin.domain.errors import InvalidInput
from dunlin.domain.invoice import Status
from dunlin.domain.message import MessageKind
from dunlin.domain.party import Party
from dunlin.rendering.email import render_mail
from tests.unit.rendering.mail_builders import (
    LINK,
    MILL,
    TRANSFER,
    a_document,
    a_mail,
    a_mail_to,
    a_payment,
    a_seller,
    an_invoice,
    read,
    seen,
)


def test_an_invoice_s_mail_says_what_is_owed_by_when_and_how_to_pay() -> None:
    mail = render_mail(a_mail())

    assert mail.subject == "Invoice 2026-0417 from Veluwe Papier"
    for part in (seen(mail), read(mail)):
        for said in (
            "Dear Jana Müller,",
            "Please pay €1,240.50 by 23 December 2026.",
            "2026-0417",
            "PO-88231",
            "View and pay",
            LINK,
            "Papierfabriek De Veluwe B.V.",
            "NL57 RABO 0107 3075 10",
            "RABONL2U",
            "RF18 5390 0754 7034",
            "Molenweg 12, 7311 AB Apeldoorn, Netherlands",
            "VAT no. NL8200.98.395.B.01 · Company no. 57151520",
            "You are receiving this e-mail because Papierfabriek De Veluwe B.V. has issued an invoice to Schreibwaren",
        ):
            assert said in part


def test_the_same_mail_is_the_same_bytes() -> None:
    assert render_mail(a_mail()) == render_mail(a_mail())


def test_the_button_and_the_address_below_it_are_ours_and_not_tracked() -> None:
    html = render_mail(a_mail(message=f"Pay [here]({LINK}) or read [this](https://veluwe.example/terms).")).html
    links = re.findall(r"<a\b[^>]*>", html)

    assert len(links) == 4
    assert [("ses:no-track" in link) for link in links] == [LINK in link for link in links]


def test_without_a_link_there_is_no_button() -> None:
    mail = render_mail(a_mail(link=""))

    assert "<a " not in mail.html
    assert "View and pay" not in seen(mail)
    assert "View and pay" not in mail.text
    assert "Bank details" in mail.text


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://pay.example/p/t", "https://u@pay.example", '"><b>'])
def test_a_link_that_no_mail_of_ours_may_carry_is_refused(link: str) -> None:
    with pytest.raises(InvalidInput):
        render_mail(a_mail(link=link))


def test_the_local_stack_s_link_is_allowed() -> None:
    assert "ses:no-track" in render_mail(a_mail(link="http://127.0.0.1:8000/p/t")).html


def test_a_customer_named_like_markup_is_only_named_so() -> None:
    name = "[click](https://evil.example) <b>x</b> # _y_"
    buyer, seller = Party(name=name), replace(MILL, name=name, trading_name=name)
    mail = render_mail(
        a_mail(recipient_name=name, document=a_document(buyer=buyer, seller=seller), invoice=an_invoice(number=name))
    )

    assert "evil.example" not in "".join(re.findall(r"<a\b[^>]*>", mail.html))
    assert "<b>" not in mail.html
    assert "<em>" not in mail.html
    assert f"Dear {name}," in seen(mail)
    assert f"Dear {name}," in mail.text


def test_values_with_line_ends_add_no_line_and_no_header() -> None:
    name = "Jana\r\n---\nsubject: hacked\n\n# Müller\u2028\x00"
    mail = render_mail(a_mail(recipient_name=name, subject="Hello\r\nBcc: x@evil.example\x00"))

    assert mail.subject == "Hello Bcc: x@evil.example"
    assert "Dear Jana --- subject: hacked # Müller," in mail.text


def test_a_person_without_a_name_is_greeted_all_the_same() -> None:
    assert "Hello,\n" in render_mail(a_mail(recipient_name="")).text


def test_own_words_replace_the_shipped_ones_for_this_mail() -> None:
    mail = render_mail(a_mail(subject="Your paper", message="Hi **Jana**,\n\n- one\n- two", button="Pay now"))

    assert mail.subject == "Your paper"
    assert "<strong>Jana</strong>" in mail.html
    assert "Hi **Jana**,\n\n- one\n- two" in mail.text
    assert "Pay now:\n" + LINK in mail.text
    assert "Dear" not in mail.text


def test_own_words_are_text_not_a_program() -> None:
    mail = render_mail(a_mail(subject="{{ 7 * 7 }}", message="{{ seller.name }} {% if %}", button="{{ x }}"))

    assert mail.subject == "{{ 7 * 7 }}"
    assert "{{ seller.name }} {% if %}" in seen(mail)
    assert "{{ x }}:" in mail.text


def test_own_html_is_shown_not_obeyed() -> None:
    assert "<script>" not in render_mail(a_mail(message="<script>alert(1)</script>", button="<script>x</script>")).html


def test_a_very_long_subject_is_cut() -> None:
    subject = render_mail(a_mail(subject="word " * 100)).subject

    assert len(subject) <= 200
    assert subject.endswith("word…")


def test_a_test_mail_says_so_in_its_subject_and_on_top() -> None:
    mail = render_mail(a_mail(test=True, kind=MessageKind.TEST))

    assert mail.subject == "[Test] Invoice 2026-0417 from Veluwe Papier"
    assert "nothing was sent to the customer" in seen(mail)
    assert "nothing was sent to the customer" in read(mail)


def test_a_mail_without_the_pdf_does_not_speak_of_an_attachment() -> None:
    assert "attached" in render_mail(a_mail()).text
    assert "attached" not in render_mail(a_mail(attached=False)).text


def test_sentences_of_the_text_part_are_wrapped_and_what_is_copied_is_not() -> None:
    long_item = "- " + "word " * 30
    reference = "RF18539007547034-" * 5
    document = a_document(payment_means=(replace(TRANSFER, reference=reference),))
    text = render_mail(a_mail(message=long_item, document=document)).text

    assert "\n  word word" in text
    assert reference in text
    assert max(len(line) for line in text.split("\n") if "word" in line) <= 76


def test_a_mail_of_another_kind_says_what_its_kind_says() -> None:
    paid = an_invoice(status=Status.PAID, payments=(a_payment(124050),))
    mail = render_mail(a_mail(kind=MessageKind.RECEIPT, invoice=paid))

    assert mail.subject == "Payment received for invoice 2026-0417"
    assert "The invoice is now paid in full." in read(mail)
    assert "NL57" not in mail.text


def test_a_customer_without_a_locale_reads_the_seller_s_language() -> None:
    assert render_mail(a_mail_to("")).subject == "Factuur 2026-0417 van Veluwe Papier"
    assert render_mail(a_mail_to("ja-JP", seller=a_seller(locale=""))).subject.startswith("Invoice ")


def test_what_one_recipient_reads_is_not_told_to_the_next_nor_what_an_invoice_was_before() -> None:
    """Values are kept from one mail to the next: only those that are everybody's, and only while nothing changes."""
    to_ada = a_mail(recipient_name="Ada", link="https://portal.example/p/ada")
    to_bob = replace(to_ada, recipient_name="Bob", link="https://portal.example/p/bob")
    raised = replace(to_bob, invoice=replace(to_bob.invoice, number="2026-999"))

    first, second, third = (render_mail(each) for each in (to_ada, to_bob, raised))

    assert "Ada" in first.text
    assert "Bob" in second.text
    assert "Ada" not in second.text + second.html
    assert "/p/ada" not in second.text + second.html
    assert "2026-999" in third.subject
    assert render_mail(to_ada) == first
