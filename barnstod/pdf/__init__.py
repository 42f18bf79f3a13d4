"""HTML to accessible PDF."""

from barnstod.pdf.render import render_pdf

__all__ = ["render_pdf"]
