"""A gate in front of any server that speaks over a stream: it delays, cuts, garbles and swallows what passes.

It knows nothing of what is said. One trouble at a time; it is read anew for every piece that passes, so that a
connection made in calm weather is hit too. Addresses are `host:port` or `unix:/path`.
"""
import asyncio
import os
import random
import threading

TO_SERVER, TO_CLIENT = "to_server", "to_client"


class Trouble:
    """`rate` is the chance of each piece; `toward` one direction, or None for both."""

    def __init__(self, kind, rate=1.0, toward=None, seconds=0.0, at=0.0):
        self.kind, self.rate, self.toward, self.seconds, self.at = kind, rate, toward, seconds, at

    def __str__(self):
        return f"{self.kind} {self.toward or 'both ways'}"


def refuse():
    """Nobody listens there any more, and who was connected is cut off."""
    return Trouble("refuse")


def stop_accepting():
    """Who is connected is cut off; new connections are made and never answered."""
    return Trouble("stop_accepting")


def delay(seconds):
    return Trouble("delay", seconds=seconds)


def cut(toward, rate):
    """Ends the connection in the middle of a piece."""
    return Trouble("cut", rate, toward)


def garble(toward, rate, at=0.0):
    """Makes a piece unreadable, from this share of its length on."""
    return Trouble("garble", rate, toward, at=at)


def swallow(toward, rate=1.0):
    """One direction only: what goes the other way disappears, and nobody is told."""
    return Trouble("swallow", rate, toward)


def drip():
    """Everything arrives byte by byte."""
    return Trouble("drip")


class CuttingProxy:
    def __init__(self, listen, server, seed=None):
        self.listen, self.server = listen, server
        self.chance, self.trouble, self.done = random.Random(seed), None, 0
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.listener, self.open, self.held, self.pumps = None, set(), [], set()
        self._call(self._listen())

    def make(self, trouble):
        """From now on this trouble; None: calm."""
        self._call(self._change(trouble))

    def calm(self):
        self.make(None)

    def close(self):
        self._call(self._stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    def _call(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    # --- In the loop's thread
    async def _listen(self):
        kind, where = split(self.listen)
        if kind == "unix":
            if os.path.exists(where):
                os.unlink(where)
            self.listener = await asyncio.start_unix_server(self._serve, where)
        else:
            self.listener = await asyncio.start_server(self._serve, *where)

    async def _change(self, trouble):
        before, self.trouble, self.done = self.trouble, trouble, 0
        kind = trouble.kind if trouble else None
        if kind == "refuse":
            self.listener.close()
        if kind in ("refuse", "stop_accepting"):
            await self._cut_all()
        elif before and before.kind == "refuse":
            await self._listen()
        if before and before.kind in ("swallow", "stop_accepting"):
            await self._cut_all()  # what was promised to nobody cannot be kept

    async def _cut_all(self):
        for each in [*self.open, *self.held]:
            each.transport.abort()
        self.held.clear()

    async def _stop(self):
        self.listener.close()
        await self._cut_all()
        for one in self.pumps:
            one.cancel()
        serving = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
        if serving:
            await asyncio.wait(serving, timeout=10)

    async def _serve(self, reader, writer):
        if self.trouble and self.trouble.kind == "stop_accepting":
            self.done += 1
            self.held.append(writer)
            return
        try:
            server_reader, server_writer = await connect(self.server)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, server_writer}
        self.open |= ends
        pumps = [asyncio.ensure_future(self._pump(reader, server_writer, TO_SERVER)),
                 asyncio.ensure_future(self._pump(server_reader, writer, TO_CLIENT))]
        self.pumps |= set(pumps)
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in pumps:
                one.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            self.open -= ends
            self.pumps -= set(pumps)
            for each in ends:
                each.close() if self.chance.random() < 0.5 else each.transport.abort()

    async def _pump(self, reader, writer, toward):
        while piece := await reader.read(65536):
            if not await self._pass(piece, writer, toward):
                return

    async def _pass(self, piece, writer, toward):
        """Whether the connection goes on."""
        now = self.trouble
        hit = now and now.kind != "stop_accepting" and now.toward in (None, toward) and self.chance.random() < now.rate
        kind = now.kind if hit else None
        self.done += bool(hit)
        if kind == "delay":
            await asyncio.sleep(self.chance.uniform(0, now.seconds))
        if kind == "swallow":
            return True
        if kind == "cut":
            piece = piece[:self.chance.randrange(len(piece))]
        if kind == "garble":
            from_here = int(len(piece) * now.at)
            piece = piece[:from_here] + bytes(0x80 | self.chance.getrandbits(7) for _ in piece[from_here:])
        for part in (piece[i:i + 1] for i in range(len(piece))) if kind == "drip" else (piece,):
            writer.write(part)
            await writer.drain()
        return kind != "cut"


def split(address):
    if address.startswith("unix:"):
        return "unix", address[5:]
    host, port = address.rsplit(":", 1)
    return "tcp", (host, int(port))


async def connect(address):
    kind, where = split(address)
    return await (asyncio.open_unix_connection(where) if kind == "unix" else asyncio.open_connection(*where))
