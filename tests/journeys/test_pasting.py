"""Text from a web page is pasted into the import as it is printed: merged cells keep what stands behind them in place."""

import pytest

from kepu.apps.jobs.worker import run_worker
from kepu.apps.ledger.models import Plan
from tests.factories.ledger import make_office
from tests.journeys.test_unit_page import PASTE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADER = "<tr><th>类别</th><th>任务内容</th><th>牵头单位</th><th>责任单位</th></tr>"
TABLE = f"""<table>{HEADER}<tr><td rowspan="3">科普行动</td><td>做好甲</td><td>区科协</td><td>区教育局</td></tr>
<tr><td>做好乙</td><td rowspan="2">区教育局</td><td>区科技局</td></tr><tr><td>做好丙</td><td>区财政局</td></tr></table>"""
PLAIN = "类别\t任务内容\t牵头单位\t责任单位\n科普行动\t做好甲\t区科协\t区教育局\n做好乙\t区教育局\t区科技局\n做好丙\t区财政局"
SENTENCE = "坚持科学普及与科技创新同等重要，推动全民科学素质持续提升。"
ARRANGED = f"""<table><tr><td><ul><li>首页</li><li>要闻</li></ul></td><td colspan="2"><p>青禾区科普任务分工表</p>{TABLE}</td></tr></table>"""


def pasted(visit, sign_in, html, plain):
    page = sign_in(visit(), make_office())
    page.goto("/ledger/import/")
    page.evaluate(PASTE, ["textarea[name=text]", html, plain])
    return page


def test_merged_cells_of_a_page_stay_in_their_columns(visit, sign_in):
    page = pasted(visit, sign_in, f"<p>青禾区科普任务分工表</p>{TABLE}", f"青禾区科普任务分工表\n{PLAIN}")

    assert page.input_value("textarea[name=text]").split("\n") == [
        "青禾区科普任务分工表", "类别\t任务内容\t牵头单位\t责任单位", "科普行动\t做好甲\t区科协\t区教育局",
        "\t做好乙\t区教育局\t区科技局", "\t做好丙\t\t区财政局",
    ]  # fmt: skip
    page.click("main form .btn-primary")
    page.wait_for_url("**/progress/")
    while run_worker(once=True):
        pass
    tasks = Plan.objects.get().parse.result["tasks"]
    assert [(task["text"], task["lead"], task["support"]) for task in tasks] == [
        ("做好甲", ["区科协"], ["区教育局"]), ("做好乙", ["区教育局"], ["区科技局"]), ("做好丙", ["区教育局"], ["区财政局"]),
    ]  # fmt: skip


def test_table_that_arranges_a_page_is_no_row(visit, sign_in):
    page = pasted(visit, sign_in, ARRANGED, PLAIN)

    assert page.input_value("textarea[name=text]").split("\n")[:4] == [
        "首页", "要闻", "青禾区科普任务分工表", "类别\t任务内容\t牵头单位\t责任单位",
    ]  # fmt: skip


def test_whole_text_in_a_cell_keeps_its_paragraphs(visit, sign_in):
    paragraphs = "".join(f"<p>（{n}）{SENTENCE * 4}</p>" for n in "一二三四五六")
    page = pasted(visit, sign_in, f"<table><tr><td>{paragraphs}</td><td rowspan=2>右</td></tr></table>", "一\t二")

    assert len(page.input_value("textarea[name=text]").split("\n")) == 7
