"""Answers become a folder: a new project."""
