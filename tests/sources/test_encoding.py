"""Bytes to text, against what was declared where need be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.encoding import decode

CHINESE = "商务部新闻发言人表示，中方将依法依规对稀土相关物项出口许可申请进行审查。" * 2
TRADITIONAL = "經濟部發言人表示，我們將依法對稀土相關物項的出口進行審查，並與有關國家溝通。" * 2
JAPANESE = "経済産業省は、レアアースの輸出管理について関係国と協議を続けると発表しました。" * 2
KOREAN = "산업통상자원부 대변인은 희토류 수출 통제에 대해 관련 국가와 협의하겠다고 밝혔다." * 2
JAPANESE_TITLE = "外務大臣会見記録"
KOREAN_TITLE = "대변인 정례브리핑"
METALS = "钐、钆、铽、镝、镥、钪、钇"
RUSSIAN = "Министерство иностранных дел сообщает о контроле за экспортом редких земель."
POUNDS = "This is a £“test.”"
FRENCH = "Le ministère étudie la liste des métaux contrôlés ; la décision sera publiée à l’été. "


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (CHINESE, "utf-8", ""),
        (CHINESE, "utf-8", "gb2312"),
        (CHINESE, "utf-8", "iso-8859-1"),
        (CHINESE, "utf-8-sig", "gbk"),
        (CHINESE, "utf-16", ""),
        (CHINESE, "gbk", "gb2312"),
        (CHINESE, "gbk", "gbk"),
        (CHINESE, "gbk", "utf-8"),
        (CHINESE, "gbk", "iso-8859-1"),
        (CHINESE, "gbk", ""),
        (CHINESE + "㐂", "gb18030", "gb2312"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "big5", ""),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "shift_jis", ""),
        (JAPANESE, "euc_jp", ""),
        (KOREAN, "euc_kr", "euc-kr"),
        (KOREAN, "euc_kr", ""),
        (FRENCH, "utf-8", "iso-8859-1"),
        (FRENCH, "cp1252", "iso-8859-1"),
        (FRENCH, "cp1252", ""),
        (FRENCH, "cp1252", "utf-8"),
        (POUNDS, "cp1252", "iso-8859-1"),
        (METALS, "gbk", ""),
        (METALS, "gbk", "iso-8859-1"),
        (JAPANESE_TITLE, "shift_jis", ""),
        (JAPANESE_TITLE, "euc_jp", "utf-8"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (JAPANESE_TITLE, "iso2022_jp", ""),
        (KOREAN_TITLE, "euc_kr", ""),
        (RUSSIAN, "cp1251", ""),
        (RUSSIAN, "cp1251", "utf-8"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "koi8-r", ""),
    ],
)
@pytest.mark.parametrize("where", ["header", "xml", "meta"])
def test_text_is_read_whatever_was_declared(
    text: str, encoding: str, declared: str, where: str
) -> None:
    head = {
        "header": "<p>",
        "xml": f'<?xml version="1.0" encoding="{declared}"?><p>' if declared else "<p>",
        "meta": f"<html><meta charset={declared}><p>" if declared else "<p>",
    }[where]
    content_type = f"text/html; charset={declared}" if declared and where == "header" else None
    found, _ = decode((head + text).encode(encoding), content_type=content_type)
    assert found == head + text


def test_the_settings_word_goes_first() -> None:
    assert decode("é".encode(), charset="cp1252") == ("Ã©", "cp1252")
    assert decode(CHINESE.encode("gbk"), charset="GB2312")[1] == "gb18030"


def test_a_charset_that_is_none_is_passed_over() -> None:
    for name in ("nonsense", "base64", "zip", "utf-7", "idna", "undefined", "rot13", ""):
        assert decode(b"plain", charset=name) == ("plain", "utf-8")
        assert decode(b"plain", content_type=f"text/html; charset={name}")[0] == "plain"


def test_a_character_cut_in_two_does_not_change_the_encoding_of_the_rest() -> None:
    body = CHINESE.encode()
    found, encoding = decode(body[:30] + body[31:])
    assert encoding == "utf-8"
    assert found.endswith("进行审查。")


@given(st.binary(max_size=80), st.sampled_from(["", "gb2312", "utf-16", "big5", "x-user-defined"]))
def test_every_body_has_a_text(body: bytes, charset: str) -> None:
    text, encoding = decode(body, content_type=f"text/xml; charset={charset}")
    assert isinstance(text, str)
    assert encoding
