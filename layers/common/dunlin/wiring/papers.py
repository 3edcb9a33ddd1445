"""What is drawn and stored: documents, logos, mails as they look."""

from functools import cache

import boto3

from dunlin import settings, wiring
from dunlin.adapters.s3_documents import SIGNING, S3Documents
from dunlin.adapters.s3_logos import S3Logos
from dunlin.domain.seller import Seller
from dunlin.services.logo_of import logo_of
from dunlin.services.ports.documents import MailRenderer, Pdfs, Renderer
from dunlin.services.ports.papers import LogoReader, Papers
from dunlin.services.shelf import Shelf


@cache
def documents() -> S3Documents:
    """Port `Documents`."""
    return S3Documents(boto3.client("s3", config=SIGNING), bucket=settings.documents_bucket())


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
    return logo_of(seller, logos=wiring.logos())


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
def shelf() -> Shelf:
    """Where what a send names is found."""
    return Shelf(wiring.templates(), wiring.sellers(), wiring.documents())


@cache
def pdfs() -> Pdfs:
    """Port `Pdfs`."""
    from dunlin.adapters.lambda_pdfs import LambdaPdfs

    return LambdaPdfs(boto3.client("lambda"), function=settings.documents_function())
