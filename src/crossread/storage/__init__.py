"""Tables and caches on disk."""
