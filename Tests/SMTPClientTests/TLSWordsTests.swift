import Testing

@testable import SMTPClient

/// What a failed handshake is called, whatever the library calls it.
struct TLSWordsTests {
    private struct Failure: Error, CustomStringConvertible { let description: String }

    @Test(
        "A failed handshake is told in plain words",
        arguments: [
            (
                "handshakeFailed(sslError([Error: 268436536 error:10000438:SSL routines:OPENSSL_internal:"
                    + "TLSV1_ALERT_INTERNAL_ERROR at /src/tls_record.cc:592]))",
                "the server ended the handshake with the alert 'internal error'"
            ),
            (
                "error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE at x.cc:1",
                "the server ended the handshake with the alert 'handshake failure'"
            ),
            (
                "error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER at x.cc:1",
                "the server does not speak TLS on this port"
            ),
            (
                "error:100000b8:SSL routines:OPENSSL_internal:NO_SHARED_CIPHER at x.cc:1",
                "the handshake failed: no shared cipher"
            ),
            ("handshakeFailed(Error:  EOF during handshake)", "the server ended the connection during the handshake"),
            ("something else", "something else"),
        ])
    func words(library: String, told: String) {
        #expect(TLSContexts.words(Failure(description: library)) == told)
    }
}
