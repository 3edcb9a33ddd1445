"""The bytes of a file as an element tree: no DTD, no entities, nothing fetched, bounded in size and depth."""

from typing import override
from xml.etree.ElementTree import Element, ParseError, TreeBuilder  # defusedxml parses # nosec B405
from xml.parsers.expat import ErrorString

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from dunlin.domain.errors import InvalidInput, Problem, TooLarge, UnsupportedDocument

MAX_BYTES = 5 * 1024 * 1024
# A line is some 25 elements in 1.5 KB, so real files reach the bytes long before they reach these.
MAX_ELEMENTS = 200_000
MAX_DEPTH = 64


def parse(xml: bytes) -> Element:
    """The root element. Raises TooLarge, UnsupportedDocument for a DTD, InvalidInput with line and column."""
    if len(xml) > MAX_BYTES:
        raise _refused(TooLarge, f"the file has {len(xml)} bytes; at most {MAX_BYTES} (5 MB) are taken")
    parser = XMLParser(target=_BoundedBuilder(), forbid_dtd=True)
    try:
        parser.feed(xml)
        root: Element = parser.close()
    except ParseError as cause:
        raise _malformed(cause) from cause
    except DefusedXmlException as cause:
        message = "the file has a document type declaration (DTD) or entities; send it without them"
        raise _refused(UnsupportedDocument, message) from cause
    except (LookupError, ValueError) as cause:  # an encoding that nobody knows, or one that expat cannot read
        raise _refused(InvalidInput, "the file's encoding is not understood; send it as UTF-8") from cause
    return root


class _BoundedBuilder(TreeBuilder):
    """Builds the tree while it stays within bounds, so that a hostile file costs no more than a large one."""

    def __init__(self) -> None:
        super().__init__()
        self._elements = 0
        self._depth = 0

    @override
    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._elements += 1
        self._depth += 1
        if self._elements > MAX_ELEMENTS:
            raise _refused(TooLarge, f"the file has more than {MAX_ELEMENTS} elements")
        if self._depth > MAX_DEPTH:
            raise _refused(TooLarge, f"the file's elements are nested more than {MAX_DEPTH} deep")
        return super().start(tag, attrs)

    @override
    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def _malformed(cause: ParseError) -> InvalidInput:
    line, column = cause.position
    where = f"line {line}, column {column + 1}"
    message = f"the file is not well-formed XML: {ErrorString(cause.code)} at {where}"
    return InvalidInput(message, Problem(where, message))


def _refused[E: InvalidInput](kind: type[E], message: str) -> E:
    return kind(message, Problem("", message))
