"""Trust: certificates are checked, unless a profile says loudly that they are not to be."""

from __future__ import annotations

import ssl
from dataclasses import dataclass

from support.verdict import HarnessError


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose certificates are good; `ca_file` adds an authority of one's own (PEM)."""

    verify: bool = True
    ca_file: str = ""

    def context(self) -> ssl.SSLContext:
        """Settings for a TLS connection; raises `HarnessError` where `ca_file` cannot be used."""
        try:
            context = ssl.create_default_context(cafile=self.ca_file or None)
        except (OSError, ssl.SSLError) as error:
            raise HarnessError(
                f"the certificates in {self.ca_file} cannot be used ({error}); expected a file in "
                "PEM form"
            ) from error
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def warning(self, where: str) -> str:
        """What is to be said loudly where nothing is checked; empty otherwise."""
        if self.verify or not where.startswith(("wss:", "https:")):
            return ""
        return (
            f"the certificate of {where} is NOT verified (tls.verify = false): whoever answers "
            "there may be somebody else"
        )
