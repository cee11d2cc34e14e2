from evals import baselines, statements


def test_the_best_tau_is_the_one_with_the_highest_f1() -> None:
    score, tau = baselines.best_below([(True, 0.3), (True, 0.5), (False, 0.8), (False, 0.9)])
    assert score.f1 == 1.0
    assert 0.5 < tau <= 0.8


def test_false_alarms_are_counted_against_every_case() -> None:
    score = baselines.score([(False, True), (False, False), (True, True), (True, False)])
    assert score.alarms_per_thousand == 250
    assert (score.precision, score.recall) == (0.5, 0.5)


def test_a_digest_does_not_change_with_white_space() -> None:
    assert not baselines.is_changed("one  two\n", "one two")
    assert baselines.is_changed("one two", "one three")


def test_difflib_compares_chinese_by_characters() -> None:
    assert 0.5 < baselines.difflib_ratio("加强对话合作", "加强沟通合作") < 1.0


def test_a_pattern_finds_quotations_and_what_an_office_said() -> None:
    text = "“We will review the rule soon,” he said. The ministry said that talks go on."
    found = [(text[start:end], form) for start, end, form in baselines.patterned(text, "en")]
    assert found == [("We will review the rule soon", "direct"), ("talks go on", "indirect")]


def test_a_pattern_is_scored_on_spans_alone() -> None:
    text = "商务部发言人表示，将依法审查申请。"
    start = text.index("将")
    gold = {
        "text": text,
        "lang": "zh",
        "statements": [{"start": start, "end": len(text) - 1, "mode": "indirect"}],
    }
    score = statements.by_pattern([gold])
    assert score.rate("indirect", "true", "seen") == score.rate("all", "found", "gold") == 1.0
