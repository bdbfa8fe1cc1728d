"""Pages of government sites: what the site prints around a document is left out, in HTML and in pasted text."""

import contextlib
import email.mime.multipart
import email.mime.text
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kepu.core.errors import InputError
from kepu.core.plans import PlanCode, parse_plan, read_document
from kepu.core.plans.reading.furniture import furniture, is_furniture
from kepu.core.plans.reading.html import visible_text
from tests.core.plans.making import sample_html, sample_text

SENTENCE = "坚持科学普及与科技创新同等重要，推动全民科学素质持续提升。"
TITLE = "青禾区全民科学素质行动实施方案（2026—2030年）"
MENU = "".join(
    f'<li><a href="/{n}">{word}</a></li>' for n, word in enumerate(("首页", "要闻", "政务公开", "办事", "互动"))
)
FACTS = (
    "<table><tr><td>索引号：</td><td>99-2026-1</td><td>主题分类：</td><td>科技、教育</td></tr>"
    "<tr><td>发文机关：</td><td>青禾区人民政府办公室</td><td>成文日期：</td><td>2026年3月1日</td></tr>"
    "<tr><td>发文字号：</td><td>青政办发〔2026〕3号</td><td>发布日期：</td><td>2026-03-09</td></tr></table>"
)
DUTIES = (
    "<table><tr><th>类别</th><th>任务内容</th><th>牵头单位</th><th>责任单位</th></tr>"
    "<tr><td rowspan=2>行动</td><td>做好甲</td><td>区科协</td><td>区教育局</td></tr>"
    "<tr><td>做好乙</td><td>区教育局</td><td>区科技局</td></tr></table>"
)
BODY = f"<p>一、总体要求</p><p>{SENTENCE}</p><p>二、工作目标</p><p>到2030年，建成科普基地12个以上。</p>{DUTIES}"
SITE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body>
<div class="top"><ul>{MENU}</ul></div>
<div>您当前的位置：<a href="/">首页</a> &gt; <a>政务公开</a> &gt; <a>规划计划</a></div>
{FACTS}
<h1>{TITLE}</h1>
<div>发布时间：2026-03-09 来源：区科协 浏览次数：<span>120</span> 【字体：<a>大</a> <a>中</a> <a>小</a>】</div>
<div style="display: none">青禾科普检索词</div>
<div>{BODY}</div>
<div>附件下载：</div><p><a href="a.docx">1.分工表.docx</a></p>
<div>分享到：<a>微信</a> <a>微博</a></div><div>【<a>打印本页</a>】【<a>关闭窗口</a>】</div>
<div>相关链接：</div><ul>{MENU.replace("要闻", "关于召开青禾区全民科学素质工作会议的通知")}</ul>
<div>主办：青禾区人民政府 承办：青禾区人民政府办公室</div><div>网站标识码：9901010001 青ICP备99000001号</div>
</body></html>"""
PASTED = f"""首页
要闻
政务公开
当前位置：首页 > 政务公开 > 规划计划
{TITLE}
发布时间：2026-03-09 来源：区科协 字号：大 中 小
分享到：微信 微博
一、总体要求
{SENTENCE}
主办单位：区科协
二、工作目标
到2030年，建成科普基地12个以上。
扫一扫在手机打开当前页
三、分工
由区科协牵头，区教育局参加。
责任编辑：甲乙
【打印】【关闭】
上一篇：关于开展科普日活动的通知
版权所有：青禾区人民政府"""


def read(page, name="a.html"):
    return read_document(page.encode() if isinstance(page, str) else page, name)


def test_site_around_a_document_is_left_out():
    source = read(SITE)
    plan = parse_plan(source)

    assert [line for line in source.text.split("\n") if line and not line.startswith("\t")] == [
        "发文机关：青禾区人民政府办公室", "成文日期：2026年3月1日", "发文字号：青政办发〔2026〕3号",
        TITLE, "一、总体要求", SENTENCE, "二、工作目标", "到2030年，建成科普基地12个以上。",
    ]  # fmt: skip
    assert (plan.document.title, plan.document.doc_number) == (TITLE, "青政办发〔2026〕3号")
    assert [task.lead for task in plan.tasks] == [("区科协",), ("区教育局",)]
    assert PlanCode.FURNITURE in {warning.code for warning in plan.warnings}


def test_page_laid_out_by_tables_is_read():
    page = f"<html><body><table><tr><td><ul>{MENU}</ul></td><td><p>{TITLE}</p>{BODY}<p>{SENTENCE}</p></td></tr></table></body></html>"
    plan = parse_plan(read(page))

    assert [section.title for section in plan.sections[:2]] == ["总体要求", "工作目标"]
    assert [task.text for task in plan.tasks] == ["做好甲", "做好乙"]


def test_page_laid_out_by_a_table_without_tables_within_is_read():
    paragraphs = "".join(f"<p>{n}{SENTENCE * 4}</p>" for n in "甲乙丙丁戊己")
    page = f"<html><body><table><tr><td>{MENU}</td><td><p>一、总体要求</p>{paragraphs}</td></tr></table></body></html>"

    assert read(page).text.startswith("一、总体要求\n甲坚持")


def test_sentence_made_of_linked_documents_is_read():
    named = "、".join(f"<a>《青禾区科学技术普及{word}》</a>" for word in ("条例", "规划", "办法", "方案"))

    assert read(f"<ul>{MENU}</ul><p>一、总体要求</p><p>根据{named}，制定本方案。</p>").text.endswith("，制定本方案。\n")


def test_hidden_elements_are_not_read():
    page = "<p>一、总体要求</p><p hidden>甲</p><p style='DISPLAY:none'>乙</p><p><span style='visibility: hidden'>丙</span>丁</p>"

    assert read(page).text == "一、总体要求\n丁\n"


def test_page_of_links_alone_is_empty_of_documents_but_not_refused():
    assert read(f"<html><body><ul>{MENU}</ul></body></html>").text


def test_marks_of_secrecy_are_looked_for_in_the_whole_page():
    assert "要闻" in visible_text(SITE.encode(), "a.html")


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_saved_page_is_read(charset):
    message = email.mime.multipart.MIMEMultipart("related")
    message.attach(email.mime.text.MIMEText(SITE.replace("utf-8", charset, 1), "html", charset))
    message.attach(email.mime.text.MIMEText("一、样式", "css", "utf-8"))

    assert read(bytes(message), "a.mht").text == read(SITE).text
    assert read(bytes(message), "a.doc").text == read(SITE).text


def test_saved_page_without_a_page_is_broken():
    with pytest.raises(InputError) as refused:
        read(
            'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: image/png\n\nx\n--b--',
            "a.mht",
        )

    assert refused.value.code is PlanCode.BROKEN_DOCUMENT


@pytest.mark.parametrize("name", ["分工表.xls", "分工表.et", "方案.doc", "方案.wps", "方案.html"])
def test_page_under_the_name_of_an_office_file_is_read(name):
    assert [task.text for task in parse_plan(read(DUTIES, name)).tasks] == ["做好甲", "做好乙"]


def test_pasted_text_keeps_every_character_and_skips_what_is_of_the_site():
    plan = parse_plan(PASTED)

    assert plan.text == PASTED
    assert plan.document.title == TITLE
    assert [section.title for section in plan.sections] == ["总体要求", "工作目标", "分工"]
    assert plan.tasks[-1].lead == ("区科协",)
    for target in plan.targets:
        assert "".join(plan.text[slice(*target.place.span)].split()) == "".join(target.quote.split())
    printed = "".join(unit.name for unit in plan.units)
    assert "打印" not in printed
    assert "版权" not in printed


def test_table_of_facts_in_pasted_text_serves_the_head_and_no_more():
    above = "首页 > 政务公开\n索引号：\t99-2026-1\t主题分类：\t科技、教育\n发文字号：\t青政办发〔2026〕3号\t有效性：\t有效\n标题\t某方案\n"
    text = f"{above}{TITLE}\n2026-03-09 10:20 来源：区科协\n一、总体要求\n{SENTENCE}\n"
    plan = parse_plan(text)

    assert plan.text == text
    assert (plan.document.title, plan.document.doc_number) == (TITLE, "青政办发〔2026〕3号")
    assert plan.warnings[0].details == {"lines": 4}


def test_text_that_was_not_taken_from_a_page_is_left_alone():
    lines = ["主办单位：区科协", "相关链接", "大", "责任编辑：甲", "一、总体要求"]

    assert furniture(lines) == frozenset()
    assert furniture(sample_text().split("\n")) == frozenset()


def test_foot_of_the_site_does_not_begin_in_the_document():
    lines = ["当前位置：首页>规划", "一、总体要求", "相关链接", "二、分工", SENTENCE, "友情链接", "某网"]

    assert furniture(lines) == {0, 5, 6}


@pytest.mark.parametrize(
    "line",
    ["当前位置：首页>政务公开", "您现在的位置是：首页»规划", "网站首页>政务公开>规划", "【字体：大中小】", "大中小", "分享到：微信微博",
     "【打印本页】【关闭窗口】", "浏览次数：120", "扫一扫在手机打开当前页", "青ICP备99000001号-1", "无障碍|长者模式|繁体"],
)  # fmt: skip
def test_line_of_a_site_is_known_wherever_it_stands(line):
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    ["中", "分享科普资源", "一、总体要求", "关闭落后产能", "收藏单位：区博物馆", "保存好资料", "位置：青禾区科技馆", "大力推进",
     "打印科普资料，发放到户。", "手机科普", "返回乡村的科技人员"],
)  # fmt: skip
def test_line_of_a_document_is_not_taken_for_one_of_a_site(line):
    assert not is_furniture(line)


def test_lines_made_to_be_slow_are_not():
    for line in (
        "|" * 230 + "x",
        "返回首页" * 58 + "x",
        "首页" + "-a" * 110 + "。",
        "首页>" * 59 + "；",
        "来源：时间：" * 39 + "。",
    ):
        assert furniture([line, "【打印】【关闭】"])


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32))
def test_damage_never_breaks_the_reader(seed):
    rng = random.Random(seed)  # noqa: S311  the same damage for the same seed
    page = list(rng.choice((SITE, sample_html())))
    for _ in range(rng.randrange(1, 40)):
        at = rng.randrange(len(page))
        page[at : at + rng.randrange(30)] = rng.choice(["<", ">", "</td>", "<table>", '"', "<a>", "\x00", "<tr>", "甲"])

    with contextlib.suppress(InputError):  # and nothing else
        parse_plan(read("<html>" + "".join(page)))
