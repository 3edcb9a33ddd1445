"""What makes a document PDF/A-3B: colours with a profile, and metadata said twice in the same words.

fpdf2's own `enforce_compliance` writes the time of the run into the metadata, so that bytes would differ, and leaves
out the information dictionary, from which browsers take the title of the tab.
"""

from datetime import UTC, datetime
from html import escape

from fpdf import FPDF
from fpdf.enums import OutputIntentSubType
from fpdf.output import PDFICCProfile
from fpdf.prefs import ViewerPreferences
from fpdf.util import builtin_srgb2014_bytes

_PRODUCER = "Dunlin with fpdf2"


def describe(pdf: FPDF, *, title: str, author: str, language: str, created: datetime) -> None:
    """Set title, author, language and date, and declare the document PDF/A-3B."""
    pdf.pdf_version = "1.7"
    pdf.set_title(title)
    pdf.set_author(author)
    pdf.set_lang(language)
    pdf.set_producer(_PRODUCER)
    pdf.set_creation_date(created)
    pdf.set_xmp_metadata(_xmp(title=title, author=author, created=created))
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    pdf.add_output_intent(
        OutputIntentSubType.PDFA,
        output_condition_identifier="sRGB",
        registry_name="http://www.color.org",
        dest_output_profile=PDFICCProfile(contents=builtin_srgb2014_bytes(), n=3, alternate="DeviceRGB"),
        info="sRGB2014 (v2)",
    )


def _xmp(*, title: str, author: str, created: datetime) -> str:
    instant = created.astimezone(UTC).isoformat(timespec="seconds")
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
        f' xmp:CreateDate="{instant}" pdf:Producer="{_PRODUCER}" pdfaid:part="3" pdfaid:conformance="B">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
