"""Findings about a project: files -> findings -> report. It reads files only: no network, no JavaScript, no template.

walk.py        which folders are projects
project.py     one project: its documents, its rules, its findings
document.py    YAML and JSON as nodes that know their line and column
rules.py       every code with its level and what it is about
manifest.py    Forge: sections, app                           modules.py, values.py   what each module takes
references.py  Forge: keys, scripts with their views          remotes.py              Forge: servers, Connect's key
files.py       Forge: paths and handlers                      descriptor.py           Connect
scan.py        JavaScript read as text                        uses.py                 what sources send, hear, call
behaviour.py   events and resolvers                           scopes.py               what calls need
ends.py        what ends when                                 answers.py              projects made by bgscript
ignores.py     findings that somebody silenced                report.py, sarif.py     what the user gets
"""
