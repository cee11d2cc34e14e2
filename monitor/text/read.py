"""Read a text: the one call that makes a document of it."""

from monitor.text.document import Document
from monitor.text.language import detect
from monitor.text.normalize import normalize
from monitor.text.sentences import split
from monitor.text.topics import TopicIndex

MAX_CHARACTERS = 2_000_000
"""A text longer than this is cut: 225,000 words are 1.5 million characters."""


def read(
    text: str, *, topics: TopicIndex, url: str = "", title: str = "", language: str | None = None
) -> Document:
    """Return the document that a text makes: language, sentences, passages, topics.

    Spans count code points of `text` as given. The language is taken from the text where its
    script is plain, else as `language` says. The title counts for the document's topics.
    """
    text = text[:MAX_CHARACTERS]
    found = detect(text)
    # A source declared English still carries a Chinese page now and then; its script tells.
    if language is not None and (found == "und" or (found == "ja" and language == "zh")):
        found = language
    sentences = split(text, found)
    folded = normalize(text)
    passages = topics.find(folded, sentences)
    titled = topics.topics_in(title) if title else ()
    return Document(
        url=url,
        title=title,
        text=text,
        language=found,
        sentences=sentences,
        passages=passages,
        topics=topics.in_order([*titled, *(passage.topic for passage in passages)]),
        hidden=folded.hidden,
    )
