"""The bell: tell the workers that a row waits. The row is the truth, the bell may be lost."""

from barnstod.jobs.bell import ring

__all__ = ["ring"]
