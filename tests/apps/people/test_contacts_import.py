"""A pasted list of contacts: what each row would do, and that nothing is written while anything is wrong."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.base.errors import Refused
from kepu.apps.people import pasted
from kepu.apps.people.codes import ContactCode
from kepu.apps.people.enums import PostKind, RowAction
from kepu.apps.people.models import Post
from kepu.apps.people.pasted import MOST_ROWS
from kepu.apps.people.services.contacts import ContactList, plan_contacts, write_contacts
from tests.factories.people import make_user
from tests.factories.posts import make_post
from tests.factories.territory import DISTRICT, make_organisation, make_region

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def units():
    region = make_region(DISTRICT)
    return {
        name: make_organisation(region=region, name=f"青禾区{name[1:]}委员会", aliases=[name])
        for name in ("区教育", "区科技", "区卫生")
    }


@pytest.fixture
def office(client):
    user = make_user("office", region=make_region(DISTRICT))
    client.force_login(user)
    return user


def plan(user, text, **overrides):
    chosen = {"since": DAY, "kind": PostKind.LIAISON, **overrides}
    region = chosen.pop("region", None) or make_region(DISTRICT)
    return plan_contacts(user, ContactList(text=text, region=region, **chosen))


def read(text):
    return pasted.read(text, pasted.CONTACTS, pasted.CONTACTS_IN_ORDER, ("unit", "name"), repeated="unit")


def paste(client, text, **data):
    values = {"region": DISTRICT, "since": "2026-07-01", "kind": "3", "takes_over": "on", "text": text, **data}
    return client.post(reverse("people_posts_import"), {"request_id": str(uuid.uuid4()), **values})


def test_a_header_in_any_order_says_which_column_is_which():
    [row] = read("序号\t姓名\t联系电话\t单位名称\t备注\n1\t张三\t10000001234\t区教育\t无")

    assert row.cells == {"name": "张三", "phone": "10000001234", "unit": "区教育"}
    assert row.number == 2


@pytest.mark.parametrize(
    "text",
    ["区教育\t科长\t张三\t10000001234", "1\t区教育\t科长\t张三\t10000001234", "区教育 科长 张三 10000001234"],
)
def test_without_a_header_columns_stand_in_their_usual_order(text):
    [row] = read(text)

    assert row.cells == {"unit": "区教育", "job_title": "科长", "name": "张三", "phone": "10000001234"}


def test_merged_cells_and_line_breaks_in_cells_are_read_as_a_spreadsheet_copies_them():
    rows = read('单位\t姓名\t职务\n区教育\t张三\t"办公室\n主任"\n\t李 四\t科长\n\n区科技\t𠮷田\t')

    assert [(row["unit"], row["name"]) for row in rows] == [("区教育", "张三"), ("区教育", "李 四"), ("区科技", "𠮷田")]
    assert rows[0]["job_title"] == "办公室 主任"
    assert rows[2].number == 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" \n\t\n", ContactCode.EMPTY),
        ("单位\t姓名\t电话", ContactCode.EMPTY),
        ("姓名\t电话\n张三\t1", ContactCode.NO_COLUMN),
        ("区教育\t科长\t张三\n" * (MOST_ROWS + 1), ContactCode.TOO_MANY),
    ],
)
def test_what_is_no_list_is_refused(text, code):
    with pytest.raises(Refused) as caught:
        read(text)

    assert caught.value.code == code
    assert "%(" not in caught.value.sentence


def test_rows_add_update_take_over_or_change_nothing(office, units):
    leaves = make_post(organisation=units["区教育"], name="旧人", mobile="10000000001")
    stays = make_post(organisation=units["区科技"], name="李四", mobile="10000000002")
    same = make_post(organisation=units["区卫生"], name="王五", mobile="10000000003", kind=PostKind.LEADER)

    rows = plan(
        office,
        "单位\t岗位\t姓名\t职务\t电话\n"
        "区教育\t联络员\t张三\t科员\t10000001234\n"
        "区科技\t\t李四\t联络员\t10000005678\n"
        "区卫生\t分管领导\t王五\t\t10000000003\n"
        "区卫生\t科室负责人\t赵六\t办公室主任\t",
    )

    assert [row.problems for row in rows] == [[]] * 4
    actions = [(row.action, row.post) for row in rows]
    assert actions == [
        (RowAction.TAKE_OVER, leaves),
        (RowAction.UPDATE, stays),
        (RowAction.SAME, same),
        (RowAction.ADD, None),
    ]
    assert rows[1].details["job_title"] == ""


def test_two_new_people_at_once_push_nobody_out(office, units):
    make_post(organisation=units["区教育"], name="旧人")

    rows = plan(office, "区教育\t\t张三\t\n区教育\t\t李四\t")
    kept = plan(office, "区教育\t\t张三\t", takes_over=False)

    assert {row.action for row in (*rows, *kept)} == {RowAction.ADD}


def test_everything_that_is_wrong_is_said_by_row(office, units):
    make_post(organisation=units["区卫生"], name="王五", since=DAY)
    text = (
        "单位\t岗位\t姓名\t电话\t邮箱\n"
        "\t联络员\t张三\t\t\n"
        "区教育局\t联络员\t张三\t\t\n"
        "区教育\t科员\t李四\t1.38E+10\tx@\n"
        "区教育\t联络员\t\t\t\n"
        f"区科技\t联络员\t{'长' * 51}\t\t\n"
        "区科技\t联络员\t赵六\t\t\n"
        "区科技\t联络员\t赵六\t\t\n"
        "区卫生\t联络员\t孙七\t\t"
    )

    rows = plan(office, text)

    codes = {row.row.number: [problem.code for problem in row.problems] for row in rows}
    assert codes == {
        2: [ContactCode.UNIT_MISSING],
        3: [ContactCode.UNIT_UNKNOWN],
        4: [ContactCode.KIND_UNKNOWN, ContactCode.BAD_NUMBER, ContactCode.BAD_EMAIL],
        5: [ContactCode.NAME_MISSING],
        6: [ContactCode.TOO_LONG],
        7: [],
        8: [ContactCode.TWICE],
        9: [ContactCode.BEGINS_LATER],
    }


def test_a_name_that_no_unit_has_suggests_those_that_are_like_it(office, units):
    near, far = plan(office, "单位\t姓名\n区教育局\t张三\nXYZ\t李四")

    assert near.problems[0].details["suggestion"] == f"是不是{units['区教育'].name}？"
    assert far.problems[0].details["suggestion"] == ""


def test_a_liaison_pastes_for_the_own_unit_only(units):
    liaison = make_user("liaison", region=make_region(DISTRICT), organisation=units["区教育"])

    own, other = plan(liaison, "区教育\t\t张三\t\n区科技\t\t李四\t")

    assert own.problems == []
    assert [problem.code for problem in other.problems] == [ContactCode.UNIT_NOT_YOURS]


def test_looking_writes_nothing_and_writing_counts_once(client, office, units):
    text = "区教育\t科员\t张三\t10000001234\n区科技\t科员\t李四\t10000005678"
    looked = paste(client, text)
    assert looked.status_code == 200
    assert "写入这 2 行" in looked.content.decode()
    assert not Post.objects.exists()

    request_id = str(uuid.uuid4())
    for _ in range(2):
        done = paste(client, text, write="1", request_id=request_id)
        assert done["Location"] == reverse("people_posts")

    assert sorted(Post.objects.values_list("name", "since")) == [("张三", DAY), ("李四", DAY)]
    assert AuditRow.objects.filter(action="people.contacts_imported").count() == 1
    again = paste(client, text, write="1")
    assert again.status_code == 302
    assert Post.objects.count() == 2


def test_a_list_that_comes_second_stays_in_its_form(client, office, units, monkeypatch):
    make_post(organisation=units["区教育"], name="张三", job_title="科员", since=DAY)

    def after_another(user, chosen, planned):
        Post.objects.update(version=2)
        return write_contacts(user, chosen, planned)

    monkeypatch.setattr("kepu.apps.people.views.contacts.write_contacts", after_another)

    answer = paste(client, "区教育\t主任\t张三\t10000001234\n区科技\t科员\t李四\t", write="1")

    assert answer.status_code == 409
    assert "10000001234" in answer.context["form"]["text"].value()
    assert answer.context["form"].non_field_errors()
    assert Post.objects.get().job_title == "科员"


def test_one_bad_row_keeps_all_out(client, office):
    answer = paste(client, "区教育\t科员\t张三\t10000001234\n没有这家\t科员\t李四\t", write="1")

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "没有找到单位“没有这家”" in text
    assert '<th scope="row" data-label="行">2</th>' in text
    assert "写入这" not in text
    assert not Post.objects.exists()


def test_an_empty_list_is_told_at_its_field(client, office):
    answer = paste(client, "单位\t姓名")

    assert answer.status_code == 422
    assert "没有读到内容" in answer.content.decode()


@pytest.mark.parametrize("number", [2, 30])
def test_rows_cost_the_same_number_of_queries(office, django_assert_max_num_queries, number):
    text = "\n".join(f"区教育\t科员\t张{index}\t" for index in range(number))

    region = make_region(DISTRICT)
    with django_assert_max_num_queries(4):
        assert len(plan(office, text, region=region)) == number
