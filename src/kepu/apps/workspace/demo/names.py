"""Names of the demonstration: every place, unit and person is made up."""

from kepu.apps.territory.enums import OrganisationKind as Kind

# Kind, code, full name ({0} is the district's), short forms.
Unit = tuple[Kind, str, str, tuple[str, ...]]

TOWNS = (
    ("990102001000", "青禾街道"),
    ("990102002000", "竹桥街道"),
    ("990102003000", "星湖街道"),
    ("990102004000", "望溪街道"),
    ("990102100000", "双溪镇"),
    ("990102101000", "茶坪镇"),
    ("990102102000", "柳湾镇"),
    ("990102103000", "枫岭镇"),
    ("990102104000", "白鹭镇"),
    ("990102105000", "石榴镇"),
    ("990102106000", "稻香镇"),
    ("990102200000", "梅岭乡"),
)
# Those of them where farming counts.
FARMING = tuple(code for code, name in TOWNS if not name.endswith("街道"))
SIBLING_TOWNS = (("990103001000", "白石街道"), ("990103100000", "乌桕镇"))
VILLAGE_FIRST = "云竹松柳荷杏桃梨枣榆槐柏桑兰"
VILLAGE_SECOND = "溪湾坡塘桥岭坪泉田园源洲井"

UNITS: tuple[Unit, ...] = (
    (Kind.PARTY, "101", "中共{0}委办公室", ("区委办公室", "区委办")),
    (Kind.PARTY, "102", "中共{0}委组织部", ("区委组织部",)),
    (Kind.PARTY, "103", "中共{0}委宣传部", ("区委宣传部",)),
    (Kind.PARTY, "104", "中共{0}委社会工作部", ("区委社会工作部", "区委社工部")),
    (Kind.PARTY, "105", "中共{0}委网络安全和信息化委员会办公室", ("区委网信办",)),
    (Kind.PARTY, "106", "中共{0}委党校", ("区委党校",)),
    (Kind.GOVERNMENT, "201", "{0}人民政府办公室", ("区政府办公室", "区政府办", "区府办")),
    (Kind.GOVERNMENT, "202", "{0}发展和改革委员会", ("区发展改革委", "区发改委")),
    (Kind.GOVERNMENT, "203", "{0}教育委员会", ("区教育委员会", "区教委")),
    (Kind.GOVERNMENT, "204", "{0}科学技术局", ("区科学技术局", "区科技局")),
    (Kind.GOVERNMENT, "205", "{0}经济和信息化委员会", ("区经济信息委", "区经信委")),
    (Kind.GOVERNMENT, "206", "{0}公安局", ("区公安局",)),
    (Kind.GOVERNMENT, "207", "{0}民政局", ("区民政局",)),
    (Kind.GOVERNMENT, "208", "{0}财政局", ("区财政局",)),
    (Kind.GOVERNMENT, "209", "{0}人力资源和社会保障局", ("区人力社保局", "区人社局")),
    (Kind.GOVERNMENT, "210", "{0}规划和自然资源局", ("区规划自然资源局",)),
    (Kind.GOVERNMENT, "211", "{0}生态环境局", ("区生态环境局",)),
    (Kind.GOVERNMENT, "212", "{0}住房和城乡建设委员会", ("区住房城乡建委", "区住建委")),
    (Kind.GOVERNMENT, "213", "{0}农业农村委员会（{0}乡村振兴局）", ("区农业农村委", "区农委", "区乡村振兴局")),
    (Kind.GOVERNMENT, "214", "{0}文化和旅游发展委员会", ("区文化旅游委", "区文旅委")),
    (Kind.GOVERNMENT, "215", "{0}卫生健康委员会", ("区卫生健康委", "区卫健委")),
    (Kind.GOVERNMENT, "216", "{0}应急管理局", ("区应急管理局", "区应急局")),
    (Kind.GOVERNMENT, "217", "{0}市场监督管理局", ("区市场监管局",)),
    (Kind.GOVERNMENT, "218", "{0}统计局", ("区统计局",)),
    (Kind.GOVERNMENT, "219", "{0}气象局", ("区气象局",)),
    (Kind.GOVERNMENT, "220", "{0}消防救援支队", ("区消防救援支队",)),
    (Kind.MASS_ORGANISATION, "301", "{0}总工会", ("区总工会",)),
    (Kind.MASS_ORGANISATION, "302", "共青团{0}委员会", ("团区委",)),
    (Kind.MASS_ORGANISATION, "303", "{0}妇女联合会", ("区妇女联合会", "区妇联")),
    (Kind.MASS_ORGANISATION, "304", "{0}科学技术协会", ("区科学技术协会", "区科协")),
    (Kind.MASS_ORGANISATION, "305", "{0}文学艺术界联合会", ("区文联",)),
    (Kind.MASS_ORGANISATION, "306", "{0}残疾人联合会", ("区残联",)),
    (Kind.MASS_ORGANISATION, "307", "{0}工商业联合会", ("区工商联",)),
    (Kind.INSTITUTION, "401", "{0}融媒体中心", ("区融媒体中心",)),
    (Kind.INSTITUTION, "402", "{0}图书馆", ("区图书馆",)),
    (Kind.INSTITUTION, "403", "青禾科技馆", ("区科技馆",)),
    (Kind.ENTERPRISE, "501", "青禾供电有限公司", ("区供电公司",)),
    (Kind.GROUP, "601", "青禾职业技术学院", ()),
)
CITY_UNITS: tuple[Unit, ...] = (
    (Kind.GOVERNMENT, "201", "云溪市教育局", ("市教育局",)),
    (Kind.MASS_ORGANISATION, "304", "云溪市科学技术协会", ("市科协",)),
)
SIBLING_UNITS = tuple(unit for unit in UNITS if unit[1] in {"103", "203", "204", "304"})
MEMBERS = tuple(code for kind, code, _, _ in UNITS if kind in {Kind.PARTY, Kind.GOVERNMENT, Kind.MASS_ORGANISATION})

FAMILY = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张"
GIVEN = ("一鸣", "思远", "文清", "晓岚", "若水", "子安", "明哲", "书瑶", "景行", "知秋", "怀瑾", "云舒", "望舒", "嘉禾")
