"""Signatures and encryption of callbacks.

Signature: SHA-1 over the sorted and joined strings, in hexadecimal. Encryption: AES-256-CBC, key from the 43
characters of the EncodingAESKey, IV the key's first 16 bytes, PKCS#7 to blocks of 32; the plaintext is
16 random bytes, the length in 4 bytes of network order, the message, the AppID.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK_BYTES = 32
RANDOM_BYTES = 16
LENGTH_BYTES = 4
KEY_BYTES = 32
CIPHER_BLOCK_BYTES = 16


class Tampered(Exception):
    """An encrypted message that is not meant for us or was changed on its way."""


def signature(token: str, *parts: str) -> str:
    """The platform's signature over the callback token and other strings."""
    return hashlib.sha1("".join(sorted([token, *parts])).encode(), usedforsecurity=False).hexdigest()


def is_signed(claimed: str, token: str, *parts: str) -> bool:
    """Whether a signature is right; takes the same time wherever it differs. False without a token."""
    return bool(token) and hmac.compare_digest(claimed.encode(), signature(token, *parts).encode())


def decrypt(encrypted: str, *, encoding_key: str, app_id: str) -> bytes:
    """The message inside an `Encrypt` field. Raises Tampered."""
    key = aes_key(encoding_key)
    try:
        content = base64.b64decode(encrypted, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Tampered("not base64") from error
    if not content or len(content) % CIPHER_BLOCK_BYTES:
        raise Tampered("not a whole number of cipher blocks")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:CIPHER_BLOCK_BYTES])).decryptor()
    plain = _unpadded(decryptor.update(content) + decryptor.finalize())
    length = int.from_bytes(plain[RANDOM_BYTES : RANDOM_BYTES + LENGTH_BYTES], "big")
    start = RANDOM_BYTES + LENGTH_BYTES
    message, receiver = plain[start : start + length], plain[start + length :]
    if len(message) != length or not hmac.compare_digest(receiver, app_id.encode()):
        raise Tampered("for another AppID")
    return message


def aes_key(encoding_key: str) -> bytes:
    """The AES key of an EncodingAESKey. Raises Tampered where it is none."""
    try:
        key = base64.b64decode(encoding_key + "=")
    except (binascii.Error, ValueError) as error:
        raise Tampered("malformed EncodingAESKey") from error
    if len(key) != KEY_BYTES:
        raise Tampered("malformed EncodingAESKey")
    return key


def _unpadded(padded: bytes) -> bytes:
    count = padded[-1]
    if not 1 <= count <= BLOCK_BYTES or padded[-count:] != bytes([count]) * count:
        raise Tampered("wrong padding")
    return padded[:-count]
