"""Text becomes nodes that know their place."""
