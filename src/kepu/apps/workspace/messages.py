"""Sentences of the codes that the workspace shows."""

from django.utils.translation import gettext_lazy as _

from kepu.apps.workspace.codes import WorkspaceCode
from kepu.core.documents.codes import DocumentCode

MESSAGES = {
    DocumentCode.CHART_EMPTY: _("这里还没有可以画成图的数据。有了数据，图会自动出现。"),
    DocumentCode.CHART_BAD_VALUE: _("“%(label)s”的数值有误，图没有画出来。请先核对下面表格里的数据。"),
    WorkspaceCode.UNKNOWN_SIZE: _("没有“%(size)s”这种规模。可选：%(allowed)s。"),
    WorkspaceCode.NOT_A_DEMONSTRATION: _("这里已经有正式账号，不能装入演示数据。请换一个空的数据目录（KEPU_DATA）。"),
    # What the statistics refuse, until pages of their own show it; by name, because importing them loads scipy.
    "survey.wrong_length": _("变量“%(name)s”的行数和设计不一致。请检查数据后重试。"),
    "survey.empty": _("没有数据。请检查文件和设计。"),
    "survey.not_a_number": _("变量“%(name)s”里有不是数字的值。请按列出的行修改。"),
    "survey.bad_weight": _("权重必须是大于零的数。请按列出的行修改。"),
    "survey.no_weights": _("没有权重，也没有抽样比。请至少给出一种。"),
    "survey.missing_label": _("“%(name)s”有缺失值。请按列出的行补上。"),
    "survey.psu_in_two_strata": _("同一个初级单元出现在两个层里。请给每个层里的单元单独编号。"),
    "survey.bad_fpc": _("总体单元数或者抽样比有误。请检查：同一层里要相同，不能小于样本数，每一阶段给一列。"),
    "survey.lonely_psu": _("有的层里只有一个初级单元，算不出方差。请合并层，或者在设计里写明 lonely 的处理办法。"),
    "survey.unknown_choice": _("选项“%(name)s”的值不在允许的范围里。请从列出的值里选择。"),
    "survey.bad_level": _("置信水平要在 0 和 1 之间，例如 0.95。"),
    "survey.bad_probability": _("概率要在 0 和 1 之间。"),
    "survey.zero_denominator": _("比率的分母合计为零。请检查列出的分组。"),
    "survey.nobody": _("要估计的分组里没有人回答。"),
    "survey.margin_without_respondents": _("总体分布里有的类别没有受访者。请合并类别。"),
    "survey.margin_unknown_category": _("有的受访者所在的类别没有给出总数。请补上列出的类别。"),
    "survey.bad_margin": _("总体分布里有的总数不对：是负数、缺失，或者为零却有受访者。"),
    "survey.margins_contradict": _("几组总体分布的合计不相等。请改成同一个总人数。"),
    "survey.not_converged": _("迭代没有收敛，没有给出结果。请检查总体分布之间是否矛盾，或者放宽界限。"),
    "survey.bad_bounds": _("权重的上下限无法满足。请放宽。"),
    "survey.not_two_psus": _("平衡半样本要求每层正好两个初级单元。请改用刀切法或者自助法。"),
    "survey.bad_size": _("规模变量必须大于零。请按列出的行修改。"),
    "survey.bad_sample_size": _("要抽的数量超出了范围。"),
    "survey.singular": _("辅助变量之间线性相关，或者地区太少，无法拟合。"),
    "survey.bad_variance": _("直接估计的方差必须大于零。请按列出的行修改。"),
    "papers.empty_bank": _("题库里没有题目。请检查文件。"),
    "papers.wrong_length": _("题库的“%(name)s”列和题目数量不一致。请检查文件。"),
    "papers.duplicate_item": _("题库里有重复的题号。请按列出的题目改名或删除。"),
    "papers.missing_label": _("题库里有的行缺少“%(name)s”。请按列出的行补上。"),
    "papers.bad_parameter": _("有的题目参数不合理：a 要大于 0，b 要是数，c 在 0 和 1 之间。请按列出的题目修改。"),
    "papers.bad_column": _("有的题目“%(name)s”缺失或者有误。请按列出的题目修改。"),
    "papers.unknown_enemy": _("互斥题里有的名字既不是题号，也不是两道题以上的组。请检查。"),
    "papers.mixed_pools": _("题库里有几种用途的题目，不能混在一份卷里。请指明用途。"),
    "papers.no_such_pool": _("题库里没有用途为“%(pool)s”的题目。请检查用途。"),
    "papers.bad_rule": _("规则“%(name)s”本身不成立。请修改。"),
    "papers.benchmark_missing": _(
        "题库只有 %(found)s 条基准的题目，应有 %(expected)s 条。请补题，或者指明试卷覆盖哪些基准。"
    ),
    "papers.too_few_uses": _(
        "题目不够用：需要 %(needed)s 次，最多只能用 %(capacity)s 次。请减少试卷，或者放宽每题的使用次数。"
    ),
    "papers.too_few_points": _("基准点不够：每卷要 %(length)s 个不同的基准点，题库只有 %(points)s 个。"),
    "papers.contradiction": _("有的规则互相矛盾，组不成卷。请放宽列出的规则之一。"),
    "papers.not_found": _("没有找到满足全部规则的试卷，也没有证明一定没有。请放宽列出的规则。"),
    "papers.broken_paper": _("试卷违反了规则。请看列出的各条。"),
    "papers.weak_seed": _("种子太短，可以从公布的摘要猜出来。请用至少 %(least)s 个随机字符。"),
    "papers.commitment_differs": _("“%(name)s”的摘要和公布的不一致：不是当初承诺的那一个。请核对。"),
    "tables.empty": _("文件里没有数据。请检查文件。"),
    "tables.unknown_kind": _("不能读取这种文件。请改用 .csv、.xlsx 或 .parquet。"),
    "tables.not_text": _("文件不是 UTF-8 或 GB18030 编码的文本。请另存为 CSV 后重试。"),
    "tables.broken": _("文件已损坏，或者内容和扩展名不符。请重新导出。"),
    "tables.ragged": _("有的行列数和表头不一致。请按列出的行修改。"),
    "tables.two_columns_of_one_name": _("有两列同名。请改名后重试。"),
    "tables.no_column": _("没有名为“%(column)s”的列。请检查列名。"),
    "tables.bad_code": _("答案要是 0 到 120 的整数，或者留空。请按列出的行和列修改。"),
    "tables.not_a_number": _("“%(column)s”列里有不是数字的值。请按列出的行修改。"),
}
