"""A look into the store."""
import socket


class RedisError(Exception):
    pass


class RedisClient:
    """As much of RESP as looking into the store takes."""

    def __init__(self, path):
        self.path, self.wire, self.file = path, None, None

    def __call__(self, *words):
        if self.wire is None:
            self.wire = socket.socket(socket.AF_UNIX)
            self.wire.settimeout(60)
            self.wire.connect(self.path)
            self.file = self.wire.makefile("rb")
        words = [word if isinstance(word, bytes) else str(word).encode() for word in words]
        try:
            self.wire.sendall(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words))
            return self._read()
        except OSError:
            self.close()
            raise

    def _read(self):
        line = self.file.readline()
        if not line.endswith(b"\r\n"):
            self.close()
            raise ConnectionResetError("redis went away")
        kind, rest = line[:1], line[1:-2]
        if kind == b"+":
            return rest.decode()
        if kind == b"-":
            raise RedisError(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"$":
            size = int(rest)
            return None if size < 0 else self.file.read(size + 2)[:-2].decode(errors="replace")
        return None if rest == b"-1" else [self._read() for _ in range(int(rest))]

    def keys(self):
        return set(self("KEYS", "*"))

    def close(self):
        if self.wire is not None:
            self.file.close()
            self.wire.close()
            self.wire = None
