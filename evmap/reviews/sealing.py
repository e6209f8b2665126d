"""What is stored of a review is sealed with the secret in its link.

The database has a digest, by which a review is found, and texts that nobody can read without the
link: each is packed and encrypted with AES-256-GCM, by a key that is derived from the secret (HKDF,
RFC 5869). The library is `cryptography`; nothing here is a method of our own.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

#: Bytes of randomness in a link.
TOKEN_BYTES = 32
#: Bytes of the number used once that stands before each sealed text.
NONCE_BYTES = 12
#: Documents are repetitive: more effort saves little.
EFFORT = 3


class Unreadable(Exception):
    """A sealed text that this secret does not open, or that was altered."""


def new_token() -> str:
    """Return the secret of a new link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """Return what the database knows of a link."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


class Seal:
    """Closes and opens the texts of one review."""

    def __init__(self, token: str) -> None:
        secret = token.encode(errors="replace")
        key = HKDF(SHA256(), length=32, salt=None, info=b"evmap review").derive(secret)
        self._cipher = AESGCM(key)

    def close(self, name: str, content: bytes) -> bytes:
        """Return a text sealed. It opens under the same name only."""
        nonce = os.urandom(NONCE_BYTES)
        packed = gzip.compress(content, compresslevel=EFFORT, mtime=0)
        return nonce + self._cipher.encrypt(nonce, packed, name.encode())

    def named(self, name: str, content: bytes) -> dict[str, bytes]:
        """Return a text sealed, by its name."""
        return {name: self.close(name, content)}

    def open(self, name: str, sealed: bytes) -> bytes:
        """Return what was sealed under a name. Raise Unreadable where it was not, or not so."""
        nonce, closed = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return gzip.decompress(self._cipher.decrypt(nonce, closed, name.encode()))
        except (InvalidTag, ValueError):
            raise Unreadable(name) from None
