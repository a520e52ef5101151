"""An app that exists, as committed, becomes facts: what ``bgscript adopt`` adds a background script to.

app.py         the committed app: its files, its manifest                 chosen.py        what somebody chose
homes.py       which host pages its views are on, and which get a script  packages.py    package.json, lock files
views.py       where the sources of each view are                         calls.py       what each view calls, and how
obstacles.py   what prevents a script, each with a remedy                 cautions.py    what the owner should know
deploys.py     where the app is deployed                                  answers.py     all of it as answers
adopted.py     all steps in their order
"""
