"""A receiver of webhooks, which notes what comes and answers as it is told."""

import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from standardwebhooks.webhooks import Webhook

from cms.webhooks.endpoints import Endpoint
from cms.webhooks.signing import secret_of


class Message(NamedTuple):
    """What has come."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verified_by(self, secret: str) -> dict:
        """What it says; an error unless it is signed with the secret, and just now."""
        return Webhook(secret).verify(self.body, self.headers)


class Receiver:
    """Answers each message with the next of the statuses, then with 204; what is called first may take its time."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        self.body = b""
        self.before_answer: Callable[[], object] = lambda: None
        ours = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                ours.messages.append(Message({name.lower(): value for name, value in self.headers.items()}, body))
                ours.before_answer()
                # Whoever was killed hears no answer.
                with suppress(BrokenPipeError):
                    self._answer()

            def _answer(self) -> None:
                self.send_response(ours.statuses.pop(0) if ours.statuses else 204)
                for name, value in ours.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(ours.body)

            def log_message(self, *arguments: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}/webhooks/?key=1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def endpoint(self, **fields: object) -> Endpoint:
        """Makes this a receiver that the site knows."""
        return Endpoint.objects.create(**{"name": f"Mottaker {self.port}", "url": self.url, **fields})

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def said_to(receiver: Receiver, endpoint: Endpoint) -> list[dict]:
    """What the messages say, each of them signed as it should be."""
    return [message.verified_by(secret_of(endpoint.salt)) for message in receiver.messages]
