"""PDF documents with a text layer: words from their places on the pages."""

from kepu.core.plans.reading.pdf.reader import MAX_PAGES, read_pdf

__all__ = ["MAX_PAGES", "read_pdf"]
