"""What stands between a client and a server on 127.0.0.1 in a bench: a line that takes its time, or TLS."""

import asyncio
import ssl
import subprocess
import threading
import time


class Link:
    """Hands on what comes; subclasses say when, and over what."""

    delay = 0.0
    tls = None

    def __init__(self, port):
        self.target = port
        self.connections = 0

    def __enter__(self):
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()

        async def begin():
            server = await asyncio.start_server(self.serve, "127.0.0.1", 0, ssl=self.tls)
            self.port = server.sockets[0].getsockname()[1]
            ready.set()

        def work():
            self.loop.create_task(begin())
            self.loop.run_forever()

        self.thread = threading.Thread(target=work, daemon=True)
        self.thread.start()
        if not ready.wait(10):
            raise RuntimeError("the link does not begin")
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    async def serve(self, reader, writer):
        self.connections += 1
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(self.carry(reader, far_writer), self.carry(far_reader, writer))

    async def carry(self, reader, writer):
        """Every octet arrives as long after it left as any other."""
        sent = self.loop.time()
        try:
            while data := await reader.read(65536):
                sent = self.loop.time() + self.delay
                self.loop.call_at(sent, self.write, writer, data)
        except OSError:
            pass
        self.loop.call_at(sent + 0.001, self.close, writer)

    @staticmethod
    def write(writer, data):
        if not writer.is_closing():
            writer.write(data)

    @staticmethod
    def close(writer):
        writer.close()


class SlowLink(Link):
    """Each direction takes 25 ms."""

    delay = 0.025

    def round_trip(self):
        """Seconds, the median of twenty NOOPs, so that what the link itself adds is no fault of a client's."""
        import socket
        times = []
        with socket.create_connection(("127.0.0.1", self.port), 10) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.recv(1000)
            for _ in range(20):
                start = time.monotonic()
                connection.sendall(b"NOOP\r\n")
                connection.recv(1000)
                times.append(time.monotonic() - start)
        return sorted(times)[10]


class TLSLink(Link):
    """TLS from the first octet on, for a server that has none."""

    def __init__(self, port, directory):
        super().__init__(port)
        self.authority = directory / "link.pem"
        key = directory / "link.key"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out",
             self.authority], check=True, capture_output=True)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(self.authority, key)
