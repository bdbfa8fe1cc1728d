"""Tags and components: what they write, that they escape, that every refusal page has its three answers."""

from __future__ import annotations

import re
from types import SimpleNamespace as Thing

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory

from kepu.apps.base.forms import BaseForm
from kepu.apps.base.icons import ICONS, TONES
from kepu.apps.base.marked import Place, marked

pytestmark = pytest.mark.django_db

ERRORS = ["400", "403", "403_csrf", "404", "409", "413", "429", "refused"]


def rendered(source, address="/", **values):
    return Template(source).render(RequestContext(RequestFactory().get(address), values))


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html)).strip()


class NameForm(BaseForm):
    name = forms.CharField(label="名称", help_text="与文件一致。")
    note = forms.CharField(label="备注", required=False)
    kinds = forms.MultipleChoiceField(
        label="人群", choices=[("a", "甲"), ("b", "乙")], widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label="已核对")
    level = forms.ChoiceField(label="级别", choices=[("1", "县")])


def test_marked_escapes_the_text_and_marks_the_place():
    html = marked("a<b>行动</b>", [Place(4, 6, "t1", "task")])

    assert html == ('a&lt;b&gt;<mark class="k-span k-span--task" data-item="t1" id="t1-text">行动</mark>&lt;/b&gt;')


def test_marked_cuts_overlaps_and_gives_each_item_one_anchor():
    html = marked("一二三四五", [Place(0, 4, "t1", "task"), Place(2, 5, "g1", "target", unsure=True)])

    assert re.findall(r'data-item="([^"]*)"[^>]*>([^<]*)', html) == [("t1", "一二"), ("g1 t1", "三四"), ("g1", "五")]
    assert re.findall(r'id="([^"]*)"', html) == ["t1-text", "g1-text"]
    assert html.count("k-span--unsure") == 2


def test_marked_anchors_two_items_that_begin_together():
    html = marked("一二三", [Place(0, 3, "t1", "task"), Place(0, 2, "g1", "target")])

    assert sorted(re.findall(r'id="([^"]*)"', html)) == ["g1-text", "t1-text"]


@pytest.mark.parametrize("place", [Place(0, 9, "x", "task"), Place(2, 2, "x", "task"), Place(-1, 2, "x", "task")])
def test_marked_leaves_out_places_that_are_not_in_the_text(place):
    assert marked("一二三", [place]) == "一二三"


def test_marked_escapes_ids_and_kinds():
    assert "<script" not in marked("一", [Place(0, 1, '"><script>', '"><script>')])


def test_marked_text_reads_as_before():
    text = "甲\n乙&丙<丁>" * 50
    places = [Place(i, min(i + 7, len(text)), f"t{i}", "task") for i in range(0, len(text), 3)]

    html = marked(text, places)

    assert re.sub(r"<[^>]*>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@pytest.mark.parametrize("name", sorted(ICONS))
def test_icon_is_decoration_without_a_label_and_an_image_with_one(name):
    assert 'aria-hidden="true"' in rendered("{% icon name %}", name=name)
    assert 'role="img" aria-label="搜索&lt;"' in rendered("{% icon name label %}", name=name, label="搜索<")


@pytest.mark.parametrize("tone", [*TONES, "something else"])
def test_status_says_its_word_beside_its_shape(tone):
    html = rendered("{% status tone text %}", tone=tone, text="<逾期>")

    assert "<svg" in html
    assert html.endswith("&lt;逾期&gt;</span>")


def test_shapes_of_statuses_differ():
    shapes = {rendered("{% status tone '' %}", tone=tone).split("k-icon--")[1].split('"')[0] for tone in TONES}

    assert len(shapes) == len(TONES)


def test_field_ties_label_help_and_errors_to_its_control():
    html = rendered("{% field form.name %}", form=NameForm({}))

    assert '<label class="k-field__label" for="id_name">名称</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_field_says_what_may_stay_empty():
    assert "可不填" in rendered("{% field form.note %}", form=NameForm())
    assert "可不填" not in rendered("{% field form.name %}", form=NameForm())


def test_choices_are_a_group_with_a_legend_and_their_errors():
    html = rendered("{% field form.kinds %}", form=NameForm({}))

    assert "<legend>人群" in html
    assert '<label for="id_kinds_0">' in html
    assert 'aria-describedby="id_kinds_error"' in html


def test_every_kind_of_control_gets_its_class():
    html = str(NameForm())

    assert re.search(
        r'<input[^>]*name="sure"[^>]*class="form-check-input"|class="form-check-input"[^>]*name="sure"', html
    )
    assert re.search(r'<select[^>]*class="form-select"', html)
    assert re.search(r'name="name"[^>]*class="form-control"', html)


def test_form_lists_its_errors_with_links_to_the_fields():
    form = NameForm({"request_id": "b5f4b9b2-8f0e-4c43-9f4e-0d7a8a4f4c11", "sure": "on", "level": "1", "kinds": ["a"]})

    html = str(form)

    assert 'role="alert"' in html
    assert '<a href="#id_name">名称：' in html
    assert "#id_note" not in html


def test_sort_link_keeps_the_filters_turns_round_and_starts_at_the_first_page():
    first = rendered('{% sort_link "due" "时限" %}', "/?unit=7&page=3")
    again = rendered('{% sort_link "due" "时限" %}', "/?unit=7&sort=due")

    assert 'href="?unit=7&amp;sort=due"' in first
    assert 'href="?unit=7&amp;sort=-due"' in again
    assert rendered('{% aria_sort "due" %}', "/?sort=-due") == 'aria-sort="descending"'
    assert rendered('{% aria_sort "due" %}', "/") == ""


@pytest.mark.parametrize(
    ("value", "total", "shown"),
    [(1, 3, "33"), (2, 2, "100"), (299, 300, "99"), (5, 2, "100"), (1, 0, ""), (None, 3, "")],
)
def test_share_is_a_whole_percentage_and_100_only_when_all_is_done(value, total, shown):
    assert rendered("{{ value|share:total }}", value=value, total=total) == shown


def test_capture_keeps_text_once_escaped():
    assert rendered("{% capture as x %} {{ y }} {% endcapture %}[{{ x }}][{{ x }}]", y="<") == "[&lt;][&lt;]"


def test_capture_written_wrongly_is_refused():
    with pytest.raises(TemplateSyntaxError):
        Template("{% capture x %}{% endcapture %}")


def test_pages_are_linked_with_the_filters_and_the_current_one_is_said():
    page = Paginator(range(500), 50).get_page(5)

    html = rendered('{% include "kepu/components/_pagination.html" %}', "/?unit=7&page=5", page=page)

    assert 'href="?unit=7&amp;page=6"' in html
    assert 'aria-current="page">5<' in html
    assert "共 500 条" in html


def test_single_page_needs_no_links():
    page = Paginator(range(3), 50).get_page(1)

    assert rendered('{% include "kepu/components/_pagination.html" %}', page=page).strip() == ""


@pytest.mark.parametrize(("state", "polls"), [("waiting", True), ("running", True), ("done", False), ("failed", False)])
def test_progress_asks_again_only_while_work_goes_on(state, polls):
    html = rendered(
        '{% include "kepu/components/_progress.html" %}', state=state, poll_url="/jobs/1/", sentence="正在读取"
    )

    assert ('hx-get="/jobs/1/"' in html) is polls
    assert "正在读取" in html


@pytest.mark.parametrize("name", ERRORS)
def test_refusal_page_says_what_happened_what_was_kept_and_what_to_do(name):
    html = rendered(f'{{% include "{name}.html" %}}', sentence="<出错>", code="x.y", reason="<不能>")

    answers = [words(answer) for answer in re.findall(r"<dd>(.*?)</dd>", html, re.DOTALL)]
    assert len(answers) == 3
    assert all(answers)
    assert "<出错>" not in html
    assert "<不能>" not in html


def test_page_for_our_own_fault_needs_neither_request_nor_database():
    html = Template('{% include "500.html" %}').render(Context({"request_id": "abc"}))

    assert "请求编号 abc" in words(html)


def test_message_of_each_level_has_its_tone():
    said = [Thing(level_tag=level, __str__=lambda: "x") for level in ("error", "warning", "success", "info")]

    html = Template('{% include "kepu/components/_messages.html" %}').render(Context({"messages": said}))

    assert re.findall(r"k-message--(\w+)", html) == ["bad", "warn", "good", "info"]
    assert 'aria-live="polite"' in html


def test_page_shows_its_title_as_heading_and_leaves_empty_parts_out():
    html = rendered('{% extends "kepu/page.html" %}{% block title %}台账 & 方案{% endblock %}', navigation=[])

    assert "<title>台账 & 方案 · 科普</title>" in html
    assert "<h1>台账 & 方案</h1>" in html
    assert "k-crumbs" not in html
    assert "非涉密系统" in html


def test_nul_in_a_field_is_explained():
    form = NameForm({"name": "甲\x00乙"})

    assert form.errors["name"] == ["这里有看不见的空字符，请删掉后重新输入。"]
