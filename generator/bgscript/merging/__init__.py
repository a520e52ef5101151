"""Three versions become one. Nothing here knows a project or a user."""
