"""The words that a body is called by in English once it has been named, as in "the ministry"."""

from collections import defaultdict

from monitor.statements.bodies import BodyTable

_HOUSES = frozenset("ministry department commission agency bureau administration".split())
_ALWAYS = frozenset("government embassy military president premier".split())


def called(table: BodyTable) -> dict[str, frozenset[str]]:
    """Return for every body the words that it is called by: "the ministry", "the bureau".

    A body whose own name says what it is (a department, a commission) is not called a ministry.
    """
    words: dict[str, set[str]] = defaultdict(set)
    for body in table.bodies:
        for phrase in (*body.en, *body.en_heads):
            words[body.id].update(phrase.lower().split())
        for holder in body.holders:
            words[body.id].update((holder.role or "").lower().split())
    named = {body for body, known in words.items() if known & _HOUSES}
    kinds = {kind.id: kind for kind in table.kinds}
    for (_, kind), body_id in table.by_kind().items():
        for phrase in kinds[kind].en_heads:
            words[body_id].update(phrase.lower().split())
        if body_id not in named or kind in _ALWAYS:
            for phrase in kinds[kind].en:
                words[body_id].update(phrase.lower().split())
    return {body: frozenset(found) for body, found in words.items()}
