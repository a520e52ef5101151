"""The command line: arguments in, text out. Nothing below this package prints, or knows argparse."""
