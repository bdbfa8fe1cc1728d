"""How likely each item is right: what speaks for it, weighed as annotated plans taught."""

from kepu.core.plans.confidence.rating import chance, evidence_of, rated

__all__ = ["chance", "evidence_of", "rated"]
