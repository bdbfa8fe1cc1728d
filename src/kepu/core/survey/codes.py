"""Why the survey library refuses."""

from enum import StrEnum


class SurveyCode(StrEnum):
    """Codes of refusals."""

    WRONG_LENGTH = "survey.wrong_length"
    EMPTY = "survey.empty"
    NOT_A_NUMBER = "survey.not_a_number"
    BAD_WEIGHT = "survey.bad_weight"
    NO_WEIGHTS = "survey.no_weights"
    MISSING_LABEL = "survey.missing_label"
    PSU_IN_TWO_STRATA = "survey.psu_in_two_strata"
    BAD_FPC = "survey.bad_fpc"
    LONELY_PSU = "survey.lonely_psu"
    UNKNOWN_CHOICE = "survey.unknown_choice"
    BAD_LEVEL = "survey.bad_level"
    BAD_PROBABILITY = "survey.bad_probability"
    ZERO_DENOMINATOR = "survey.zero_denominator"
    NOBODY = "survey.nobody"
    MARGIN_WITHOUT_RESPONDENTS = "survey.margin_without_respondents"
    MARGIN_UNKNOWN_CATEGORY = "survey.margin_unknown_category"
    BAD_MARGIN = "survey.bad_margin"
    MARGINS_CONTRADICT = "survey.margins_contradict"
    NOT_CONVERGED = "survey.not_converged"
    BAD_BOUNDS = "survey.bad_bounds"
    NOT_TWO_PSUS = "survey.not_two_psus"
    BAD_SIZE = "survey.bad_size"
    BAD_SAMPLE_SIZE = "survey.bad_sample_size"
    SINGULAR = "survey.singular"
    BAD_VARIANCE = "survey.bad_variance"
