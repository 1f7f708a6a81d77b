"""Tone towards a target and of whole sentences, by voice."""
