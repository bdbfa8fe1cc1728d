"""Codes of what this package refuses."""

from enum import StrEnum


class DocumentCode(StrEnum):
    """Why a document or a chart is refused."""

    CHART_EMPTY = "documents.chart_empty"
    CHART_BAD_VALUE = "documents.chart_bad_value"
