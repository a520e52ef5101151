"""What a template is: its releases, questions, rendering, and facts."""
