"""Meetings, those who come, whom they wish to meet, their appointments."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from domain.models import Base, Network, Supplier, utcnow


class MeetingStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Side(StrEnum):
    STRUCTURE = "structure"
    BUYER = "buyer"


class Standing(StrEnum):
    """Where a participant stands. The first two hold a seat."""

    SEATED = "seated"
    INVITED = "invited"  # somebody's guest, who has not answered
    WAITING = "waiting"


HOLDING_A_SEAT = (Standing.SEATED, Standing.INVITED)


class Outcome(StrEnum):
    """What followed an appointment, from the least to the most."""

    NOTHING = "nothing"
    EXCHANGE = "exchange"
    QUOTE = "quote"
    ORDER = "order"


def lasting(slots: int, minutes: int, pause: int) -> timedelta:
    """How long so many slots last, with a pause between two."""
    return timedelta(minutes=(minutes + pause) * slots - pause)


class Meeting(Base):
    """A meeting of a network. Slots and tables are those of its appointments, once made."""

    __tablename__ = "meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    network_slug: Mapped[str] = mapped_column(ForeignKey("network.slug"), index=True)
    status: Mapped[MeetingStatus] = mapped_column(default=MeetingStatus.DRAFT)
    title: Mapped[str]
    presentation: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    venue: Mapped[str]
    address: Mapped[str]
    # Ids of groups and of services of the taxonomy.
    sectors: Mapped[list[str]]
    seats: Mapped[int]
    is_registration_open: Mapped[bool] = mapped_column(default=True)
    # Whether structures may wish to meet each other, and not buyers alone.
    do_structures_meet: Mapped[bool] = mapped_column(default=False)
    are_wishes_open: Mapped[bool] = mapped_column(default=False)

    first_slot_at: Mapped[datetime | None]
    slot_minutes: Mapped[int] = mapped_column(default=15)
    pause_minutes: Mapped[int] = mapped_column(default=5)
    slots: Mapped[int] = mapped_column(default=6)
    tables: Mapped[int] = mapped_column(default=10)

    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    updated_at: Mapped[datetime] = mapped_column(default=utcnow, onupdate=utcnow)
    reminded_at: Mapped[datetime | None]
    schedule_sent_at: Mapped[datetime | None]
    schedule_changed_at: Mapped[datetime | None]
    # When those who come were written that they may wish, and asked what followed: once each.
    wishes_told_at: Mapped[datetime | None]
    outcomes_asked_at: Mapped[datetime | None]
    # What those registered were told when it was cancelled.
    cancellation: Mapped[str] = mapped_column(default="", server_default=text("''"))
    # When the names of those who came, and who met whom, left the database.
    purged_on: Mapped[date | None]

    network: Mapped[Network] = relationship()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= utcnow()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= utcnow()

    @property
    def took_place(self) -> bool:
        """Published, and begun at least: what follows it may be told."""
        return self.status is MeetingStatus.PUBLISHED and self.has_begun

    @property
    def is_on(self) -> bool:
        """Published, and not over."""
        return self.status is MeetingStatus.PUBLISHED and not self.is_over

    @property
    def is_to_come(self) -> bool:
        """Whether seats may still change hands."""
        return self.status is MeetingStatus.PUBLISHED and not self.has_begun

    @property
    def is_forgotten(self) -> bool:
        """Whether the names of those who came have left: only numbers are told of it."""
        return self.purged_on is not None

    @property
    def may_be_edited(self) -> bool:
        return self.status is not MeetingStatus.CANCELLED and not self.is_forgotten

    @property
    def takes_registrations(self) -> bool:
        """Whether one may come, or wait for a seat."""
        return self.is_to_come and self.is_registration_open

    @property
    def takes_wishes(self) -> bool:
        return self.is_to_come and self.are_wishes_open

    @property
    def is_schedule_stale(self) -> bool:
        """Whether those who come were sent times and tables that have changed since."""
        sent, changed = self.schedule_sent_at, self.schedule_changed_at
        return sent is not None and changed is not None and sent < changed

    def slot_ends_at(self, slot: int) -> datetime:
        return self.slot_at(slot) + timedelta(minutes=self.slot_minutes)

    @property
    def fitting_slots(self) -> int:
        """How many of its slots find room before it ends; one at least."""
        length = self.ends_at - self.starts_at
        counts = range(self.slots, 1, -1)
        fits = (it for it in counts if lasting(it, self.slot_minutes, self.pause_minutes) <= length)
        return next(fits, 1)

    def slot_at(self, slot: int) -> datetime:
        """When that slot begins; the first is 0."""
        first = self.first_slot_at or self.starts_at
        return first + timedelta(minutes=(self.slot_minutes + self.pause_minutes) * slot)


class Participant(Base):
    """Somebody who comes, may come, or waits for a seat.

    Once they are forgotten, nothing but their side is left.
    """

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("meeting_id", "user_id"),
        Index("ix_participant_meeting_id_standing", "meeting_id", "standing"),
        # A letter is sent, or an account has answered; neither, of who only telephoned, and once
        # they are forgotten.
        CheckConstraint("user_id IS NULL OR email IS NULL", name="one_address"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    standing: Mapped[Standing]
    side: Mapped[Side] = mapped_column(default=Side.BUYER)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    # Where who has no account here is written to: a guest who has not answered, or somebody whom
    # the network registered.
    email: Mapped[str | None] = mapped_column(index=True)
    # Where the network calls who telephoned it: read by its managers alone.
    phone: Mapped[str] = mapped_column(default="", server_default=text("''"))
    name: Mapped[str] = mapped_column(default="")
    # A buyer's, typed; a structure's is its supplier.
    organisation: Mapped[str] = mapped_column(default="")
    supplier_id: Mapped[int | None] = mapped_column(
        ForeignKey("supplier.id", ondelete="SET NULL"), index=True
    )
    # What they would buy, for structures that choose whom to meet.
    looks_for: Mapped[str] = mapped_column(default="", server_default=text("''"))
    # Who came as a guest brings nobody, even once their host has left.
    is_guest: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Who brings them.
    host_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id", ondelete="SET NULL"), index=True
    )
    registered_at: Mapped[datetime] = mapped_column(default=utcnow)

    meeting: Mapped[Meeting] = relationship()
    user: Mapped[User | None] = relationship()
    supplier: Mapped[Supplier | None] = relationship()
    host: Mapped["Participant | None"] = relationship(remote_side=[id])

    @property
    def address(self) -> str | None:
        """Where to write to them; None once they are forgotten."""
        return self.user.email if self.user else self.email

    @property
    def is_unreached(self) -> bool:
        """Whether no letter reaches them, and the network is to telephone."""
        return self.address is None and bool(self.name)

    @property
    def is_spoken_for(self) -> bool:
        """Whether the network may say their wishes: no account has answered for them."""
        return self.user_id is None and self.standing is Standing.SEATED and bool(self.name)

    @property
    def shown_name(self) -> str:
        if self.standing is Standing.INVITED:
            return "Personne invitée"
        return self.name or "Nom effacé"

    @property
    def shown_organisation(self) -> str:
        return self.supplier.display_name if self.supplier else self.organisation


class Wish(Base):
    """A participant wishes to meet another; those of rank 1 come first, equals are as good."""

    __tablename__ = "wish"

    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )
    wanted_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    rank: Mapped[int]


class Appointment(Base):
    """Two participants at a table, in a slot: the first slot is 0, the first table 1."""

    __tablename__ = "appointment"
    __table_args__ = (UniqueConstraint("meeting_id", "slot", "table_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    slot: Mapped[int]
    table_number: Mapped[int]
    # As the network tells it.
    outcome: Mapped[Outcome | None]

    meeting: Mapped[Meeting] = relationship()
    attendees: Mapped[list["Attendee"]] = relationship(
        back_populates="appointment",
        cascade="all, delete-orphan",
        order_by="Attendee.participant_id",
    )

    def attendee(self, participant: Participant) -> "Attendee":
        return next(it for it in self.attendees if it.participant is participant)

    def with_whom(self, participant: Participant) -> Participant:
        return next(it.participant for it in self.attendees if it.participant is not participant)

    @property
    def told(self) -> Outcome | None:
        """What followed: the most that one of them, or the network, tells of it."""
        said = (self.outcome, *(attendee.outcome for attendee in self.attendees))
        known = [outcome for outcome in said if outcome is not None]
        return max(known, key=list(Outcome).index, default=None)


class Attendee(Base):
    """One of the two of an appointment. The database itself lets nobody be in two places."""

    __tablename__ = "attendee"
    __table_args__ = (UniqueConstraint("participant_id", "slot"),)

    appointment_id: Mapped[int] = mapped_column(
        ForeignKey("appointment.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    # That of the appointment, so that the database can compare.
    slot: Mapped[int]
    outcome: Mapped[Outcome | None]

    appointment: Mapped[Appointment] = relationship(back_populates="attendees")
    participant: Mapped[Participant] = relationship()


class MeetingEntry(Base):
    """What was done of a meeting, by whom ("user:12", or the daily job), in French words."""

    __tablename__ = "meeting_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    actor: Mapped[str]
    change: Mapped[str]
