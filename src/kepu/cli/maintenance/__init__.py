"""Keeping an installation: backup, restore, and finding out what is wrong with it."""
