"""Findings about a project: files -> context -> rules -> findings. It reads files only: no network, no template.

engine.py      one project: its documents, the rules whose input is there, its findings
context.py     what rules look at, each read when the first one asks
rules/         one file a rule: why, wrong, right, level, what to do, and the check itself
findings.py    problems, findings, words for messages         levels.py              error, warning, note
explain.py     a rule's file as text, Markdown, a table's row ignores.py             findings that somebody silenced
sources/       TypeScript and JavaScript, parsed              egress.py              addresses in them

A pass looks at a document once and notices problems of several rules:

manifest.py    Forge: sections, app                           modules.py, values.py  what each module takes
references.py  Forge: references, scripts with their views    remotes.py             Forge: servers, Connect's key
files.py       Forge: paths and handlers                      conditions.py          Forge: display conditions
descriptor.py  Connect                                        ends.py                what ends when
answers.py     projects made by bgscript                      scopes.py              which scopes a call needs
"""
