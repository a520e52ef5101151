"""Makes Atlassian apps with background scripts, and keeps them current."""

__version__ = "0.4.0"
