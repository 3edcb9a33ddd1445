import json
import os
from email.message import EmailMessage
from typing import Any

import boto3

PAGE = '<p><a href="https://shop.example/?a=1&amp;b=2">Shop</a> <a href="{url}/p/token" ses:no-track>Pay</a></p>'


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    failed = [record["messageId"] for record in event["Records"] if not _deliver(json.loads(record["body"]))]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _deliver(wish: dict[str, Any]) -> bool:
    if wish.get("poisoned"):
        return False
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Billing <billing@sample.example>", wish["to"], "Your invoice"
    mail.set_content("Your invoice")
    mail.add_alternative(PAGE.format(url=os.environ["PORTAL_URL"]), subtype="html")
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="invoice.pdf")
    boto3.client("sesv2").send_email(
        FromEmailAddress=mail["From"],
        Destination={"ToAddresses": [wish["to"]]},
        Content={"Raw": {"Data": mail.as_bytes()}},
        ConfigurationSetName=os.environ["CONFIGURATION_SET"],
        EmailTags=[{"Name": "email_id", "Value": wish["id"]}],
    )
    return True
