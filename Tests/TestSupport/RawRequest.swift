import NIOCore
import NIOPosix

/// A request to a web server, octet for octet.
package enum RawRequest {
    /// All that is answered on a connection of its own, to its end.
    ///
    /// - Parameter mayBeCut: who is refused may be gone while the request is written; what was answered counts.
    package static func answer(_ request: String, at port: Int, mayBeCut: Bool = false) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var all = ByteBuffer()
            do { try await outbound.write(ByteBuffer(string: request)) } catch  where mayBeCut {}
            do { for try await var piece in inbound { all.writeBuffer(&piece) } } catch  where mayBeCut {}
            return String(buffer: all)
        }
    }
}
