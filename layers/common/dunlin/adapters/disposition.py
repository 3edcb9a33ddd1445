"""What a file is called that an answer brings (RFC 6266): headers carry ASCII, invoice numbers need not be."""

from urllib.parse import quote


def disposition(kind: str, name: str) -> str:
    """`kind` is `inline` or `attachment`. `name` holds nothing that could end the header or its quotes."""
    plain = "".join(each if each.isascii() else "-" for each in name)
    return f'{kind}; filename="{plain}"' + ("" if name.isascii() else f"; filename*=UTF-8''{quote(name)}")
