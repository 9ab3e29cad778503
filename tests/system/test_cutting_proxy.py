"""The gate that hurts connections hurts them as it says, and in calm weather not at all."""
import os
import socket
import socketserver
import tempfile
import threading
import time
import unittest

from harness import CuttingProxy, free_port
from harness.cutting_proxy import (TO_CLIENT, TO_SERVER, cut, delay, drip, garble, refuse, stop_accepting, swallow)


class Echo(socketserver.BaseRequestHandler):
    heard = b""

    def handle(self):
        try:
            while piece := self.request.recv(65536):
                Echo.heard += piece
                self.request.sendall(piece)
        except OSError:
            pass


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


class Proxy(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        server = Server(os.path.join(folder.name, "echo.sock"), Echo)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.port = free_port()
        self.proxy = CuttingProxy(f"127.0.0.1:{self.port}", "unix:" + server.server_address, seed=1)
        self.addCleanup(self.proxy.close)
        Echo.heard = b""

    def connect(self):
        wire = socket.create_connection(("127.0.0.1", self.port), timeout=2)
        self.addCleanup(wire.close)
        return wire

    @staticmethod
    def answer(wire, said=b"hello there", patience=5):
        """What comes back until all of it is there, the line ends, or nothing comes for a while."""
        wire.settimeout(patience)
        got = b""
        try:
            wire.sendall(said)
            while len(got) < len(said):
                piece = wire.recv(65536)
                if not piece:
                    return got, "ended"
                got += piece
        except TimeoutError:
            return got, "silent"
        except OSError:
            return got, "ended"
        return got, "whole"

    def test_in_calm_weather_everything_passes(self):
        said = os.urandom(300_000)
        self.assertEqual(self.answer(self.connect(), said, 5), (said, "whole"))
        self.assertEqual(self.proxy.done, 0)

    def test_refusing_cuts_who_is_there_and_lets_nobody_in(self):
        wire = self.connect()
        self.answer(wire)
        self.proxy.make(refuse())
        self.assertEqual(self.answer(wire)[1], "ended")
        with self.assertRaises(OSError):
            self.connect()
        self.proxy.calm()
        self.assertEqual(self.answer(self.connect())[1], "whole")

    def test_not_accepting_leaves_newcomers_without_an_answer(self):
        self.proxy.make(stop_accepting())
        wire = self.connect()
        self.assertEqual(self.answer(wire, patience=0.5), (b"", "silent"))
        self.proxy.calm()
        self.assertEqual(self.answer(wire)[1], "ended")
        self.assertEqual(self.answer(self.connect())[1], "whole")

    def test_cutting_ends_in_the_middle_in_one_direction(self):
        self.proxy.make(cut(TO_CLIENT, 1))
        got, end = self.answer(self.connect(), b"x" * 1000)
        self.assertEqual((end, Echo.heard), ("ended", b"x" * 1000))
        self.assertLess(len(got), 1000)
        self.proxy.make(cut(TO_SERVER, 1))
        Echo.heard = b""
        self.assertEqual(self.answer(self.connect(), b"y" * 1000)[1], "ended")
        self.assertLess(len(Echo.heard), 1000)

    def test_garbling_keeps_the_length_and_no_readable_byte(self):
        self.proxy.make(garble(TO_CLIENT, 1))
        got, _ = self.answer(self.connect())
        self.assertEqual((len(got), Echo.heard), (11, b"hello there"))
        self.assertTrue(all(byte >= 0x80 for byte in got), got)
        self.proxy.make(garble(TO_CLIENT, 1, at=0.5))
        got, _ = self.answer(self.connect())
        self.assertTrue(got.startswith(b"hello") and all(byte >= 0x80 for byte in got[5:]), got)

    def test_swallowing_is_silent_in_one_direction(self):
        wire = self.connect()
        self.proxy.make(swallow(TO_CLIENT))
        self.assertEqual((self.answer(wire, patience=0.5), Echo.heard), ((b"", "silent"), b"hello there"))
        self.proxy.make(swallow(TO_SERVER))
        Echo.heard = b""
        self.assertEqual((self.answer(self.connect(), patience=0.5), Echo.heard), ((b"", "silent"), b""))

    def test_delays_and_drips_lose_nothing(self):
        self.proxy.make(delay(0.1))
        began = time.monotonic()
        wire = self.connect()
        for _ in range(5):
            self.assertEqual(self.answer(wire)[1], "whole")
        self.assertGreater(time.monotonic() - began, 0.05)
        self.proxy.make(drip())
        self.assertEqual(self.answer(wire, b"z" * 200, 2), (b"z" * 200, "whole"))
