"""Signatures and encryption of the pushes: the encrypted text is always part of what is signed."""

import base64
import hashlib
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32  # PKCS#7 with blocks of 32 octets, not 16


def signature(*parts: str) -> str:
    """SHA-1 over the sorted parts, joined."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def encrypt(message: str, *, aes_key: str, receiver: str, random: bytes) -> str:
    """Encrypt as the platform does: 16 random octets, the length, the message, the corp id."""
    octets = message.encode()
    plain = random + struct.pack("!I", len(octets)) + octets + receiver.encode()
    missing = BLOCK - len(plain) % BLOCK
    encryptor = cipher(aes_key).encryptor()
    return base64.b64encode(
        encryptor.update(plain + bytes([missing]) * missing) + encryptor.finalize()
    ).decode()


def decrypt(text: str, *, aes_key: str, receiver: str) -> str:
    """The message inside. Raises ValueError when it was not made for this corp or is damaged."""
    decryptor = cipher(aes_key).decryptor()
    plain = decryptor.update(base64.b64decode(text)) + decryptor.finalize()
    plain = plain[: -plain[-1]]
    length = struct.unpack("!I", plain[16:20])[0]
    if plain[20 + length :].decode() != receiver:
        raise ValueError("encrypted for another corp")
    return plain[20 : 20 + length].decode()


def cipher(aes_key: str) -> Cipher[modes.CBC]:
    key = base64.b64decode(aes_key + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
