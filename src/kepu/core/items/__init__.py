"""Item response theory: calibration, scores, fit, classical statistics and papers.

Names are imported when they are first used, so that a command starts without numpy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kepu.core.items.bank import MODELS, Bank, make_bank
    from kepu.core.items.calibration import calibrate
    from kepu.core.items.classical import Classical, classical_statistics
    from kepu.core.items.codes import ItemsCode
    from kepu.core.items.dependence import LocalDependence, local_dependence, reliability
    from kepu.core.items.fit import item_fit
    from kepu.core.items.instruments import (
        BENCHMARK_2016,
        SURVEY_2024,
        BenchmarkResults,
        BenchmarkTest,
        ScaleScores,
        SurveyScale,
        benchmark_results,
        same_instrument,
    )
    from kepu.core.items.options import Option, OptionTable, option_statistics, score_choices
    from kepu.core.items.papers import PaperRules, Papers, QuestionBank, assemble, draw_papers, make_questions
    from kepu.core.items.results import Calibration, ItemFit, Priors, Reliability, Scores
    from kepu.core.items.scales import scale_scores
    from kepu.core.items.scoring import score
    from kepu.core.items.slopes import expected_scores, information, probabilities

__all__ = [
    "BENCHMARK_2016",
    "MODELS",
    "SURVEY_2024",
    "Bank",
    "BenchmarkResults",
    "BenchmarkTest",
    "Calibration",
    "Classical",
    "ItemFit",
    "ItemsCode",
    "LocalDependence",
    "Option",
    "OptionTable",
    "PaperRules",
    "Papers",
    "Priors",
    "QuestionBank",
    "Reliability",
    "ScaleScores",
    "Scores",
    "SurveyScale",
    "assemble",
    "benchmark_results",
    "calibrate",
    "classical_statistics",
    "draw_papers",
    "expected_scores",
    "information",
    "item_fit",
    "local_dependence",
    "make_bank",
    "make_questions",
    "option_statistics",
    "probabilities",
    "reliability",
    "same_instrument",
    "scale_scores",
    "score",
    "score_choices",
]

_HOMES = {
    "BENCHMARK_2016": "instruments",
    "Bank": "bank",
    "BenchmarkResults": "instruments",
    "BenchmarkTest": "instruments",
    "Calibration": "results",
    "Classical": "classical",
    "ItemFit": "results",
    "ItemsCode": "codes",
    "LocalDependence": "dependence",
    "MODELS": "bank",
    "Option": "options",
    "OptionTable": "options",
    "PaperRules": "papers",
    "Papers": "papers",
    "Priors": "results",
    "QuestionBank": "papers",
    "Reliability": "results",
    "SURVEY_2024": "instruments",
    "ScaleScores": "instruments",
    "Scores": "results",
    "SurveyScale": "instruments",
    "assemble": "papers",
    "benchmark_results": "instruments",
    "calibrate": "calibration",
    "classical_statistics": "classical",
    "draw_papers": "papers",
    "expected_scores": "slopes",
    "information": "slopes",
    "item_fit": "fit",
    "local_dependence": "dependence",
    "make_bank": "bank",
    "make_questions": "papers",
    "option_statistics": "options",
    "probabilities": "slopes",
    "reliability": "dependence",
    "same_instrument": "instruments",
    "scale_scores": "scales",
    "score": "scoring",
    "score_choices": "options",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
