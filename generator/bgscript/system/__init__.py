"""The process, its files, and git."""
