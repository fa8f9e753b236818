"""Signatures and encryption of callbacks.

Signature: SHA-1 over the sorted and joined strings, in hexadecimal, always with the encrypted text among them.
Encryption: AES-256-CBC, key from the 43 characters of the EncodingAESKey, IV the key's first 16 bytes, PKCS#7 to blocks
of 32; inside are 16 random bytes, the length in 4 bytes of network order, the message, and the corp id as receiver.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PADDING_BLOCK = 32
HEAD = 16
LENGTH = 4
CIPHER_BLOCK = 16


class Tampered(Exception):
    """An encrypted message that is not meant for this corp or was changed on its way."""


def signature(token: str, *parts: str) -> str:
    """The platform's signature over the callback token and other strings."""
    joined = "".join(sorted((token, *parts)))
    return hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()


def is_signed(claimed: str, token: str, *parts: str) -> bool:
    """Whether a signature is right, in the same time wherever it differs. False without a token."""
    return bool(token) and hmac.compare_digest(claimed.encode(), signature(token, *parts).encode())


def opened(encrypted: str, *, encoding_key: str, receiver: str) -> bytes:
    """The message inside an encrypted text. Raises Tampered."""
    key = aes_key(encoding_key)
    try:
        content = base64.b64decode(encrypted, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Tampered("not base64") from error
    if not content or len(content) % CIPHER_BLOCK:
        raise Tampered("not a whole number of cipher blocks")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:CIPHER_BLOCK])).decryptor()
    plain = _without_padding(decryptor.update(content) + decryptor.finalize())
    start = HEAD + LENGTH
    end = start + int.from_bytes(plain[HEAD:start], "big")
    if end > len(plain) or not receiver or not hmac.compare_digest(plain[end:], receiver.encode()):
        raise Tampered("for another receiver")
    return plain[start:end]


def aes_key(encoding_key: str) -> bytes:
    """The AES key of an EncodingAESKey. Raises Tampered where it is none."""
    try:
        key = base64.b64decode(f"{encoding_key}=")
    except (binascii.Error, ValueError) as error:
        raise Tampered("malformed EncodingAESKey") from error
    if len(key) != 32:
        raise Tampered("malformed EncodingAESKey")
    return key


def _without_padding(padded: bytes) -> bytes:
    count = padded[-1]
    if not 1 <= count <= PADDING_BLOCK or not padded.endswith(bytes([count]) * count):
        raise Tampered("wrong padding")
    return padded[:-count]
