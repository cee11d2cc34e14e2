"""The rooms that think, put together once: from an item to its document and statements."""

from dataclasses import dataclass

from monitor.sources.item import Item
from monitor.statements.extract import Extractor
from monitor.statements.statement import Origin, Statement
from monitor.text.document import Document, Sentence, Span
from monitor.text.normalize import normalize
from monitor.text.read import MAX_CHARACTERS, read
from monitor.text.topics import TopicIndex
from monitor.wording.compare import Comparer
from monitor.wording.decide import Scoring


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Everything compiled from the settings that reading and comparing need; shared by threads."""

    topics: TopicIndex
    extractor: Extractor
    comparer: Comparer
    scoring: Scoring

    def topics_of(self, item: Item, wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the topics that an item mentions, of `wanted` only where any are named.

        Costs one pass over the text: most entries of most feeds end here.
        """
        text = item.text[:MAX_CHARACTERS]
        whole = Sentence(span=Span(start=0, end=len(text)), paragraph=0)
        found = [*self.topics.topics_in(item.title)]
        found += [passage.topic for passage in self.topics.find(normalize(text), (whole,))]
        return self.topics.in_order(topic for topic in found if not wanted or topic in wanted)

    def document(self, item: Item) -> Document:
        """Return the document that an item's text makes."""
        return read(
            item.text,
            topics=self.topics,
            url=item.url,
            title=item.title,
            language=item.language,
        )

    def statements(self, document: Document, origin: Origin) -> tuple[Statement, ...]:
        """Return every official statement in a document, on a topic or not."""
        return self.extractor.extract(document, origin)
