"""An HTTP server on 127.0.0.1, in threads of this process."""

import socket
import threading
from collections.abc import Callable
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

App = Callable[[Any, Any], Any]


class QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"  # keep connections, as AWS does

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: what matters is logged by who answers."""


class Server:
    """Bound at once, so that its address is known; answers once started. OSError if the port is taken."""

    def __init__(self, app: App, *, port: int = 0, name: str) -> None:
        with socket.create_server(("127.0.0.1", port)) as bound:  # werkzeug itself would exit where a port is taken
            host, number = bound.getsockname()
            self._server = make_server(
                host, number, app, threaded=True, request_handler=QuietHandler, fd=bound.fileno()
            )
        self.url = f"http://{host}:{number}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
