"""Roles (角色) and the estates that keep them apart (三员分立). Pure."""

from enum import StrEnum

from review.errors import N_


class Estate(StrEnum):
    """A person belongs to one estate for good; roles of two estates never meet in one person (R11)."""

    BUSINESS = "business"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"


class Role(StrEnum):
    """What a person may be granted; which estate each belongs to stands in `ESTATE_OF`."""

    SYSTEM = "system"  # 系统管理员
    SECURITY = "security"  # 安全管理员
    AUDITOR = "auditor"  # 审计管理员
    OFFICER = "officer"  # 案管人员
    REVIEWER = "reviewer"  # 评查员
    LEADER = "leader"  # 评查组长
    HANDLER = "handler"  # 承办检察官
    HEAD = "head"  # 部门负责人
    DEPUTY = "deputy"  # 分管副检察长
    CHIEF = "chief"  # 检察长
    ARBITER = "arbiter"  # 仲裁员


ESTATE_OF = {Role.SYSTEM: Estate.SYSTEM, Role.SECURITY: Estate.SECURITY, Role.AUDITOR: Estate.AUDIT} | {
    role: Estate.BUSINESS for role in Role if role not in (Role.SYSTEM, Role.SECURITY, Role.AUDITOR)
}

ESTATE_NAMES = {
    Estate.BUSINESS: N_("业务岗位"),
    Estate.SYSTEM: N_("系统管理"),
    Estate.SECURITY: N_("安全管理"),
    Estate.AUDIT: N_("审计管理"),
}

ROLE_NAMES = {
    Role.SYSTEM: N_("系统管理员"),
    Role.SECURITY: N_("安全管理员"),
    Role.AUDITOR: N_("审计管理员"),
    Role.OFFICER: N_("案管人员"),
    Role.REVIEWER: N_("评查员"),
    Role.LEADER: N_("评查组长"),
    Role.HANDLER: N_("承办检察官"),
    Role.HEAD: N_("部门负责人"),
    Role.DEPUTY: N_("分管副检察长"),
    Role.CHIEF: N_("检察长"),
    Role.ARBITER: N_("仲裁员"),
}

ROLE_DUTIES = {
    Role.SYSTEM: N_("开设和停用账号，维护机构与人员，不接触业务数据"),
    Role.SECURITY: N_("授予和收回角色，管理安全策略"),
    Role.AUDITOR: N_("查阅和校验留痕"),
    Role.OFFICER: N_("导入案件、组织评查轮次、抽样分派、公布结果、督促整改"),
    Role.REVIEWER: N_("评查分派给本人的脱敏案件"),
    Role.LEADER: N_("审核评查意见，处理两名评查员的分歧和承办人的异议"),
    Role.HANDLER: N_("反馈本人案件的评查意见，整改本人案件的问题"),
    Role.HEAD: N_("核实本部门的问题，验收本部门的整改"),
    Role.DEPUTY: N_("审批拟定为合格的案件"),
    Role.CHIEF: N_("审批拟定为其他等次的案件"),
    Role.ARBITER: N_("裁决分歧与异议"),
}
