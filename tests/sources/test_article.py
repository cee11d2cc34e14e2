"""The main text of pages and PDFs."""

import pytest

from monitor.errors import ParseError
from monitor.sources.article import LONGEST, Article, read_article
from monitor.sources.pdf import paragraphs

URL = "https://ministry.example/art/1.html"
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Site | Notice</title>
<meta property="og:title" content="Notice 18 &amp; its annex">
<meta property="article:published_time" content="2025-08-19T10:00:00+08:00"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Notice 18</h1>
<p>The following items are subject to control from today, under the law on export control.</p>
<table><tr><th>Item</th><th>HS code</th></tr><tr><td>Samarium metal</td><td>2805.30</td></tr>
<tr><td>Gadolinium</td><td>2846.90</td></tr></table>
<p>An exporter shall apply for a licence &#8220;before&#8221; shipment.<br><br>
This notice takes effect today.</p>
</article><footer>All rights reserved</footer><script>var evil = 1;</script></body></html>"""


def read(
    body: str | bytes, content_type: str = "text/html", selector: str | None = None
) -> Article:
    raw = body.encode() if isinstance(body, str) else body
    return read_article(
        raw, source="ministry", url=URL, content_type=content_type, selector=selector
    )


def test_the_main_text_stands_alone() -> None:
    article = read(PAGE)
    assert "Home" not in article.text
    assert "evil" not in article.text
    assert "from today, under the law" in article.text
    assert "“before” shipment.\n\nThis notice takes effect today." in article.text
    assert (article.title, article.language, article.kind) == (
        "Notice 18 & its annex",
        "en",
        "html",
    )
    assert article.published_raw == "2025-08-19T10:00:00+08:00"
    assert article.problem is None


def test_a_table_stays_readable() -> None:
    assert "Item | HS code\nSamarium metal | 2805.30\nGadolinium | 2846.90" in read(PAGE).text
    by_hand = read(PAGE, selector="table").text
    assert by_hand == "Item | HS code\nSamarium metal | 2805.30\nGadolinium | 2846.90"


def test_a_selector_leaves_nothing_to_judgement() -> None:
    assert read(PAGE, selector="footer, article h1").text == "Notice 18\n\nAll rights reserved"
    nested = "<div class=a><p>One</p><div class=a><p>Two</p></div></div>"
    assert read(nested, selector=".a").text == "One\n\nTwo"
    with pytest.raises(ParseError, match="selector lost"):
        read(PAGE, selector="#News_Body_Txt_A")


def test_a_chinese_page_in_gbk_with_breaks_for_paragraphs_is_read() -> None:
    page = (
        '<html><head><meta charset="gb2312"><title>答记者问</title></head><body><div id="zoom">'
        "<p>　　问：请问有何评论？<br/>　　答：中方依法依规对稀土相关物项实施出口管制。</p>"
        "<p>　　中方愿与有关国家和地区加强对话合作。</p></div></body></html>"
    )
    article = read(page.encode("gbk"))
    assert "答：中方依法依规对稀土相关物项实施出口管制。\n\n" in article.text
    assert "\u3000" not in article.text
    assert article.title == "答记者问"


def test_a_short_statement_is_read_whole() -> None:
    text = "China has decided to suspend the controls."
    assert read(f"<html><body><p>{text}</p></body></html>").text == text


@pytest.mark.parametrize(
    ("head", "raw"),
    [
        ('<meta name="PubDate" content="2025-08-19 10:00">', "2025-08-19 10:00"),
        ('<script>{"datePublished": "2025-08-19"}</script>', "2025-08-19"),
        ('<time datetime="2025-08-19">Tuesday</time>', "2025-08-19"),
        ("<time>19 August 2025</time>", "19 August 2025"),
        ("", None),
    ],
)  # fmt: skip
def test_the_date_that_a_page_gives_is_told(head: str, raw: str | None) -> None:
    assert read(f"<html><body>{head}<p>Text of the notice.</p></body></html>").published_raw == raw


def test_plain_text_is_text() -> None:
    article = read("First line\ngoes on.\n\nSecond <b>one</b>.", "text/plain; charset=utf-8")
    assert article.text == "First line goes on.\n\nSecond <b>one</b>."
    assert article.kind == "text"


def test_a_page_that_is_called_plain_text_is_a_page() -> None:
    page = "<!DOCTYPE html>\n<html><body><div id=t><p>Words.</p></div></body></html>"
    assert read(page, "text/plain").kind == "html"
    assert read(page, "text/plain", "#t").text == "Words."
    assert read("<b>Words.</b>", "text/plain", "b").text == "Words."


def test_a_bar_in_a_cell_is_not_a_cell() -> None:
    table = (
        "<table><tr><th>Item</th><th>Code</th></tr><tr><td>either|or</td><td>1</td></tr></table>"
    )
    text = "This notice takes effect on the day of its publication. " * 4
    found = read(f"<html><body><article><p>{text}</p>{table}<p>{text}</p></article></body></html>")
    assert "Item | Code\neither|or | 1" in found.text


@pytest.mark.parametrize("body", ["", "<html></html>", "<body><script>x</script></body>"])
def test_a_page_without_text_is_no_article(body: str) -> None:
    try:
        article = read(body)
    except ParseError:
        return
    assert article.text == ""
    assert article.problem


def test_a_page_without_end_is_read_up_to_a_bound() -> None:
    article = read("<p>" + "word " * (LONGEST // 4) + "</p>", selector="p")
    assert len(article.text) <= LONGEST
    assert article.problem is not None


def test_a_document_of_another_kind_is_refused() -> None:
    with pytest.raises(ParseError, match="neither") as caught:
        read(b"PK\x03\x04\x14\0\x06\0word/document.xml", "application/msword")
    assert "application/msword" in caught.value.hint


def test_tags_without_end_do_not_crash() -> None:
    assert read("<div>" * 20_000 + "<p>Deep down the ministry speaks.</p>").kind == "html"


def pdf(*pages: str) -> bytes:
    """Return a PDF with these pages, each given as the content of its text object."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for content in pages:
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
            " >> >> >> >>"
        )
        stream = f"BT /F1 12 Tf 14 TL 50 750 Td {content} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append("<< /Title (Notice 18) >>")
    body = "%PDF-1.4\n"
    starts = []
    for number, content in enumerate(objects, 1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>"
    body += f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(body)}\n%%EOF"
    return body.encode("latin-1")


def lines(*texts: str) -> str:
    return " ".join(f"({text}) Tj T*" for text in texts)


def test_a_pdf_is_read_in_paragraphs() -> None:
    body = pdf(
        lines(
            "The ministry decides to place the following items under",
            "export control from the day on which this notice is",
            "published.",
            "An exporter shall apply for a licence before shipment of",
            "any of them.",
        )
    )
    article = read(body, "application/octet-stream")
    assert (article.kind, article.title, article.problem) == ("pdf", "Notice 18", None)
    assert article.text == (
        "The ministry decides to place the following items under export control from the day on "
        "which this notice is published.\n\n"
        "An exporter shall apply for a licence before shipment of any of them."
    )


def test_a_scanned_pdf_says_so() -> None:
    article = read(pdf("", ""))
    assert article.text == ""
    assert "scanned" in (article.problem or "")


def test_a_damaged_pdf_is_refused() -> None:
    with pytest.raises(ParseError, match="PDF"):
        read(b"%PDF-1.7\n%nothing of the kind")


def test_lines_of_a_pdf_become_paragraphs_in_both_scripts() -> None:
    text = (
        "商务部公告\r\n根据有关法律法规，为维护国家安全和利益，经国务院批准，决定对下列物\r\n"
        "项实施出口管制。\r\n一、钐相关物项，包括金属钐、钐合金、钐靶材及其氧化物等全部品种\r\n"
        "二、钆相关物项"
    )
    assert paragraphs(text).split("\n\n") == [
        "商务部公告",
        "根据有关法律法规，为维护国家安全和利益，经国务院批准，决定对下列物项实施出口管制。",
        "一、钐相关物项，包括金属钐、钐合金、钐靶材及其氧化物等全部品种",
        "二、钆相关物项",
    ]
    hyphen = "The ministry has set out which dual-\nuse items are con\x02\ntrolled by the notice"
    assert paragraphs(hyphen).startswith(
        "The ministry has set out which dual-use items are controlled"
    )


LEFT = (
    "The agency amends the export rules and",
    "adds controls on certain rare earth and",
    "battery items that are listed in annex",
    "one. The rule takes effect on the first",
    "day of the month that follows the day",
    "of publication in the register. Any",
    "shipment under way on that day may go",
    "on without a licence for two weeks and",
    "has to be declared to the office of the",
)
RIGHT = (
    "customs. Comments are welcome until the",
    "end of the year, by mail or through the",
    "portal of the agency. Late ones are not",
    "considered. Confidential details have",
    "to be marked as such on every page and",
    "are kept apart from those that anyone",
    "may read. A hearing is held where five",
    "or more persons ask for it in writing,",
    "which the office then announces again.",
)


def placed(left: float, top: float, text: str) -> str:
    return f"1 0 0 1 {left} {top} Tm ({text}) Tj"


@pytest.mark.parametrize("across", [False, True])
def test_two_columns_are_read_one_after_the_other_however_they_were_drawn(across: bool) -> None:
    left = [placed(50, 700 - 14 * n, text) for n, text in enumerate(LEFT)]
    right = [placed(320, 700 - 14 * n, text) for n, text in enumerate(RIGHT)]
    pairs = zip(left, right, strict=True)
    drawn = [one for pair in pairs for one in pair] if across else [*left, *right]
    title = "Rules of the agency on the control of exports of certain goods, second part of two"
    text = read(pdf(" ".join([placed(50, 740, title), *drawn])), "application/pdf").text
    body = text.partition(title)[2].strip()
    assert body == " ".join((*LEFT, *RIGHT))


def test_a_table_of_two_columns_is_read_along_its_rows() -> None:
    drawn = [
        placed(left, 700 - 14 * n, text)
        for n, words in enumerate(RIGHT)
        for left, text in ((50, str(n + 1)), (320, words))
    ]
    text = read(pdf(" ".join(drawn)), "application/pdf").text
    assert text.startswith(f"1 {RIGHT[0]} 2 {RIGHT[1]}")
