"""One item into the database: its revision, statements, shifts and alerts, in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from monitor.alerts.alert import Alert
from monitor.pipeline.notify import Notifier
from monitor.pipeline.reader import Reader
from monitor.sources.item import Item
from monitor.statements.statement import Origin, Statement
from monitor.storage import items, shifts, statements
from monitor.text.document import Document
from monitor.wording.acts import is_provision, is_version
from monitor.wording.adoption import adopted
from monitor.wording.documents import decide_document
from monitor.wording.edits import edited
from monitor.wording.returns import returned
from monitor.wording.shift import Change, Shift

HISTORY = 400
"""Statements of one body that a new one is compared with: years of a weekly press conference.

An act counts as one, however many provisions it has.
"""
MOST_PROVISIONS = 8 * HISTORY
"""Statements of one body that are read at most, all provisions of its acts counted."""
MOST_READ = 4_000
"""Statements kept in memory between two transactions: about 10 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What became of one item: its id, and what was stored that was not there before.

    `statements` holds every new statement with its utterance, on a topic or not.
    """

    item: str
    new: bool
    changed: bool
    document: Document | None = None
    statements: tuple[Statement, ...] = ()
    shifts: tuple[Shift, ...] = ()
    alerts: tuple[Alert, ...] = ()


@dataclass(slots=True)
class Histories:
    """Each body's statements, read once in a transaction and grown with what it adds.

    `read` outlives the transaction and spares it statements that an earlier one has read. A
    body's are read before the first of them is stored, so that it holds none that was taken back.
    """

    session: Session
    read: dict[str, Statement] | None = None
    known: dict[str, list[Statement]] = field(default_factory=dict)

    def of(self, body: str) -> list[Statement]:
        """Return the statements of a body, those of this transaction included."""
        if body not in self.known:
            if self.read is not None and len(self.read) > MOST_READ:
                self.read.clear()
            self.known[body] = self._read(body)
        return self.known[body]

    def _read(self, body: str) -> list[Statement]:
        limit = HISTORY
        found = statements.history(self.session, body, limit=limit, read=self.read)
        while len(found) == limit < MOST_PROVISIONS and _texts(found) <= HISTORY:
            limit *= 2
            found = statements.history(self.session, body, limit=limit, read=self.read)
        if len(found) < limit:
            return list(found)
        # The oldest act may have been cut, and what is not read of it is not gone from it.
        cut = _acts(found) & {found[-1].url}
        return [one for one in found if one.url not in cut]

    def forget(self, gone: Iterable[str]) -> None:
        """Leave out statements that a newer revision of their document no longer has."""
        ids = frozenset(gone)
        for body, known in self.known.items():
            self.known[body] = [one for one in known if one.id not in ids]


class Recorder:
    """Writes items through an open transaction; holds no state but what the settings gave it."""

    def __init__(
        self,
        reader: Reader,
        notifier: Notifier,
    ) -> None:
        self.reader = reader
        self._notifier = notifier

    def record(
        self,
        session: Session,
        item: Item,
        origin: Origin,
        *,
        topics: tuple[str, ...],
        now: datetime,
        baseline: bool = False,
        histories: Histories | None = None,
    ) -> Recorded:
        """Store one item that mentions a topic, and what its words come to.

        Recording the same item again changes nothing. A baseline item is stored with its
        statements, which become history; nothing is compared and nobody is told.
        """
        document = self.reader.document(item)
        put = items.put(session, item, language=document.language, topics=topics, now=now)
        if not put.new and not put.changed:
            return Recorded(item=put.id, new=False, changed=False)
        histories = histories or Histories(session)
        found = self.reader.statements(document, origin)
        earlier = statements.of_item(session, put.id) if put.changed else ()
        if put.changed:
            statements.supersede(session, put.id, [one.id for one in found], now)
            histories.forget({one.id for one in earlier} - {one.id for one in found})
        known_act = is_version(found, earlier)
        if known_act:
            found = tuple(replace(one, utterance=earlier[0].utterance) for one in found)
        # What changed in an act that was told is an edit of its page, and no act of its own.
        settled = baseline or known_act
        stood = self._stood_before(put.previous, item, origin) if put.changed else frozenset()
        old = tuple(one for one in found if (one.body, one.text) in stood)
        self._judged(old, histories, now=now, baseline=True)
        kept, shifted = self._judged(found, histories, now=now, baseline=settled)
        if put.changed and not baseline:
            edit = self._edit(item, put.previous, put.before_previous, document, origin, kept)
            shifted = [*([edit] if edit else []), *shifted]
        new = frozenset(statements.put(session, kept, item=put.id, now=now, baseline=baseline))
        stored = [
            (shift, against)
            for shift, against in self._with_against(session, shifted, kept, histories)
            if shifts.put(session, shift, item=put.id, now=now, baseline=baseline)
        ]
        alerts = [
            alert
            for shift, against in stored
            if (alert := self._alert(session, shift, item, kept, against, now)) is not None
        ]
        return Recorded(
            item=put.id,
            new=put.new,
            changed=put.changed,
            document=document,
            statements=tuple(one for one in kept if one.id in new),
            shifts=tuple(shift for shift, _ in stored),
            alerts=tuple(alerts),
        )

    def remove(
        self, session: Session, item: Item, origin: Origin, stored: str, *, now: datetime
    ) -> Recorded | None:
        """Store that a published page is gone, once; None where that was known."""
        if not items.remove(session, stored, now):
            return None
        document = self.reader.document(item)
        own = statements.of_item(session, stored)
        # By its day: a page that is back may be taken down once more, which is another event.
        dated = replace(item, key=f"{item.key}\n{now:%Y-%m-%d}")
        edit = self._edit(dated, item.text, None, document, origin, list(own), removed=True)
        if edit is None or not shifts.put(session, edit, item=stored, now=now):
            return Recorded(item=stored, new=False, changed=True)
        alert = self._alert(session, edit, item, list(own), (), now)
        return Recorded(
            item=stored,
            new=False,
            changed=True,
            shifts=(edit,),
            alerts=(alert,) if alert else (),
        )

    def restore(
        self, session: Session, item: Item, origin: Origin, stored: str, *, now: datetime
    ) -> Recorded | None:
        """Store that a page which was gone is back, once; None where it was not gone."""
        if not items.restore(session, stored):
            return None
        document = self.reader.document(item)
        own = list(statements.of_item(session, stored))
        shift = returned(
            item=f"{item.source}\n{item.key}\n{now:%Y-%m-%d}",
            text=item.text,
            body=origin.body,
            topic=next(iter(document.topics), None),
            statement=own[0] if len(own) == 1 else None,
            scoring=self.reader.scoring,
        )
        if not shifts.put(session, shift, item=stored, now=now):
            return Recorded(item=stored, new=False, changed=True)
        alert = self._alert(session, shift, item, own, (), now)
        return Recorded(
            item=stored,
            new=False,
            changed=True,
            shifts=(shift,),
            alerts=(alert,) if alert else (),
        )

    def _judged(
        self,
        found: tuple[Statement, ...],
        histories: Histories,
        *,
        now: datetime,
        baseline: bool,
    ) -> tuple[list[Statement], list[Shift]]:
        """Return the statements with their utterance, and the shifts that they make.

        One that an earlier revision of its page had stays what it was decided to be.
        """
        bodies = dict.fromkeys(one.body for one in found if one.body is not None)
        history = [one for body in bodies for one in histories.of(body)]
        known = {one.id: one for one in history}
        verdicts = decide_document(
            [one for one in found if one.id not in known],
            history,
            comparer=self.reader.comparer,
            now=now,
            scoring=self.reader.scoring,
            baseline=baseline,
        )
        for verdict in verdicts:
            if verdict.statement.body is not None:
                histories.of(verdict.statement.body).append(verdict.statement)
        decided = {verdict.statement.id: verdict.statement for verdict in verdicts}
        kept = [decided.get(one.id) or known[one.id] for one in found]
        # A baseline has nothing before it: what differs within it is how things stood, not news.
        if baseline:
            return kept, []
        return kept, [
            adopted(
                shift,
                verdict.statement,
                self._others(shift, histories),
                comparer=self.reader.comparer,
            )
            for verdict in verdicts
            for shift in verdict.shifts
        ]

    def _stood_before(
        self, previous: str | None, item: Item, origin: Origin
    ) -> frozenset[tuple[str | None, str]]:
        """Return who said which words in the text before, as this version of the method reads it.

        They are no news of an edit, also where an older version read them otherwise or not at all.
        """
        if previous is None:
            return frozenset()
        document = self.reader.document(replace(item, text=previous))
        return frozenset((one.body, one.text) for one in self.reader.statements(document, origin))

    def _others(self, shift: Shift, histories: Histories) -> Iterator[Statement]:
        """Yield what other bodies said on the topic of a shift, where that is asked for."""
        if shift.topic is not None and shift.silenced is None and shift.added:
            for body in statements.bodies(histories.session, topic=shift.topic):
                if body != shift.body:
                    yield from histories.of(body)

    def _edit(
        self,
        item: Item,
        previous: str | None,
        before_previous: str | None,
        document: Document,
        origin: Origin,
        own: list[Statement],
        *,
        removed: bool = False,
    ) -> Shift | None:
        if previous is None:
            return None

        def edit(body: str | None, statement: Statement | None) -> Shift | None:
            return edited(
                self.reader.comparer,
                item=f"{item.source}\n{item.key}",
                previous=previous,
                current=None if removed else item.text,
                before_previous=before_previous,
                language=document.language,
                body=body,
                topic=next(iter(statement.topics if statement else document.topics), None),
                statement=statement,
                scoring=self.reader.scoring,
            )

        found = edit(origin.body, own[0] if removed and len(own) == 1 else None)
        if found is None or removed:
            return found
        spoken = _spoken_in(found.changes, own)
        return found if spoken is None else edit(origin.body or spoken.body, spoken)

    def _with_against(
        self,
        session: Session,
        shifted: Iterable[Shift],
        kept: list[Statement],
        histories: Histories,
    ) -> list[tuple[Shift, tuple[Statement, ...]]]:
        """Return each shift with the earlier statements that decided, latest first."""
        result = []
        for shift in shifted:
            pool = {one.id: one for one in kept}
            if shift.body is not None:
                pool |= {one.id: one for one in histories.of(shift.body)}
            missing = [one for one in shift.against if one not in pool]
            pool |= {one.id: one for one in statements.get_many(session, missing)}
            against = [pool[one] for one in shift.against if one in pool]
            result.append((shift, tuple(against)))
        return result

    def _alert(
        self,
        session: Session,
        shift: Shift,
        item: Item,
        kept: list[Statement],
        against: tuple[Statement, ...],
        now: datetime,
    ) -> Alert | None:
        statement = next((one for one in kept if one.id == shift.statement), None)
        subject = self._notifier.names.subject(
            shift,
            statement=statement,
            against=against,
            url=item.url,
            title=item.title,
            evidence=item.evidence,
            source=item.source,
        )
        said = statement or next(iter(against), None)
        language = said.language if said else item.language or ""
        return self._notifier.notify(session, subject, language=language, now=now)


def _texts(found: Sequence[Statement]) -> int:
    """Return how many texts statements make up, where the provisions of an act are one."""
    acts = _acts(found)
    return len({one.url if one.url in acts else one.id for one in found})


def _acts(found: Iterable[Statement]) -> frozenset[str]:
    return frozenset(one.url for one in found if is_provision(one))


def _spoken_in(changes: tuple[Change, ...], own: list[Statement]) -> Statement | None:
    """Return the statement whose words an edit changed first, or None where it changed none."""
    for change in changes:
        if change.noise:
            continue
        for statement in own:
            if statement.span.overlaps(change.after) or (
                statement.span.start <= change.after.start <= statement.span.end
            ):
                return statement
    return None
