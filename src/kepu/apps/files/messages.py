"""Sentences of the codes of files."""

from django.utils.translation import gettext_lazy as _

from kepu.apps.files.codes import FilesCode

MESSAGES = {
    FilesCode.EMPTY: _("文件“%(name)s”是空的，没有保存。请检查后换一个有内容的文件。"),
    FilesCode.TOO_LARGE: _("文件超过了 %(limit)s 的上限，没有保存。请压缩图片或分成几个文件后再上传。"),
    FilesCode.UNSUPPORTED_TYPE: _("文件“%(name)s”的类型不在可上传之列，没有保存。请换成其中一种：%(allowed)s。"),
    FilesCode.NOT_WHAT_ITS_NAME_SAYS: _(
        "文件“%(name)s”的内容是“%(found)s”，与它的扩展名不符，没有保存。请用原来的软件打开，另存为正确的格式后再上传。"
    ),
    FilesCode.UNDECODABLE: _("文件“%(name)s”里的文字无法识别，没有保存。请用记事本打开，另存为 UTF-8 编码后再上传。"),
    FilesCode.OLD_OFFICE: _(
        "文件“%(name)s”是旧版 Office 或 WPS 格式，没有保存。请用 Word 或 WPS 打开，另存为 %(save_as)s 后再上传。"
    ),
    FilesCode.MACROS: _("文件“%(name)s”里带有宏，没有保存。请另存为不带宏的 %(save_as)s 后再上传。"),
    FilesCode.PASSWORD_PROTECTED: _("文件“%(name)s”设了打开密码，没有保存。请取消密码，另存后再上传。"),
    FilesCode.ARCHIVE: _("文件“%(name)s”是压缩包，没有保存。请解压后把里面的文件分别上传。"),
    FilesCode.NESTED_ARCHIVE: _("文件“%(name)s”里面又嵌着压缩包，没有保存。请去掉嵌入的压缩包，另存后再上传。"),
    FilesCode.ZIP_BOMB: _("文件“%(name)s”展开后大得不正常，没有保存。请用 Word 或 WPS 打开检查，另存后再上传。"),
    FilesCode.BROKEN: _("文件“%(name)s”已损坏，打不开，没有保存。请用原来的软件打开检查，另存后再上传。"),
    FilesCode.TOO_MANY_PIXELS: _(
        "图片“%(name)s”有 %(megapixels)s 万像素，超过 %(limit)s 万像素的上限，没有保存。请缩小后再上传。"
    ),
    FilesCode.TOO_SLOW_TO_READ: _("文件“%(name)s”太复杂，在规定时间内没有读完，没有保存。请另存为较小的文件后再上传。"),
    FilesCode.NO_CONVERTER: _(
        "“%(name)s”是旧版 Word 或 WPS 文档，这台服务器没有安装读取它的 LibreOffice。请用 Word 或 WPS 打开，另存为 .docx 后再导入，"
        "或者把正文粘贴进来。"
    ),
    FilesCode.NOT_CONVERTED: _(
        "“%(name)s”转换不成功，没有读出内容。请用 Word 或 WPS 打开检查，另存为 .docx 后再导入。"
    ),
    FilesCode.MARKED_SECRET: _(
        "文件“%(name)s”第 %(line)s 行标有“%(marking)s”字样，没有保存。本系统是非涉密系统，严禁上传涉密、内部资料；"
        "如确属误判，请去掉这处字样后再上传。"
    ),
    FilesCode.INFECTED: _("查毒程序在文件“%(name)s”里发现了病毒（%(virus)s），没有保存。请先清除病毒，再重新上传。"),
    FilesCode.SCANNER_UNREACHABLE: _(
        "查毒程序暂时没有回应，文件“%(name)s”没有保存。请稍后再上传；多次不成功请联系系统管理员。"
    ),
    FilesCode.STORAGE_UNREACHABLE: _(
        "存放文件的地方暂时没有回应，文件“%(name)s”没有保存。请稍后再上传；多次不成功请联系系统管理员。"
    ),
    FilesCode.CONTENT_MISSING: _(
        "文件“%(name)s”有登记，但暂时取不到内容。请稍后再试；多次不成功请联系系统管理员从备份恢复。"
    ),
}
