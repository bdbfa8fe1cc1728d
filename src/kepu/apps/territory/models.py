"""Regions and organisations."""
