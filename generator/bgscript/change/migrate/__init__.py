"""A move: an app goes to another target, and its owner learns what a person has to know and to do.

It is a change of answers like any other. ``answers`` derives them, ``learned`` has what the report says besides what
every change says, ``leftovers`` what is left to do by hand. The sentences and tables are the template's, in its
``moves.yml``.
"""
