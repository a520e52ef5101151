"""An existing app's manifest or descriptor as answers, for ``new --from``, and what of it no answer holds.

reading.py    the file -> a document whose every value knows its path and line
facts.py      what the document says: an answer, and the place that says it
surfaces.py   the app's scripts with their views, and the targets that they get
forge.py      a manifest -> facts            connect.py    a descriptor -> facts
keys.py       the keys of modules            views.py      what scripts and views say, in both
code.py       which code belongs where in the project
faults.py     what check finds in the app's code
left.py       what was not carried: document, answers and the new project's own document -> a list
output.py     that list for people            app.py                 all steps in their order
"""
