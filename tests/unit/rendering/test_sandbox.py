"""Users' texts: what they may name and do, and that everything else is refused before anything of it runs."""

from dataclasses import replace

import pytest

from dunlin.domain.errors import InvalidInput
from dunlin.domain.invoice import Status
from dunlin.domain.template import Template, TemplateKind, Text
from dunlin.rendering.email import render_mail
from dunlin.rendering.locales import choose
from dunlin.rendering.mail import sandbox, values
from dunlin.rendering.mail.example import example
from dunlin.rendering.mail.templates import check_template, shipped_templates, variables
from dunlin.rendering.mail.variables import LINES, VARIABLES
from tests.unit.rendering.mail_builders import a_document, a_mail, an_invoice, read, seen


def a_template(body: str, *, kind: TemplateKind = TemplateKind.INVOICE) -> Template:
    return Template("tpl_1", 1, "Ours", kind, {"en": Text("Invoice {{ invoice.number }}", body, "Pay")})


def wrong(body: str, kind: TemplateKind = TemplateKind.INVOICE) -> str:
    with pytest.raises(InvalidInput) as refused:
        check_template(a_template(body, kind=kind))
    assert {each.where for each in refused.value.problems} == {"/texts/en/body"}
    return "; ".join(each.message for each in refused.value.problems)


def test_a_text_names_values_and_asks_about_them() -> None:
    body = (
        "Dear {{ recipient.name | default('customer') }},\n"
        "{% if invoice.paid and not invoice.settled %}part{% elif invoice.number == '2026-0417' %}all{% endif %} of "
        "{{ invoice.amount_due if invoice.amount_due else 'nothing' }} is open {{ seller.name|upper }}"
    )
    template = a_template(body)
    check_template(template)
    mail = render_mail(a_mail(template=template))

    assert mail.subject == "Invoice 2026-0417"
    assert "Dear Jana Müller, all of €1,240.50 is open VELUWE PAPIER" in read(mail)
    assert "Pay:\nhttps://" in mail.text


def test_one_loop_goes_through_the_lines() -> None:
    template = a_template(
        "{% for line in lines %}- {{ line.quantity }} × {{ line.name }}: {{ line.net }}\n{% endfor %}"
    )
    check_template(template)
    document = a_document(lines=example(TemplateKind.INVOICE).document.lines)

    assert "- 120 × Recycled paper A4, 80 g: €828.00" in render_mail(a_mail(template=template, document=document)).text


def test_a_loop_ends_after_a_hundred_lines_and_says_how_many_there_are_more() -> None:
    line = example(TemplateKind.INVOICE).document.lines[0]
    document = a_document(lines=(replace(line, name="x"),) * 130)
    template = a_template("{% for line in lines %}{{ line.name }}{% endfor %} and {{ invoice.more_lines }} more")

    assert f"{'x' * 100} and 30 more" in seen(render_mail(a_mail(template=template, document=document)))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{{ ''.__class__ }}", "only values of the list"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "calls are not allowed"),
        ("{{ invoice.__class__ }}", "only values of the list"),
        ("{{ invoice['number'] }}", "name a value with a dot"),
        ("{{ lipsum(n=100000) }}", "calls are not allowed"),
        ("{{ invoice.number.upper() }}", "calls are not allowed"),
        ("{{ 'a' * 10 ** 8 }}", "no arithmetic"),
        ("{{ -invoice.paid }}", "no arithmetic"),
        ("{{ 'a' ~ 'b' }}", "joining them"),
        ("{% for a in range(1000000000) %}{% endfor %}", "the one loop"),
        ("{% for line in invoice %}{% endfor %}", "the one loop"),
        ("{% for line in lines if line.name %}{% endfor %}", "the one loop"),
        ("{% for line in lines recursive %}{% endfor %}", "the one loop"),
        ("{% for line in lines %}{% for line in lines %}{% endfor %}{% endfor %}", "one loop only"),
        ("{% for line in lines %}{% endfor %}{% for line in lines %}{% endfor %}", "one loop only"),
        ("{{ line.name }}", "within {% for line in lines %}"),
        ("{{ lines }}", "`lines` is unknown"),
        ("{{ loop.index }}", "`loop.index` is unknown"),
        ("{{ invoice }}", "name one of its values"),
        ("{% set x = 1 %}", "cannot be set"),
        ("{% include '/etc/passwd' %}", "cannot be included"),
        ("{% import 'os' as os %}", "not allowed"),
        ("{% extends 'x' %}", "not allowed"),
        ("{% block x %}{% endblock %}", "not allowed"),
        ("{% macro x() %}{% endmacro %}", "macros"),
        ("{% call x() %}{% endcall %}", "not allowed"),
        ("{% filter upper %}x{% endfilter %}", "not allowed"),
        ("{% with x=1 %}{% endwith %}", "not allowed"),
        ("{% autoescape true %}{% endautoescape %}", "not allowed"),
        ("{% if invoice.paid is defined %}{% endif %}", "no tests"),
        ("{% if invoice.paid > '1' %}{% endif %}", "only ==, !="),
        ("{% if invoice.paid == 1 %}{% endif %}", "in quotes"),
        ("{{ invoice.number|join('x') }}", "the filter `join` is unknown"),
        ("{{ invoice.number|upper('x') }}", "takes no values"),
        ("{{ invoice.number|default('a', true) }}", "takes 1 value"),
        ("{{ 'x' if invoice.paid }}", "needs an `else`"),
        ("{{ [1, 2] }}", "not allowed"),
        ("{{ {} }}", "not allowed"),
        ("\n\n{{ oops", "line 3"),
        ("{{ " + "(" * 4000, "nested too deeply"),
        ("{% if invoice.paid %}" * 450, "nested too deeply"),
        ("{{ " + "not " * 2000 + "invoice.paid }}", "nested too deeply"),
        ("{{ invoice.number" + "|upper" * 1500 + " }}", "nested too deeply"),
        ("{{ a" + ".b" * 4000 + " }}", "only values of the list"),
        ("{{ " + "9" * 9000 + " }}", "too large"),
        ("{{seller.name}}" * 660, "too long"),
        ("x" * 65_536, "at most 10000"),
    ],
)
def test_everything_else_is_refused(body: str, told: str) -> None:
    assert told in wrong(body)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("invoice.numbr", "invoice.number"), ("amount_due", "invoice.amount_due"), ("invoice.due", "invoice.due_date")],
)
def test_an_unknown_variable_is_told_with_the_one_that_was_meant(name: str, meant: str) -> None:
    assert wrong(f"{{{{ {name} }}}}") == f"line 1: `{name}` is unknown; did you mean `{meant}`?"


def test_a_name_of_another_kind_of_mail_is_unknown() -> None:
    assert "`portal.code` is unknown" in wrong("{{ portal.code }}")
    with pytest.raises(InvalidInput) as refused:
        check_template(a_template("{{ statement.date }}", kind=TemplateKind.STATEMENT))
    assert "`invoice.number` is unknown" in refused.value.problems[0].message


def test_everything_that_is_wrong_is_told_at_once() -> None:
    texts = {"en": Text("", "{{ x }}\n{{ invoice.numbr }}"), "da": Text("Faktura", "Hej")}
    with pytest.raises(InvalidInput) as refused:
        check_template(replace(a_template(""), texts=texts))

    assert [each.where for each in refused.value.problems] == [
        "/texts/en/subject", "/texts/en/body", "/texts/en/body", "/texts/da",
    ]  # fmt: skip


def test_values_are_shown_in_a_users_text_and_never_obeyed() -> None:
    template = a_template("{{ recipient.name }}")
    html = render_mail(a_mail(template=template, recipient_name="[click](https://evil.example) {{ 7 }} **b**")).html

    assert "evil.example</" not in html
    assert "<strong>" not in html
    assert "{{ 7 }}" in html


def test_a_text_that_comes_out_too_long_is_refused() -> None:
    with pytest.raises(InvalidInput, match="more than 100000 characters"):
        sandbox.render("{% for line in lines %}{{ line.name }}{% endfor %}", {"lines": [{"name": "x" * 2000}] * 100})


def test_a_subject_or_a_button_of_several_lines_is_one_line_in_the_mail() -> None:
    text = Text("Invoice\r\nBcc: {{ invoice.number }}", "Hello", "Pay\nnow")
    template = replace(a_template("Hello"), texts={"en": text})
    check_template(template)
    mail = render_mail(a_mail(template=template))

    assert mail.subject == "Invoice Bcc: 2026-0417"
    assert "Pay now:\nhttps://" in mail.text


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "     "])
def test_marks_without_end_take_no_more_room_than_a_few_texts(mark: str) -> None:
    body = mark * (9_000 // len(mark)) + "x " * 400
    assert len(render_mail(a_mail(template=a_template(body))).text) < 5 * len(body)


@pytest.mark.parametrize("template", shipped_templates().values(), ids=lambda each: each.template_id)
def test_every_shipped_text_is_one_that_a_user_may_write(template: Template) -> None:
    check_template(template)


def test_the_declared_variables_are_those_that_there_are() -> None:
    known = values.of(example(TemplateKind.RECEIPT), choose("en"))
    there = {f"{group}.{name}" for group, each in known.items() if group != LINES for name in each}
    there |= {f"line.{name}" for name in known[LINES][0]} | {LINES}

    assert there == {each.name for each in VARIABLES}


def test_every_variable_comes_with_an_example_of_what_it_holds() -> None:
    without = [each.name for each in variables() if not each.example]
    assert without == ["invoice.more_lines"]


def test_a_paid_copy_and_a_button_of_ones_own_do_not_ask_for_money() -> None:
    template = a_template("{% if invoice.settled %}Paid.{% else %}Pay!{% endif %}")
    paid = an_invoice(status=Status.PAID)

    assert "Paid." in render_mail(a_mail(template=template, invoice=paid)).text
    assert "View invoice:\nhttps://" in render_mail(a_mail(template=template, invoice=paid)).text
