"""The folder that ADK's server looks into for an agent of this name."""

from . import agent

__all__ = ["agent"]
