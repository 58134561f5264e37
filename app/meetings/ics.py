"""A meeting as a file that calendars read (iCalendar, RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from app.mailing.letters import address_of
from app.meetings.models import Meeting, MeetingStatus

MEDIA_TYPE = "text/calendar; charset=utf-8"
_LONGEST_LINE = 75  # bytes


def calendar(meeting: Meeting) -> str:
    """One event. Lines end by CR LF, long ones are folded."""
    lines = (*_head(), *_event(meeting), "END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _head() -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Reperess//Rencontres//FR"
    yield "METHOD:PUBLISH"


def _event(meeting: Meeting) -> Iterator[str]:
    address = address_of("meetings.meeting", meeting_id=meeting.id)
    is_cancelled = meeting.status is MeetingStatus.CANCELLED
    yield "BEGIN:VEVENT"
    yield f"UID:rencontre-{meeting.id}@{urlsplit(address).hostname}"
    yield f"DTSTAMP:{_moment(meeting.updated_at)}"
    # Calendars keep the version with the greatest number.
    yield f"SEQUENCE:{int(meeting.updated_at.timestamp() - meeting.created_at.timestamp())}"
    yield f"DTSTART:{_moment(meeting.starts_at)}"
    yield f"DTEND:{_moment(meeting.ends_at)}"
    yield f"SUMMARY:{_text(meeting.title)}"
    yield f"LOCATION:{_text(', '.join([meeting.venue, *meeting.address.splitlines()]))}"
    yield f"URL:{address}"
    yield f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    for special in "\\;,":
        value = value.replace(special, f"\\{special}")
    return "\\n".join(value.splitlines())


def _folded(line: str) -> str:
    """Cut between characters, never within the bytes of one."""
    lines, room = [""], _LONGEST_LINE
    for character in line:
        size = len(character.encode())
        if size > room:
            lines.append("")
            room = _LONGEST_LINE - 1
        lines[-1] += character
        room -= size
    return "\r\n ".join(lines)
