"""The sentences of what the ledger and the plan reader refuse or warn of."""

from django.utils.translation import gettext_lazy as _

from kepu.apps.ledger.codes import LedgerCode
from kepu.core.plans.codes import PlanCode
from kepu.core.workbooks import WorkbookCode

MESSAGES = {
    LedgerCode.WRONG_STATE: _("这份方案现在是“%(state)s”，不能这样操作。请返回方案页面，从那里继续。"),
    LedgerCode.ALREADY_CONFIRMED: _(
        "这份方案已由%(who)s确认，您这次提交没有改动任何内容。请打开任务台账查看；如有不同意见，请与确认人联系。"
    ),
    LedgerCode.ALREADY_DISCARDED: _("这份方案已由%(who)s放弃，原文还在。如果还需要它，请重新导入。"),
    LedgerCode.HISTORY_IN_OPEN_ROUND: _(
        "%(period)s 正在报送，台账里这一期的 %(n)s 条进展没有写入，由各单位自己填报。原表的文字都在“原文”里。"
    ),
    LedgerCode.HISTORY_OWN_ANSWER: _("%(period)s 有 %(n)s 项任务单位已经自己报过，台账里的进展没有覆盖它们。"),
    LedgerCode.HISTORY_WITHOUT_UNIT: _(
        "有 %(n)s 项任务的历史进展没有写入，因为它们的牵头单位还没有对应到单位：%(tasks)s。原表的文字都在“原文”里。"
    ),
    LedgerCode.NOTHING_GIVEN: _("还没有内容。请粘贴方案正文，或者选择一个文件。"),
    LedgerCode.FINDING_GONE: _(
        "这一条刚刚被拆分、合并或者撤销了，您这次操作没有改动任何内容。请刷新本页，看它现在的样子。"
    ),
    LedgerCode.DECIDED_SINCE: _("这一步之后又有别的操作用到了它，不能直接撤销。请先撤销后面的操作。"),
    LedgerCode.ONLY_TASKS: _("只有任务可以拆分和合并；其他条目请修改或者剔除。"),
    LedgerCode.NOTHING_TO_SPLIT: _("没有找到要分开的地方。请在两句话中间换行，前后都要有文字。"),
    LedgerCode.NOTHING_TO_MERGE: _("合并需要选中两项到 %(most)s 项任务。请先勾选要合并的任务。"),
    LedgerCode.TEXT_CHANGED: _("拆分时只能换行，文字不能改动。请先拆分，再修改每一项的文字。"),
    LedgerCode.DOUBTFUL_OPEN: _("还有 %(n)s 处存疑没有核对。请逐条核对，或者在确认页勾选“存疑的也按识别结果写入”。"),
    LedgerCode.VERSION_CONFIRMED: _(
        "您核对的时候，%(who)s确认了同一份文件的另一个版本“%(title)s”。下面是两个版本的差别，请看过以后再决定。"
    ),
    LedgerCode.VERSION_REPLACED: _(
        "您选的上一版本已经由%(who)s用“%(title)s”替代。请与新的版本对照，看过差别以后再确认。"
    ),
    LedgerCode.EXPORT_TOO_LARGE: _(
        "一共 %(rows)s 行，一次最多下载 %(most)s 行。请先按单位、类别或方案筛选，再分别下载。"
    ),
    LedgerCode.ROUND_CLOSED: _(
        "这一期的报送已经截止汇总，现在不能再填写或上报。需要补报或更正的，请与领导小组办公室联系。"
    ),
    LedgerCode.ENTRY_SETTLED: _(
        "这一项现在是“%(state)s”，不能再改。需要修改的，请办公室退回这一项，或者由办公室更正。"
    ),
    LedgerCode.TEXT_TOO_LONG: _(
        "“%(field)s”有 %(n)s 个字，超过了上限 %(most)s 个字，没有保存；您的文字还在页面上。请删减，或者作为佐证材料上传。"
    ),
    LedgerCode.BAD_FIGURE: _(
        "“%(value)s”不是可以识别的数字。请只填数字，例如 12 或 12.5；没有数字的，请选“缺报”或“不适用”。"
    ),
    LedgerCode.NOTHING_BEFORE: _("这一项以前没有报过，没有可以沿用的文字。请选择其他答复。"),
    LedgerCode.REPORT_INCOMPLETE: _("还有 %(n)s 项没有填完，没有上报。请按下面列出的逐项补齐，已填的内容都在。"),
    LedgerCode.ALREADY_FILED: _("本期已由%(who)s上报，您这次提交没有改动任何内容。请打开回执查看。"),
    LedgerCode.NOT_A_SUPPORT: _("%(name)s不是这项任务的配合单位，不能请它提供情况。请从列出的单位中选择。"),
    LedgerCode.NOT_YOUR_FILE: _("没有找到这份材料，或者它不属于本单位。请重新选择，或者上传一份。"),
    LedgerCode.INSTRUCTION_CLOSED: _("这一件已由%(who)s办结，您这次提交没有改动任何内容。如果还有要求，请另写一件。"),
    LedgerCode.INSTRUCTION_NOT_REPLIED: _(
        "还有单位没有回复，不能办结：%(units)s。请等它们回复、代录回复，或者在“转办”里去掉不再承办的单位。"
    ),
    LedgerCode.INSTRUCTION_UNITS: _("请至少选一家承办单位，而且只能选本地区现有的单位。"),
    LedgerCode.INSTRUCTION_REPLIED_ALREADY: _(
        "%(units)s已经回复过，不能从承办单位里去掉。需要改变分工的，请退回并说明。"
    ),
    LedgerCode.CLOSING_OWN_REPLY: _("这一件的回复是您本人写的，不能由您本人办结。请交给另一位同志或者领导办结。"),
    LedgerCode.NOTHING_TO_RETURN: _("这家单位还没有回复，没有可以退回的内容。请等它回复，或者直接催办。"),
    LedgerCode.ROUND_DATES: _("截止日期早于开始日期。请把截止日期改到开始日期当天或以后。"),
    LedgerCode.DUE_TOO_EARLY: _("新的截止日期不能早于今天和开始日期。请选一个以后的日期。"),
    LedgerCode.NOBODY_TO_ASK: _(
        "这个地区这一期没有要报送的任务，没有发起。请先确认方案，并看看各项任务的牵头单位是不是名录里的单位。"
    ),
    LedgerCode.CHECK_OWN: _(
        "“%(unit)s”的这些内容是您填写或代录的，按本地规则要由另一个人核对。可以核对的人：%(who)s。"
    ),
    LedgerCode.CHECK_OWN_ALONE: _(
        "“%(unit)s”的这些内容是您填写或代录的，按本地规则要由另一个人核对，现在还没有别人有核对的权限。请安全管理员给另一位同事授权，或者在“本地规则”里关闭这一条。"
    ),
    LedgerCode.ENTRY_CHANGED: _(
        "您打开这一页之后，有 %(n)s 项的内容变了，这次一项也没有处理。请看过现在的内容，再核对一次。"
    ),
    LedgerCode.ENTRY_NOT_FILED: _("这一项现在是“%(state)s”，没有等待核对的内容。请返回核对页查看。"),
    LedgerCode.ENTRY_NOT_ACCEPTED: _("这一项现在是“%(state)s”，还没有通过，不用更正。请在核对页退回给单位修改。"),
    LedgerCode.RETURN_CLOSED: _("这一期已经截止汇总，退回以后单位不能修改。请先在这一期的页面重新开放，再退回。"),
    # a workbook that came back
    LedgerCode.SHEET_NO_HEAD: _(
        "没有找到“本期情况”“工作进展”这一行表头，认不出这是填报表。请用从本页下载的填报表填写，表头不要删。"
    ),
    LedgerCode.SHEET_OTHER_UNIT: _(
        "这是另一个单位的填报表，不是“%(unit)s”%(period)s的，没有录入。请换成这个单位的表，或者到那个单位的页面上传。"
    ),
    LedgerCode.SHEET_OTHER_PERIOD: _(
        "这是“%(unit)s”%(found)s的填报表，不是%(period)s的，没有录入。请下载%(period)s的填报表重新填写。"
    ),
    LedgerCode.SHEET_NO_MARK: _(
        "表里的校验码不见了，不能确认是哪个单位、哪一期的表。已按每行的编号和任务文字对应，请仔细看过再确认。"
    ),
    LedgerCode.SHEET_OTHER_SHEETS: _("只读了填报表这一页，还有这些页没有读：%(names)s。"),
    LedgerCode.SHEET_ERROR_VALUE: _("这一格是公式错误“%(value)s”。请改成文字或数字后重新上传。"),
    LedgerCode.SHEET_FORMULA: _(
        "这一格是公式，文件里没有存它的结果。请用 WPS 或 Excel 打开、保存一次，或者直接填写结果。"
    ),
    LedgerCode.SHEET_FORMULA_VALUE: _("这一格是公式，取用它的结果“%(value)s”。"),
    LedgerCode.SHEET_UNKNOWN_ANSWER: _("不认识“%(value)s”。请从下拉列表里选一项：%(known)s。"),
    LedgerCode.SHEET_ANSWER_TAKEN: _("这一格没有选，或者与所写的内容不一致；按所写的内容作“%(answer)s”处理。"),
    LedgerCode.SHEET_INCOMPLETE: _("选了“%(answer)s”，“%(column)s”是空的。请补写后重新上传，或者在页面上填写。"),
    LedgerCode.SHEET_TOO_LONG: _("这一格有 %(n)s 个字，最多 %(most)s 个字。请精简，较长的材料作为佐证上传。"),
    LedgerCode.SHEET_NOT_A_NUMBER: _("“%(value)s”不是这一栏的数字。请只填数字，不带说明；没有数据就空着。"),
    LedgerCode.SHEET_DECIMALS: _("“%(value)s”的小数超过 %(most)s 位。请四舍五入后再填。"),
    LedgerCode.SHEET_DATE: _("这一格被当成了日期（%(value)s）。请把单元格格式改为“常规”，重新填写数字。"),
    LedgerCode.SHEET_AMBIGUOUS: _("“%(value)s”可能是 %(low)s，也可能是 %(high)s。请带上百分号填写。"),
    LedgerCode.SHEET_HIDDEN_ROW: _("这一行在表里是隐藏的（或被筛选掉了），也读了进来。"),
    LedgerCode.SHEET_MERGED: _("“%(column)s”这一格与上下行合并了，合并的内容用于其中每一项任务。"),
    LedgerCode.SHEET_TWICE: _("同一项任务填了两行，内容不一样（%(one)s 和 %(other)s）。请只留一行后重新上传。"),
    LedgerCode.SHEET_CHANGED_SINCE: _("下载这张表以后，%(who)s在页面上改过这一项。两份内容都在下面，请选用哪一份。"),
    LedgerCode.SHEET_FOREIGN_ROW: _("这一行是别的单位或别的一期的，不在本页的任务里。请选它属于哪一项，或者不用它。"),
    LedgerCode.SHEET_NO_KEY: _("这一行没有编号，任务文字也对不上。请选它属于哪一项，或者不用它。"),
    LedgerCode.SHEET_PREVIEW_OLD: _("您看这份预览以后，页面上的内容变了，没有录入。请看过现在的预览再确认。"),
    LedgerCode.SHEET_NOTHING: _("没有选中要录入的内容。请至少勾选一项，或者返回。"),
    # refusals of the reader of workbooks
    WorkbookCode.EMPTY: _("工作簿是空的，显示出来的工作表里没有内容。请检查后换一个文件。"),
    WorkbookCode.NOT_A_WORKBOOK: _("这个文件不是 Excel 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。"),
    WorkbookCode.PASSWORD_PROTECTED: _("工作簿设有打开密码，读不出来。请去掉密码后再导入。"),
    WorkbookCode.BROKEN: _("工作簿已损坏，读不出内容。请用 Excel 或 WPS 打开并重新保存后再导入。"),
    WorkbookCode.ZIP_BOMB: _("工作簿解开以后大得不正常，为安全起见没有打开。请用 Excel 或 WPS 重新保存后再导入。"),
    WorkbookCode.TOO_LARGE: _("工作簿里的内容太多，超过了可以读取的范围。请只保留台账或分工表所在的工作表后再导入。"),
    WorkbookCode.NO_VISIBLE_SHEET: _("工作簿里的工作表都被隐藏了，没有读取。请取消隐藏要导入的工作表，保存后再导入。"),
    LedgerCode.TASK_STATE_NOT_NEXT: _(
        "“%(task)s”现在是“%(now)s”，不能直接改为“%(asked)s”。请先改为“推进中”，再改为需要的状态。"
    ),
    LedgerCode.BASIS_MISSING: _("改为“%(state)s”要写明依据：谁决定的，哪一份文件或哪一次会议。"),
    LedgerCode.REASON_MISSING: _("修改截止日期要写明原因。"),
    LedgerCode.NOT_A_LEAD: _("总牵头单位要从这项任务的牵头单位里选。请重新打开这一页，再选一次。"),
    LedgerCode.NOTHING_CHANGED: _("没有改动。请先选择新的状态，或者填写新的截止日期。"),
    LedgerCode.TASKS_CHANGED: _(
        "您打开这一页之后，别人改过其中 %(count)s 项（%(tasks)s），所以一项都没有改。请返回台账，重新选择后再改。"
    ),
    LedgerCode.NO_TASKS_CHOSEN: _("还没有选任务，或者选得太多。请返回台账，勾选 1 到 %(most)s 项任务。"),
    LedgerCode.LINK_NOT_POSSIBLE: _("只能把同一地区、不同方案里的任务关联在一起，每份方案一项。请重新选择。"),
    # refusals of the reader
    PlanCode.EMPTY: _("文件是空的，没有可以识别的文字。请检查文件，或者把正文粘贴进来。"),
    PlanCode.TOO_LARGE: _("文件太大，超过了可以识别的范围。请只保留方案正文和分工表，去掉图片后再试。"),
    PlanCode.UNSUPPORTED_TYPE: _(
        "暂时不能识别这种文件。请另存为 .docx、.xlsx、.txt 或网页（.html），或者把正文粘贴进来。"
    ),
    PlanCode.NOT_WHAT_ITS_NAME_SAYS: _("文件的内容和扩展名不一致。请用原来的软件打开，另存为 .docx 或 .txt 后再导入。"),
    PlanCode.PASSWORD_PROTECTED: _("文件设有密码，打不开。请去掉密码后再导入。"),
    PlanCode.BROKEN_DOCUMENT: _("文件已损坏，读不出内容。请用 Word 或 WPS 打开并重新保存，或者把正文粘贴进来。"),
    PlanCode.ZIP_BOMB: _("文件解开以后大得不正常，为安全起见没有打开。请用 Word 或 WPS 重新保存后再导入。"),
    PlanCode.UNDECODABLE: _("认不出文本的编码。请用记事本另存为 UTF-8，或者把正文粘贴进来。"),
    PlanCode.TOO_MANY_PAGES: _("文件有 %(size)s 页，最多读 %(limit)s 页。请只保留方案正文和分工表所在的页，再导入。"),
    PlanCode.SCANNED: _(
        "这份文件是扫描件，页面是图片，没有可以识别的文字。请向发文单位要可编辑文本，或粘贴政府网站正文。"
    ),
    PlanCode.UNREADABLE_TEXT: _(
        "这份文件的字体没有文字编码，取出来的是乱码，所以没有读取。请向发文单位要可编辑文本，或粘贴政府网站正文。"
    ),
    # warnings of the reader
    PlanCode.NOT_A_PLAN: _("这份文件看起来不像实施方案，没有找到任务。请确认选对了文件。"),
    PlanCode.NO_TASKS: _("没有找到任务和责任单位。如果分工表是图片，请把表格文字粘贴进来。"),
    PlanCode.INTERLEAVED: _("原文是两遍文字交错在一起的损坏文本，已尽量还原。请与原件逐条核对。"),
    PlanCode.HEADING_LOST: _("“%(after)s”后面可能少了 %(missing)s 个标题。"),
    PlanCode.HEADING_INFERRED: _("标题“%(title)s”原文里没有，是根据上下文补上的。"),
    PlanCode.HEADING_MARK_WRONG: _("这个标题的序号与它的层次不一致，已按上下文判断层次。"),
    PlanCode.NO_LEAD: _("这项任务没有找到牵头单位。"),
    PlanCode.ROW_CUT: _("表格的最后一行不完整，可能被截断。"),
    PlanCode.END_CUT: _("文末停在一句话中间，后面可能被截断。请对照原件补上。"),
    PlanCode.REPEATED: _("这一段（%(paragraphs)s 个自然段）与前面的文字完全相同，只读了一遍。"),
    PlanCode.OUT_OF_ORDER: _("标题“%(heading)s”的位置与序号不符，已按序号排好。请与原件核对顺序。"),
    PlanCode.TEXT_CLEANED: _("已去掉看不见的控制字符，其余文字没有改动。"),
    PlanCode.TOO_DEEP: _("文件里的嵌套层数太多，过深的部分没有读取。"),
    PlanCode.FURNITURE: _("网页上的导航、分享、页脚等 %(lines)s 行不是正文，没有读取。"),
    PlanCode.SCANNED_PAGES: _(
        "第 %(pages)s 页是图片（扫描页），上面的文字没有读到。请对照原件补上，或者向发文单位要可编辑文本后重新导入。"
    ),
    PlanCode.UNKNOWN_CHARACTERS: _("第 %(pages)s 页有 %(count)s 个字认不出来，用“□”代替。请对照原件改正。"),
    PlanCode.RECOGNISED_TEXT: _("第 %(pages)s 页的文字是从扫描图片识别来的，可能有错字、漏字。请与原件逐条核对。"),
    # warnings of the reader of workbooks
    PlanCode.HIDDEN_ROWS: _("工作表“%(sheet)s”有隐藏的行（第 %(rows)s 行），也一起读了。不要的请在核对时去掉。"),
    PlanCode.HIDDEN_COLUMNS: _("工作表“%(sheet)s”有隐藏的列（%(columns)s），也一起读了。"),
    PlanCode.HIDDEN_SHEET: _("隐藏的工作表“%(sheet)s”没有读。如果需要它，请取消隐藏，保存后重新导入。"),
    PlanCode.FORMULA_NOT_COMPUTED: _(
        "工作表“%(sheet)s”的 %(cells)s 是公式，但没有存下结果，按空白处理。请用 Excel 或 WPS 打开保存一次后重新导入。"
    ),
    PlanCode.CELL_ERROR: _("工作表“%(sheet)s”的 %(cells)s 是公式错误，没有从中取数。请在原表里改正后重新导入。"),
    PlanCode.PERCENT_AS_SHARE: _("工作表“%(sheet)s”%(column)s 列的完成率写成了小数，已按百分比读取（0.5 读作 50%%）。"),
    PlanCode.PERCENT_UNREADABLE: _("工作表“%(sheet)s”的 %(cells)s 写的不是一个百分比，完成率留空，原表里的文字还在。"),
    PlanCode.TASK_IN_ONE_SHEET: _(
        "工作表“%(sheet)s”第 %(row)s 行的任务在前面的工作表里没有，已作为新任务。如果是同一件事，请合并。"
    ),
    PlanCode.TOTAL_ROW: _("工作表“%(sheet)s”第 %(rows)s 行是合计，没有当作任务。"),
    PlanCode.REPORT_WITHOUT_TASK: _(
        "工作表“%(sheet)s”第 %(rows)s 行写了进展，但这一行没有任务，进展没有读入。请对照原表。"
    ),
}
