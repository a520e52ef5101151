"""Where things are, and when a program hangs."""

import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]

TEMPLATES = ROOT / "templates"

PLATFORM = ROOT / "tests" / "platform"

BIN = Path(sys.executable).parent

QUESTIONS = yaml.safe_load((TEMPLATES / "copier.yml").read_text())

TARGETS = QUESTIONS["target"]["choices"].values()

OUTPUT = ROOT / "tests" / "output"

HANGS = 900
"""Seconds. A program that takes longer hangs; how fast the machine is says nothing about the code."""
