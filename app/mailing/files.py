"""Without a mail server, letters are files that a browser and an editor open as they are."""

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from flask_mailman import EmailMultiAlternatives
from flask_mailman.backends.base import BaseEmailBackend

from domain.models import utcnow


class FilesBackend(BaseEmailBackend):  # type: ignore[misc]  # Flask-Mailman ships no types
    """Each letter is two files of one name, in the order in which they left: .txt and .html."""

    def send_messages(self, email_messages: Sequence[EmailMultiAlternatives]) -> int:
        for message in email_messages:
            self._write(message)
        return len(email_messages)

    def _write(self, message: EmailMultiAlternatives) -> None:
        folder = Path(self.mailman.file_path)
        name = f"{utcnow():%Y%m%d-%H%M%S-%f}-{uuid4().hex[:6]}"
        html, _media_type = message.alternatives[0]
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
        told = f"À : {', '.join(message.to)}\nSujet : {message.subject}\n\n{message.body}\n"
        # Renamed last: whoever waits for a letter reads it whole.
        draft = folder / f"{name}.draft"
        draft.write_text(told, encoding="utf-8")
        draft.rename(folder / f"{name}.txt")
