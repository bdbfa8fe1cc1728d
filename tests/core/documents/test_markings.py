"""A marked text is told from a text that speaks about secrets."""

from __future__ import annotations

import pytest

from kepu.core.documents.markings import EARLY_LINES, Marking, find_secret_marking

BODY = "关于印发工作方案的通知\n各单位：\n现将工作方案印发给你们。\n"
RUNNING = "\n".join(f"第{number}条 按照要求做好工作。" for number in range(1, 30))


@pytest.mark.parametrize(
    ("printed", "word", "term"),
    [
        ("机密★10年", "机密", "10年"),
        ("绝密★长期", "绝密", "长期"),
        ("秘密★一年", "秘密", "一年"),
        ("秘密★", "秘密", ""),
        ("秘密 ★ 6个月", "秘密", "6个月"),
        ("机　密★１０年", "机密", "10年"),
        ("机 密 ★ 1 0 年", "机密", ""),
        ("绝　　密　★　三十年", "绝密", "三十年"),
        ("机\u200b密\u200d★10年", "机密", "10年"),
        ("機密★10年", "机密", "10年"),
        ("机密☆10年", "机密", "10年"),
        ("秘密＊５年", "秘密", "5年"),
        ("000012 机密★1年 特急", "机密", "1年"),
        ("机密 10年", "机密", "10年"),
        ("秘密　二十年", "秘密", "二十年"),
        ("绝密长期", "绝密", "长期"),
        ("（秘密 5年）", "秘密", "5年"),
        ("密级：秘密 10年 特急", "秘密", "10年"),
    ],
)
def test_word_with_star_or_term_is_a_marking_anywhere(printed, word, term):
    assert find_secret_marking(printed) == Marking(word, term, 1)
    late = find_secret_marking(f"{BODY}{RUNNING}\n{printed}\n")
    assert (late.word, late.term) == (word, term)


@pytest.mark.parametrize(
    "printed",
    [
        "机密",
        "  秘　密  ",
        "绝密\r",
        "【机密】",
        "密级：机密",
        "密　级：　秘　密",
        "特急 机密",
        "000012　秘密",
        "机密 特急",
        "秘密文件",
        "祕密",
    ],
)
def test_word_alone_on_an_early_line_is_a_marking(printed):
    assert find_secret_marking(f"\n\n{printed}\n{BODY}") is not None


def test_word_alone_on_a_late_line_is_no_marking():
    lines = [f"第{number}项" for number in range(EARLY_LINES)]

    assert find_secret_marking("\n".join([*lines, "秘密"])) is None
    assert find_secret_marking("\n".join([*lines[:-1], "秘密"])) == Marking("秘密", "", EARLY_LINES)


def test_first_lines_of_every_page_are_early():
    assert find_secret_marking(f"{RUNNING}\f机密\n附件正文") is not None
    assert find_secret_marking(f"{RUNNING}\n\f机密\n附件正文") is not None


@pytest.mark.parametrize(
    "running",
    [
        "参与人员应当保守国家秘密和商业秘密。",
        "保守国家秘密，人人有责",
        "商业秘密",
        "国家秘密",
        "属于绝密、机密、秘密级别的资料不得上传。",
        "秘密级别由单位确定。",
        "任何单位不得泄露商业秘密10年来的记录。",
        "保守秘密 10年",
        "秘密10年来一直没有公开。",
        "秘密长期存在于人们心中。",
        "非涉密系统，严禁上传涉密、内部资料",
        "机密性要求：一年检查一次。",
        "大自然的秘密",
        "宇宙的秘密★★★★☆",
        "推荐指数 秘密 ★★★",
        "*秘密*",
        "秘密 100 分",
        "绝密级国家秘密的保密期限不超过三十年，机密级不超过二十年，秘密级不超过十年。",
        "",
    ],
)
def test_running_text_about_secrets_is_no_marking(running):
    assert find_secret_marking(f"{BODY}{RUNNING}\n{running}\n") is None


@pytest.mark.parametrize("title", ["大自然的秘密", "保守国家秘密 人人有责", "商业秘密", "密级", "秘密级别", "机密性"])
def test_title_about_secrets_is_no_marking(title):
    assert find_secret_marking(f"{title}\n{BODY}") is None


def test_marking_says_its_line():
    assert find_secret_marking(f"{BODY}机密★10年\n") == Marking("机密", "10年", 4)


def test_long_text_without_spaces_is_read_in_linear_time():
    assert find_secret_marking("（" * 200_000 + "密") is None
    assert find_secret_marking("密" * 200_000 + "机 " * 100_000) is None
