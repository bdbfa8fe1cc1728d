"""Old Word documents (.doc, .wps) turned into new ones by LibreOffice, where it is installed. Knows no Django."""

from kepu.apps.files.office.conversion import is_available, modern

__all__ = ["is_available", "modern"]
