package import NIOCore
import SMTPProtocol

/// Encrypts connections of a dialogue that is none of ``SMTPConnection``'s, whoever the server is. Nothing secret may be sent
/// over them.
package struct AnyCertificateEncryption: Sendable {
    private let contexts: TLSContexts

    /// - Parameter configuration: whose client certificate is shown, where it has one.
    package init(_ configuration: SMTPConfiguration) {
        var settings = configuration.tls
        (settings.verifies, settings.pins, settings.authorities) = (false, [], nil)
        contexts = TLSContexts(settings)
    }

    /// The handler that stands next to the socket. It begins the handshake where it is added.
    ///
    /// - Throws: ``SMTPFailure`` that names the file that cannot be used.
    package func handler(for relay: Relay) throws -> any ChannelHandler {
        try contexts.handler(.required, host: relay.hostAndPort.host)
    }
}
