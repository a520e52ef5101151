"""What the commands print: one module for each report, text and data."""
