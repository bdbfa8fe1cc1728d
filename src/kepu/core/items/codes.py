"""Why the item library refuses."""

from enum import StrEnum


class ItemsCode(StrEnum):
    """Codes of refusals."""

    EMPTY = "items.empty"
    WRONG_SHAPE = "items.wrong_shape"
    NOT_A_CODE = "items.not_a_code"
    CODE_OUT_OF_RANGE = "items.code_out_of_range"
    DUPLICATE_NAME = "items.duplicate_name"
    UNKNOWN_ITEM = "items.unknown_item"
    ONE_RESPONDENT = "items.one_respondent"
    CONSTANT_RESPONDENTS = "items.constant_respondents"
    ITEM_WITHOUT_RESPONSES = "items.item_without_responses"
    ALL_RIGHT = "items.all_right"
    NONE_RIGHT = "items.none_right"
    ONE_CATEGORY = "items.one_category"
    BAD_WEIGHT = "items.bad_weight"
    BAD_OPTION = "items.bad_option"
    UNKNOWN_CHOICE = "items.unknown_choice"
    BAD_PARAMETER = "items.bad_parameter"
    NOT_CONVERGED = "items.not_converged"
    NOT_IDENTIFIED = "items.not_identified"
    NEEDS_GENERATOR = "items.needs_generator"
    BAD_SCALE = "items.bad_scale"
    BAD_TEST = "items.bad_test"
    MIXED_INSTRUMENTS = "items.mixed_instruments"
