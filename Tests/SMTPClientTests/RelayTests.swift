import Testing

@testable import SMTPClient

@Suite("A relay's URL")
struct RelayTests {
    @Test(
        "Host, port and user, with the ports that are usual",
        arguments: [
            ("smtp://mx.example", "mx.example", 25, nil, false),
            ("smtp://mx.example:2525/", "mx.example", 2525, nil, false),
            ("smtp://ada@mx.example", "mx.example", 587, "ada", false),
            ("smtps://mx.example", "mx.example", 465, nil, true),
            ("smtps://ada%40example.org@mx.example:4650", "mx.example", 4650, "ada@example.org", true),
            ("smtp://ada@example.org@mx.example", "mx.example", 587, "ada@example.org", false),
            ("SMTP://[::1]:25", "::1", 25, nil, false), ("lmtp://127.0.0.1", "127.0.0.1", 24, nil, false),
        ] as [(String, String, Int, String?, Bool)])
    func understood(url: String, host: String, port: Int, user: String?, isImplicit: Bool) throws {
        let relay = try Relay(url)
        #expect(relay.address == .host(host, port: port))
        #expect(relay.user == user)
        #expect(relay.isImplicitTLS == isImplicit)
        // What is shown and recorded has no user, and is understood again.
        #expect(!relay.description.contains("ada"))
        #expect(try Relay(relay.description).address == relay.address)
        #expect(try Relay(relay.description).isImplicitTLS == isImplicit)
    }

    @Test func unixSockets() throws {
        let relay = try Relay("lmtp+unix:///run/lmtp.sock")
        #expect(relay.address == .unixSocket(path: "/run/lmtp.sock") && relay.scheme == .lmtp)
        #expect(relay.description == "lmtp+unix:///run/lmtp.sock")
    }

    @Test(
        "What cannot be is said",
        arguments: [
            ("mx.example", "write smtp://host"), ("http://mx.example", "unknown kind of relay"),
            ("smtp://", "no usable host"), ("smtp://mx example", "no usable host"), ("smtp://mx:0", "1 to 65535"),
            ("smtp://mx:65536", "1 to 65535"), ("smtp://mx:x", "1 to 65535"), ("smtp://[::1", "ends with ]"),
            ("smtp://ada:secret@mx", "give it apart"), ("smtp://%zz@mx", "two hex digits"),
            ("smtp://a%+bc@mx", "two hex digits"), ("smtp://a%4@mx", "two hex digits"),
            ("smtp://%0D%0A@mx", "no user's name"), ("smtp://@mx", "no user's name"),
            ("lmtp+unix://run/x", "begins with a slash"),
            ("smtp://mx\u{0}", "no usable host"),
        ])
    func refused(url: String, says: String) {
        let error = #expect(throws: RelaySyntaxError.self) { try Relay(url) }
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("secret") != true)
    }
}
