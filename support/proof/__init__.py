"""Proof that the checks would have noticed: defects recorded once and judged by every promise."""
