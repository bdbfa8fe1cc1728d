"""Papers from an item bank: assembled to be parallel, or drawn at random by a seed that was committed to."""

from kepu.core.items.papers.assembly import Papers, assemble
from kepu.core.items.papers.checking import broken_rules, check_papers
from kepu.core.items.papers.codes import PaperCode
from kepu.core.items.papers.drawing import Draw, bank_digest, commitment_of, draw_papers
from kepu.core.items.papers.questions import QuestionBank, make_questions
from kepu.core.items.papers.rules import PaperRules

__all__ = [
    "Draw",
    "PaperCode",
    "PaperRules",
    "Papers",
    "QuestionBank",
    "assemble",
    "bank_digest",
    "broken_rules",
    "check_papers",
    "commitment_of",
    "draw_papers",
    "make_questions",
]
