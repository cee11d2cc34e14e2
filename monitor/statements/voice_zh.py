"""Tell an official's words from the reporter's in Chinese sentences without a reporting word."""

import re

TRAIL = '。！？；…，、：:;,.!? \n\u3000”"'
DATELINE = re.compile(
    r"[ \u3000]*(?:【[^】\n]{1,30}】|[（(][^）)\n]{2,40}[）)]|"
    r"(?:[^\s，。：；“”]{2,12}(?:社|网|报|台|网讯|讯))?[^\s，。：；“”]{0,12}?(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日[^\s，。：；“”]{0,6}?(?:电(?![视话影子台池力商动网邮])|讯|消息|报道|专电|综合)|"
    r"[^\s，。：；“”]{2,16}(?:网|社|报|台|财经|新闻|客户端)(?:讯|消息|报道)(?=[，：\s]))"
    r"(?:[（(][^）)\n]{2,40}[）)])?[，：:／/ \u3000]*"
)
QUESTION = re.compile(
    r"^(?:请问|能否|可否|发言人(?:对此)?(?:有何|怎么|如何|能否|是否|可否)|您|你|中方(?:对此)?(?:有何|有什么|怎么|如何|是否)|对此(?:您|你|中方)?有何|想请|第[一二三]个问题)|(?:有何(?:评论|回应|考虑|看法)|能否介绍|可否|请问|怎么看|是否属实|怎么样)[^。]{0,30}？?$"
)
NARRATION = re.compile(
    r"^(?:据(?!我|[他她]所知)|另据|此前|当时|早前|较早前|稍早|日前|近日|报道|分析|外界|市场|目前尚|公开资料|资料显示|数据显示|值得注意的是|记者|当天|当日|同日|"
    r"今天|今日|昨天|昨日|上周|本周|截至|受此|消息|图为|（|\(|责任编辑|编辑|来源|原标题|在此之前|"
    r"(?:当地时间)?(?:\d{4}年)?\d{1,2}月\d{1,2}日|(?:当地时间)?\d{1,2}日|(?:\d{4}年|去年|今年)\d{1,2}月|本月|上月)"
)
VOICE = re.compile(
    r"中方|[美日欧英韩印澳加荷墨菲德法俄乌]方(?:泛化|滥用|此举|一再|不断|执意|必须|应|如|若|所谓|错误|有关做法|的(?:做法|行为|措施|解读|指责))|我们|我国|我方|中国(?:政府|将|愿|一贯|始终|坚决|反对|不|是|作为|的(?:立场|态度|政策)|在|也|有|从|已|对|欢迎|支持|会|依法)|"
    r"双方|两国|^希望|^敦促|^要求|^对于|^关于|^有关|^作为|^同时|^此外|^事实|^需要|^必须|各方|应当|坚决|始终|一贯|"
    r"^(?:这|该|相关|上述)(?:一|项|些)?(?:规定|措施|做法|政策|行为|管制|决定|举措)|^美方|^日方|^欧方|^如果|^任何|^对此|^下一步|^今后|^未来"
)
_OWN_VOICE = re.compile(r"我们|我国|我方|本部|^(?:同时，?|此外，?|也)?(?:希望|敦促|要求|呼吁)")
"""How officials go on who speak another language: of themselves; 中方 is the other side there."""
_OF_A_MONTH = re.compile(r"(?:\d{4}年|去年|今年)(?:\d{1,2}月)?(?!\d{1,2}日)")
_GOVERNMENT = re.compile(r"中方|我国|我方|我们|(?:中国|大陆)政府")
_CONNECTIVE = re.compile(r"(?:不过|但是?|然而|而|另外|此外|同时|与此同时|因此)，?")
_RELAYED = re.compile(
    r"[^，。]{0,12}(?:报道|报导|文章|评论|社评|分析|消息)(?:还|又|也|并|则|同时|中|进一步|续)*"
    r"(?:称|说|指|指出|认为|提到|写道|补充|引述)"
)
_ANSWERED_SO = re.compile(
    r"^(?:此番|这一|此次|上述|这番)(?:表态|言论|发言|说法|讲话|回应)|作出(?:了)?(?:上述|这一|以上)的?(?:回应|表示|表态|答复|表述)"
)
_CAPTION = re.compile(r"[（(]?[\u4e00-\u9fff]{1,8}(?:社|图|摄|报|网|资料照|提供)[）)]?[。]?$")
PHOTO = re.compile(
    r"[^\n]*[（(](?:Getty|Reuters|AP|AFP|X@|图：|[^（）()\n]{0,20}(?:社|图|图片|官网|资料照?|摄|网|视觉中国))"
    r"[^（）()\n]{0,24}[）)][。 ]*\Z"
)
"""A caption: whatever speaks before it goes on behind it."""
LISTED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、])"
)
"""How an item of a list opens; behind a colon the list is what is said."""
_ABOUT_THAT = re.compile(r"(?:至于|关于|对于|那么|是否)[^。]*[？?]$")
SILENT = re.compile(
    r"(?:专家|分析师|分析人士|业界|业内)[^，。]{0,4}(?:预估|预计|认为|指出|表示|分析|担忧)|市场(?:人士|普遍|关注|担忧|预期)|外界(?:普遍|关注|认为|担忧|预期)|股(?!东)|盘[前中后初]|收盘|收报|[涨跌升]逾|[涨跌]停|急[升跌]|恒指|大盘|汇率报|(?:尚未|未有|没有|拒绝|不予|暂未|未|不愿)(?:就此|对此)?(?:立即|立刻)?(?:作出|做出|予以)?(?:正面)?(?:回应|置评|评论|回复)"
)
RUN = re.compile(r"(?:如下|全文|实录|内容)[^。]{0,6}[：:。]?$|[：:]$")
CLOSING = re.compile(
    r"(?:谢谢(?:大家|各位)?[，。！]?)?(?:今天的?|本场)?(?:例行)?(?:新闻)?(?:发布会|记者会|吹风会)[^。]{0,8}(?:到这里|到此|结束)[^。]{0,8}。?(?:谢谢(?:大家|各位)?[。！]?)?\s*$"
)
MEETING = re.compile(r"签署|达成|会面|见面|会谈|会见|会晤|通话|通电话|视频|磋商")
HOST = re.compile(
    r"签署|达成|会面|见面|会谈|会见|会晤|通话|通电话|视频|出席|座谈|访问|讲话|致辞|答记者问|记者会|发布会|吹风会|答问|应询|谈话|记者提问|招待会"
)
FOOT = re.compile(
    r"[（(【]?(?:文章转载|转载自|转自|.{0,12}举报电话|Copyright|责任编辑|责编|编辑|来源|作者|原标题|审核|校对|编审|监制|图源|图片来源|相关阅读|延伸阅读|版权|本文|免责声明|完[）)])[：:|）)\s]?"
)


def narrates(words: str) -> bool:
    """Return whether a sentence without a cue is the reporter's own."""
    if _OF_A_MONTH.match(words) and _GOVERNMENT.search(words):
        return False
    rest = words[match.end() :] if (match := _CONNECTIVE.match(words)) else words
    return any(
        (
            NARRATION.match(words),
            NARRATION.match(rest) and not VOICE.search(rest),
            _RELAYED.match(rest),
            _ANSWERED_SO.search(words),
            _CAPTION.match(words),
            _ABOUT_THAT.match(words),
            SILENT.search(words),
        )
    )


def voices(words: str, country: str) -> bool:
    """Return whether a paragraph without a cue is in the voice of an official of `country`."""
    return (VOICE if country in ("CN", "HK", "MO") else _OWN_VOICE).search(words) is not None
