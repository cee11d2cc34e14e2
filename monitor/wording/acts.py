"""Legal acts: many provisions, one utterance, compared as a whole and shown by provision. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.statements.provisions import is_marked, label
from monitor.statements.statement import Statement, Tier
from monitor.text.document import Span
from monitor.wording.copies import containment
from monitor.wording.shift import Change, Shift

BETWEEN = "\n\n"
_FEWEST_PROVISIONS = 2
_MOST = 0.8
_ONE_PAGE = 0.5


@dataclass(frozen=True, slots=True)
class Texts:
    """Statements with the provisions of each act as one text, and the provisions of each by id."""

    statements: tuple[Statement, ...]
    acts: dict[str, tuple[Statement, ...]]

    def provisions(self, statement: str) -> tuple[Statement, ...]:
        """Return the provisions of the act whose text has this id, none where it is no act."""
        return self.acts.get(statement, ())


def is_provision(statement: Statement) -> bool:
    """Return whether a statement is a numbered provision of the issuer's own act."""
    return statement.tier is Tier.ISSUER and label(statement.text) is not None


def is_act(passages: Sequence[Statement]) -> bool:
    """Return whether passages are the provisions of an act: the issuer's own, and numbered.

    A single passage is one where its paragraphs are numbered.
    """
    if any(passage.tier is not Tier.ISSUER for passage in passages):
        return False
    if len(passages) == 1:
        numbered = [is_marked(line.strip()) for line in passages[0].text.splitlines()]
    else:
        numbered = [label(passage.text) is not None for passage in passages]
    return sum(numbered) >= _FEWEST_PROVISIONS


def joined(passages: Sequence[Statement]) -> Statement:
    """Return the passages of one text as one statement, parted by blank lines."""
    if len(passages) == 1:
        return passages[0]
    text = BETWEEN.join(passage.text for passage in passages)
    topics = dict.fromkeys(topic for passage in passages for topic in passage.topics)
    return replace(
        passages[0], text=text, span=Span(start=0, end=len(text)), more=(), topics=tuple(topics)
    )


def texts(history: Sequence[Statement]) -> Texts:
    """Return a history with the provisions of each act put together, the rest as it is."""
    own: dict[tuple[str, str | None, str], list[Statement]] = {}
    for one in history:
        if one.tier is Tier.ISSUER:
            own.setdefault((one.url, one.body, one.language), []).append(one)
    statements = [one for one in history if one.tier is not Tier.ISSUER]
    acts: dict[str, tuple[Statement, ...]] = {}
    for passages in own.values():
        if len(passages) == 1 or not is_act(passages):
            statements += passages
            continue
        ordered = sorted(passages, key=lambda passage: passage.span)
        act = joined(ordered)
        acts[act.id] = tuple(ordered)
        statements.append(act)
    if not acts:
        return Texts(tuple(history), {})
    return Texts(tuple(statements), acts)


def is_version(passages: Sequence[Statement], earlier: Sequence[Statement]) -> bool:
    """Return whether passages are another version of an act that stood on the same page before.

    Most of one's words stand in the other: a page may come to hold another act.
    """
    if not earlier or not is_act(passages):
        return False
    new, old, language = rules_of(passages), rules_of(earlier), passages[0].language
    return max(containment(new, old, language), containment(old, new, language)) >= _ONE_PAGE


def rules_of(passages: Sequence[Statement]) -> str:
    """Return the words of an act without the numbers of its provisions."""
    return BETWEEN.join(
        passage.text.removeprefix(label(passage.text) or "") for passage in passages
    )


def by_provision(
    shift: Shift, known: Texts, group: Sequence[Statement] = (), *, excerpt: bool = False
) -> Shift:
    """Return a shift between acts cut to the provisions in which it is.

    `known` are the earlier texts, `group` the provisions of the new act, if it is one. What stands
    in a provision that came or went as a whole has no passage on the other side; all else is shown
    with both. A passage that is no act stays whole. The words of an `excerpt` are not all that
    was said, so that only those count that are there.
    """
    before = _passages(shift.before, [known.provisions(one) for one in shift.against])
    after = _passages(shift.after, [tuple(group)] if len(group) > 1 else [])
    if not any(passage.statement for passage in (*before, *after)):
        return shift
    telling = [change for change in shift.changes if not change.noise]
    if excerpt:
        # An excerpt leaves out most of an act: where its own words are is what it speaks of.
        telling = [one for one in telling if not _is_empty(one.after)] or telling
    if not telling:
        return shift
    gone = _all_changed(before, [one.before for one in telling if _is_empty(one.after)])
    come = _all_changed(after, [one.after for one in telling if _is_empty(one.before)])
    kept = (
        _kept(before, after, [(one.before, one.after) for one in telling], come),
        _kept(after, before, [(one.after, one.before) for one in telling], gone),
    )
    changes = tuple(
        moved for change in shift.changes if (moved := _moved(change, *kept)) is not None
    )
    holder = next((one.statement for one in kept[1] if one.statement), None)
    return replace(
        shift,
        statement=shift.statement if holder is None else holder.id,
        against=_against(shift, known, kept[0]),
        before=BETWEEN.join(one.span.of(shift.before) for one in kept[0]),
        after=BETWEEN.join(one.span.of(shift.after) for one in kept[1]),
        changes=changes,
    )


@dataclass(frozen=True, slots=True)
class _Passage:
    span: Span
    statement: Statement | None


def _passages(text: str, acts: Iterable[Sequence[Statement]]) -> list[_Passage]:
    """Return a text as the provisions of the acts that stand in it whole, and the rest between."""
    found: list[_Passage] = []
    for act in acts:
        whole = BETWEEN.join(provision.text for provision in act)
        at = text.find(whole) if whole else -1
        if at < 0:
            continue
        for provision in act:
            end = at + len(provision.text)
            found.append(_Passage(Span(start=at, end=end), provision))
            at = end + len(BETWEEN)
    found.sort(key=lambda passage: passage.span)
    rest, at = [], 0
    for passage in found:
        rest += _between(text, at, passage.span.start)
        at = passage.span.end
    rest += _between(text, at, len(text))
    return sorted([*found, *rest], key=lambda passage: passage.span)


def _between(text: str, start: int, end: int) -> list[_Passage]:
    words = text[start:end]
    if not words.strip():
        return []
    start += len(words) - len(words.lstrip())
    return [_Passage(Span(start=start, end=start + len(words.strip())), None)]


def _all_changed(passages: Sequence[_Passage], spans: Sequence[Span]) -> list[Span]:
    """Return the provisions that have nothing on the other side, by what of them came or went."""
    return [
        one.span
        for one in passages
        if one.statement
        and sum(
            max(0, min(span.end, one.span.end) - max(span.start, one.span.start)) for span in spans
        )
        >= _MOST * (one.span.end - one.span.start)
    ]


def _kept(
    passages: Sequence[_Passage],
    others: Sequence[_Passage],
    changes: Iterable[tuple[Span, Span]],
    alone: Sequence[Span],
) -> list[_Passage]:
    """Return the passages that changes are in, each given as its span here and on the other side.

    Of what came or went within a provision its counterpart is kept; a provision that is `alone` on
    the other side has none.
    """
    wanted: set[Span] = set()
    for span, other in changes:
        if not _is_empty(span):
            wanted |= {one.span for one in passages if one.span.overlaps(span)}
            continue
        for passage in others:
            if passage.span.overlaps(other) and passage.span not in alone:
                wanted |= {one.span for one in _counterpart(passage, passages)}
    return [one for one in passages if one.statement is None or one.span in wanted]


def _counterpart(passage: _Passage, others: Sequence[_Passage]) -> list[_Passage]:
    """Return the provision that has most of a provision's words, none where none has a part."""
    if passage.statement is None:
        return []
    words, language = passage.statement.text, passage.statement.language
    shares = [
        (containment(words, other.statement.text, language), -at)
        for at, other in enumerate(others)
        if other.statement is not None
    ]
    share, at = max(shares, default=(0.0, 0))
    return [others[-at]] if share > 0 else []


def _is_empty(span: Span) -> bool:
    return span.start == span.end


def _moved(change: Change, before: Sequence[_Passage], after: Sequence[_Passage]) -> Change | None:
    """Return a change with its spans within what is kept, None where nothing of it is."""
    one, other = _place(change.before, before), _place(change.after, after)
    if _is_empty(one) and _is_empty(other):
        return None
    return Change(before=one, after=other, noise=change.noise)


def _place(span: Span, kept: Sequence[_Passage]) -> Span:
    return Span(start=_position(span.start, kept), end=_position(span.end, kept))


def _position(at: int, kept: Sequence[_Passage]) -> int:
    length = 0
    for number, passage in enumerate(kept):
        begun = length + (len(BETWEEN) if number else 0)
        if at < passage.span.start:
            return length if number else 0
        if at <= passage.span.end:
            return begun + at - passage.span.start
        length = begun + passage.span.end - passage.span.start
    return length


def _against(shift: Shift, known: Texts, kept: Sequence[_Passage]) -> tuple[str, ...]:
    """Return the earlier statements that decided, a provision in the place of its act."""
    shown = [one.statement.id for one in kept if one.statement]
    ids: list[str] = []
    for one in shift.against:
        own = [provision.id for provision in known.provisions(one) if provision.id in shown]
        ids += own or [one]
    return tuple(dict.fromkeys(ids))
