"""Feeds that look like news: RSS and Atom, English and Chinese, about 97 kB for 50 entries."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

_WORDS = (
    "market trade minister growth economy company export policy government official rate bank "
    "energy price supply report quarter investment agreement meeting council regional industry "
    "production technology security partner response measure plan decision review talks summit"
).split()
_LINK = "the of in and to for with on by as from that which while after before".split()
_HAN = "市场经济贸易部门企业增长政策发布会议表示记者公司产业技术合作投资价格供应全国地区改革发展"
_TOPIC_EN = (
    "A spokesperson for China's Ministry of Commerce said on Tuesday that export controls on rare "
    "earth items are in line with international practice. “We are willing to strengthen dialogue "
    "and cooperation on export controls with relevant countries,” the spokesperson said."
)
_TOPIC_ZH = (
    "商务部新闻发言人表示，中国依法对稀土相关物项实施出口管制，符合国际通行做法。"
    "发言人说：“中方愿就出口管制与有关国家加强对话合作。”"
)
EPOCH = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=4)
"""A feed that was silent for long is asked more about; these are not."""
ON_TOPIC = 25
"""One entry in this many, drawn at random, mentions the topics: two in a feed of 50."""


def entry(feed: int, number: int) -> tuple[str, str, str, datetime]:
    """Return link, title, HTML text and time of one entry; the same for the same numbers."""
    chance = random.Random(feed * 100_003 + number)
    chinese = feed % 5 == 4
    paragraphs = [_paragraph(chance, chinese=chinese) for _ in range(4)]
    if chance.randrange(ON_TOPIC) == 0:
        paragraphs.insert(1, _TOPIC_ZH if chinese else _TOPIC_EN)
    title = _paragraph(chance, chinese=chinese)[: 30 if chinese else 70]
    link = f"https://news.example/{feed}/{number}"
    text = "".join(_marked_up(chance, paragraph, link) for paragraph in paragraphs)
    return link, title, text, EPOCH + timedelta(hours=number)


def _marked_up(chance: random.Random, paragraph: str, link: str) -> str:
    """Return a paragraph in the HTML that a newsroom's software makes of it."""
    middle = paragraph.find(" ", len(paragraph) // 2)
    first, second = paragraph[:middle], paragraph[middle:]
    kind = chance.randrange(3)
    if kind == 0:
        second = f' <a href="{link}?utm_source=rss" target="_blank" rel="noopener">more</a>{second}'
    elif kind == 1:
        second = f"<strong>{second}</strong><br />"
    else:
        first = (
            f'<img src="https://img.example/{chance.randrange(9999)}.jpg" class="wp-image" '
            f'alt="" width="640" height="360" />{first}'
        )
    return f'<p class="wp-block-paragraph">{first}{second}</p>\n'


def _paragraph(chance: random.Random, *, chinese: bool) -> str:
    if chinese:
        return "。".join("".join(chance.choices(_HAN, k=24)) for _ in range(5)) + "。"
    sentences = []
    for _ in range(4):
        words = [word for _ in range(8) for word in (chance.choice(_LINK), chance.choice(_WORDS))]
        sentences.append(" ".join(words).capitalize() + ".")
    return " ".join(sentences)


def feed(number: int, entries: range) -> bytes:
    """Return one feed that holds `entries`, the newest first: Atom every third, else RSS."""
    rows = [entry(number, at) for at in reversed(entries)]
    if number % 3 == 0:
        body = "".join(
            f"<entry><id>{link}</id><title>{title}</title><link href='{link}'/>"
            f"<updated>{at.isoformat()}</updated><content type='html'><![CDATA[{text}]]></content>"
            "</entry>\n"
            for link, title, text, at in rows
        )
        document = (
            "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
            f"<title>Feed {number}</title><id>urn:feed:{number}</id>{body}</feed>"
        )
    else:
        body = "".join(
            f"<item><guid>{link}</guid><title>{title}</title><link>{link}</link>"
            f"<pubDate>{format_datetime(at)}</pubDate>"
            f"<description><![CDATA[{text}]]></description></item>\n"
            for link, title, text, at in rows
        )
        document = (
            "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
            f"<title>Feed {number}</title><link>https://news.example/{number}</link>"
            f"<description>news</description>{body}</channel></rss>"
        )
    return document.encode()
