"""The subject line of an alert."""

from monitor.alerts.alert import Subject
from monitor.alerts.clean import one_line
from monitor.alerts.columns import fitted, width
from monitor.alerts.words import move_words, what_words
from monitor.statements.statement import Tier
from monitor.wording.shift import Kind, Shift

# In columns, of which a Chinese character takes two: a phone shows 40 to 80 of a subject, and
# mail clients fold or cut past 120.
_LONGEST = 119
_LONGEST_NAME = 34
_LONGEST_TOPIC = 26
_FEWEST_FOR_WORDS = 12


def headline(subject: Subject) -> str:
    """Return what moved, who and on which topic, on one line of under 120 columns.

    `MOFCOM softens: *case-by-case review* added · Rare earths` where there is a direction, else
    `MOFCOM: dropped *export controls* · Rare earths`. Control, bidi and zero-width characters are
    gone; long words are cut, never the kind.
    """
    shift = subject.shift
    known = (subject.body_short, subject.body_name, shift.body or "", "Body unknown")
    name = fitted(next(filter(None, map(one_line, known))), _LONGEST_NAME)
    topic = fitted(one_line(subject.topic_name), _LONGEST_TOPIC)
    tail = f" · {topic}" if topic else ""
    move = move_words(shift)
    new = Kind.NEW_FORMULATION in shift.kinds and not shift.before
    if move and not new and Kind.TEXT_EDIT not in shift.kinds:
        head = f"{name} {move}:"
        end = _end(shift)
    else:
        head, end = f"{name}: {what_words(shift)}", ""
    room = _LONGEST - width(head) - width(end) - width(tail) - 1
    words = _title(subject, room) or _words(shift, room)
    if not words:
        return one_line(f"{name}: {what_words(shift)}{tail}")
    return one_line(f"{head} {words}{end}{tail}")


def _end(shift: Shift) -> str:
    removed, added = _both(shift)
    if removed and added:
        return ""
    return " added" if added else " dropped"


def _title(subject: Subject, room: int) -> str:
    """Return the title of a body's own new text: such texts begin with their formulas."""
    new = Kind.NEW_FORMULATION in subject.shift.kinds and not subject.shift.before
    own = subject.statement is not None and subject.statement.tier is Tier.ISSUER
    title = one_line(subject.item_title)
    if not (new and own and title) or room < _FEWEST_FOR_WORDS:
        return ""
    return f"*{fitted(title, room - len('**'))}*"


def _words(shift: Shift, room: int) -> str:
    removed, added = _both(shift)
    both = bool(removed and added)
    room -= len("** → **") if both else len("**")
    if room < _FEWEST_FOR_WORDS:
        return ""
    if not both:
        return f"*{fitted(removed or added, room)}*" if removed or added else ""
    half = room // 2
    # What the shorter side leaves, the longer side may take.
    of_removed = max(half, room - width(added))
    removed = fitted(removed, of_removed)
    added = fitted(added, room - width(removed))
    return f"*{removed}* → *{added}*"


def _both(shift: Shift) -> tuple[str, str]:
    removed, added = (_all(words) for words in (shift.removed, shift.added))
    return (removed, added) if removed or added else _changed(shift)


def _all(words: tuple[str, ...]) -> str:
    return ", ".join(dict.fromkeys(filter(None, map(one_line, words))))


def _changed(shift: Shift) -> tuple[str, str]:
    telling = [change for change in shift.changes if not change.noise]
    return (
        _all(tuple(change.before.of(shift.before) for change in telling)),
        _all(tuple(change.after.of(shift.after) for change in telling)),
    )
