import Foundation
import Testing

/// An SMTP server that nobody of this house wrote the clock of: Python's, which answers by a plan of delays from a seed and
/// writes down how long it really took. Beside it a thread of its own notes how late this machine wakes whoever sleeps.
struct DelayingServer {
    /// What it saw, in milliseconds.
    struct Times {
        /// From MAIL to the last reply.
        var transactions: [Double] = []
        /// From the end of the data to its reply.
        var contents: [Double] = []
        /// How late a thread of the same machine was woken in the same time.
        var lateness: [Double] = []
    }

    let port: Int
    private let path: String

    /// - Parameter delays: `constant`, `exponential`, `bimodal` or `stall`.
    init(_ bench: Workbench, delays: String) throws {
        port = try LoopbackPort.free()
        path = bench.path("\(delays)-\(port).txt")
        try bench.write(Self.program, to: "server.py")
        try bench.start(
            Requirement.program("python3"), [bench.path("server.py"), "\(port)", delays, path], port: port)
    }

    func times() throws -> Times {
        var times = Times()
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: " ")
            let numbers = parts.dropFirst().compactMap { Double($0) }.map { $0 / 1000 }
            if parts.first == "late" {
                times.lateness += numbers
            } else if numbers.count == 2 {
                times.transactions.append(numbers[0])
                times.contents.append(numbers[1])
            }
        }
        return times
    }

    private static let program = """
        import asyncio, random, sys, threading, time

        port, kind = int(sys.argv[1]), sys.argv[2]
        out = open(sys.argv[3], "w", buffering=1)
        draws = random.Random(7)
        count, stalled = 0, 0.0

        def delay():
            global count, stalled
            count += 1
            if kind == "constant":
                return 0.1
            if kind == "exponential":
                return 0.06 + draws.expovariate(1 / 0.06)
            if kind == "bimodal":
                return 0.4 if draws.random() < 0.07 else 0.08
            if count == 60:
                stalled = time.monotonic() + 0.3
            return 0.08 + max(0.0, stalled - time.monotonic())

        def watch():
            while True:
                start = time.monotonic()
                time.sleep(0.005)
                out.write("late %d\\n" % ((time.monotonic() - start - 0.005) * 1e6))

        async def serve(reader, writer):
            writer.write(b"220 delays.example ESMTP\\r\\n")
            began = 0.0
            while line := await reader.readline():
                now, word = time.monotonic(), line[:4].upper()
                if word == b"EHLO":
                    writer.write(b"250-delays.example\\r\\n250 PIPELINING\\r\\n")
                elif word == b"DATA":
                    writer.write(b"354 go on\\r\\n")
                    while await reader.readline() not in (b".\\r\\n", b""):
                        pass
                    ended = time.monotonic()
                    await asyncio.sleep(delay())
                    writer.write(b"250 2.0.0 taken\\r\\n")
                    now = time.monotonic()
                    out.write("took %d %d\\n" % ((now - began) * 1e6, (now - ended) * 1e6))
                elif word == b"QUIT":
                    writer.write(b"221 2.0.0 bye\\r\\n")
                    break
                else:
                    if word == b"MAIL":
                        began = now
                    writer.write(b"250 2.0.0 fine\\r\\n")
            writer.close()

        async def main():
            server = await asyncio.start_server(serve, "127.0.0.1", port)
            await server.serve_forever()

        threading.Thread(target=watch, daemon=True).start()
        asyncio.run(main())

        """
}
