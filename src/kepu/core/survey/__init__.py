"""Survey statistics: designs, weights and estimates with their errors."""

from kepu.core.survey.codes import SurveyCode
from kepu.core.survey.design import Design
from kepu.core.survey.estimates import Estimates
from kepu.core.survey.labels import Encoded, encode

__all__ = ["Design", "Encoded", "Estimates", "SurveyCode", "encode"]
