"""Chinese sentences of the codes of regions and organisations."""

from django.utils.translation import gettext_lazy as _

from kepu.apps.territory.codes import TerritoryCode
from kepu.core.divisions import DivisionsCode

MESSAGES = {
    DivisionsCode.BAD_CODE: _("“%(text)s”不是区划代码。请填写 2、4、6、9 或 12 位数字的统计用区划代码。"),
    TerritoryCode.NO_NATIONAL_FILE: _(
        "没有找到全国区划数据文件。请先运行 bin/up 生成，或用 --file 指定一个 CSV 文件。"
    ),
    TerritoryCode.BAD_FILE: _(
        "文件第 %(row)s 行读不懂：“%(text)s”。须有 code、name 两列，代码是不重复的统计用区划代码。整个文件没有导入，请改正后重试。"
    ),
    TerritoryCode.ALIAS_IN_USE: _("简称“%(name)s”正由“%(organisation)s”使用。请先结束原来的使用，或换一个简称。"),
    TerritoryCode.ALIAS_DATES: _("停用日期不能早于启用日期。请改正后再保存。"),
    TerritoryCode.ALIAS_ENDED: _("这个简称已经停用，不能再次停用。请刷新页面查看最新情况。"),
    TerritoryCode.POLICY_BEGUN: _("这条规则已经开始执行，不能再改。请新增一条，写明从哪一天起执行。"),
    TerritoryCode.POLICY_PAST: _("现行规则已经执行，新规则最早从 %(earliest)s 起执行。请改一个日期。"),
    TerritoryCode.POLICY_SAME_DAY: _("从 %(on)s 起执行的规则已经有一条。请改一个日期，或者修改那一条。"),
    TerritoryCode.POLICY_DATES: _("截止日期不能早于开始执行的日期。请改正后再保存。"),
    TerritoryCode.POLICY_VALUES: _("“%(label)s”不能填写“%(value)s”。请按说明填写。"),
}
