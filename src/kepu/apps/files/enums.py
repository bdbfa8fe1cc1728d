"""Labels of what a stored file is and what became of its scan."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a file is by its content."""

    PDF = "pdf", _("PDF 文档")
    DOCX = "docx", _("Word 文档")
    XLSX = "xlsx", _("Excel 工作簿")
    JPEG = "jpeg", _("JPEG 图片")
    PNG = "png", _("PNG 图片")
    WEBP = "webp", _("WebP 图片")
    HTML = "html", _("网页")
    DOC = "doc", _("旧版 Word、WPS 文档")
    XLS = "xls", _("旧版 Excel、WPS 表格")
    OFD = "ofd", _("OFD 版式文档")
    MHTML = "mhtml", _("保存的网页")
    CSV = "csv", _("CSV 表格")
    TXT = "txt", _("纯文本")


class ScanState(models.TextChoices):
    """Whether a virus scanner has looked at a file."""

    NOT_ASKED = "not_asked", _("未设置查毒")
    CLEAN = "clean", _("查毒通过")
