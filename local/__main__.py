"""`make run`: start everything, say where it is, and stop cleanly."""

import errno
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable


def main() -> int:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    port = int(os.environ.get("PORT", "8000"))
    began = time.monotonic()
    from local.stack import Stack  # loading it is most of the start, and counts

    try:
        with Stack(port=port, seed=True, quiet=False) as stack:
            invoices = [
                f"{invoice.number:<14} {stack.url}/v1/invoices/{invoice.invoice_id}" for invoice in stack.seeded
            ]
            _greet(stack.url, invoices, time.monotonic() - began)
            ended.wait()
            print("Stopping …", flush=True)
    except OSError as problem:
        if problem.errno != errno.EADDRINUSE:
            raise
        print(f"Port {port} is in use. Take another one: make run PORT={port + 1}", file=sys.stderr)
        return 1
    return 0


def _greet(url: str, invoices: Iterable[str], seconds: float) -> None:
    print(f"\nDunlin runs on this machine, ready after {seconds:.1f} s. Nothing leaves it. Ctrl-C stops it.\n")
    print(f"  start here  {url}/")
    print(f"  API         {url}/docs  ({url}/openapi.json)")
    print(f"  outbox      {url}/_local/outbox")
    for number, invoice in enumerate(invoices):
        print(f"  {'' if number else 'seeded':<11} {invoice}")
    print(flush=True)


if __name__ == "__main__":
    sys.exit(main())
