"""Survey statistics: designs, weights and estimates with their errors."""

from kepu.core.survey.association import Association, association
from kepu.core.survey.codes import SurveyCode
from kepu.core.survey.design import Design
from kepu.core.survey.estimates import Estimates
from kepu.core.survey.intervals import INTERVALS
from kepu.core.survey.labels import Encoded, encode
from kepu.core.survey.pps import Drawn, draw_pps
from kepu.core.survey.replicates import Replicates
from kepu.core.survey.small_areas import SmallAreas, fay_herriot
from kepu.core.survey.stages import LONELY
from kepu.core.survey.suppression import SuppressionRule

__all__ = [
    "INTERVALS",
    "LONELY",
    "Association",
    "Design",
    "Drawn",
    "Encoded",
    "Estimates",
    "Replicates",
    "SmallAreas",
    "SuppressionRule",
    "SurveyCode",
    "association",
    "draw_pps",
    "encode",
    "fay_herriot",
]
