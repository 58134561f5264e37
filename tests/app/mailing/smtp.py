"""A mail server on the loopback, small enough to be read: it takes letters, or refuses them."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class MailServer:
    """What it received, and whom it refuses."""

    url: str = ""
    received: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    @property
    def recipients(self) -> list[str]:
        return [str(letter["To"]) for letter in self.received]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    told = MailServer()

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 ready")
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    self.take()
                elif verb == b"RCPT" and any(who.encode() in line for who in told.refused):
                    self.say("550 no such mailbox")
                else:
                    self.say("250 ok")

        def take(self) -> None:
            self.say("354 go on")
            lines: list[bytes] = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b"."))
            letter = message_from_bytes(b"".join(lines), policy=default)
            assert isinstance(letter, EmailMessage)
            told.received.append(letter)
            self.say("250 taken")

        def say(self, answer: str) -> None:
            self.wfile.write(f"{answer}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        told.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        yield told
        server.shutdown()
        thread.join()
