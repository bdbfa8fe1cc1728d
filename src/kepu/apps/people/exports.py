"""The list of contacts as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kepu.core.documents.workbook import write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.apps.people.models import Post


def contact_table(posts: Sequence[Post], *, with_numbers: bool) -> bytes:
    """Posts in the order given; numbers are masked unless they were asked for and that was recorded."""
    columns = [
        _("单位"),
        _("岗位"),
        _("姓名"),
        _("职务"),
        _("手机"),
        _("办公电话"),
        _("电子邮箱"),
        _("开始日期"),
        _("结束日期"),
    ]
    rows = [
        (
            post.organisation.name,
            post.get_kind_display(),
            post.name,
            post.job_title,
            post.mobile if with_numbers else post.masked_mobile,
            post.office_phone if with_numbers else post.masked_office_phone,
            post.email if with_numbers else post.masked_email,
            f"{post.since:%Y-%m-%d}",
            f"{post.until:%Y-%m-%d}" if post.until else "",
        )
        for post in posts
    ]
    return write_table(_("通讯录"), columns, rows, widths=[28, 12, 10, 22, 14, 16, 22, 12, 12])
