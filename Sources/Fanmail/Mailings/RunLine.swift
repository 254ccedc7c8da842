import FanmailDelivery
import ListStore
import NIOCore

/// What a run begins with: its way out, and the connection that is open already, where all mail goes one way.
struct RunLine {
    let loop: any EventLoop
    let transport: any EnvelopeTransport
    /// Nil where it is not known yet where the first envelope goes.
    let first: (connection: any EnvelopeConnection, destination: Destination)?
    /// Of TLS with mail hosts; nil where none is reached directly.
    let tally: TLSTally?

    /// Which way each recipient goes.
    var routing: DeliveryRouting { { [transport] in transport.route(of: $0, list: $1) } }

    var announce: Announcer { { [loop] in loop.execute($0) } }

    /// Nothing was sent.
    func close() async { await first?.connection.close() }
}
