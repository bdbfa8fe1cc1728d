"""The demonstration district: the same arguments give the same data."""
