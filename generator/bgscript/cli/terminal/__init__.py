"""Questions on a terminal: the wizard, and its prompts."""
