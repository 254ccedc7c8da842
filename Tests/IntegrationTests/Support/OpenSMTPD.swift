/// A real OpenSMTPD, which knows neither PIPELINING nor CHUNKING; it takes mail for example.org, but not for `bad`.
enum OpenSMTPD {
    static func start(identity: TestAuthority.Identity? = nil) throws -> UnpackedServer {
        var files = ["smtpd.conf": configuration(isEncrypted: identity != nil)]
        files["certificate.pem"] = identity?.certificatePEM
        files["key.pem"] = identity?.keyPEM
        return try start(files)
    }

    /// One that brings mail for a domain to a server on this machine, forwards `moved@example.org` to `away` there, and
    /// stores all other mail for example.org and lists.example.
    static func start(relaying domain: String, to port: Int) throws -> UnpackedServer {
        let text = """
            table aliases { "moved@example.org" = "away@\(domain)", "@" = "mail" }
            table stored { "example.org", "lists.example" }
            listen on 127.0.0.1 port PORT hostname mx.example.org
            action "store" maildir "DIRECTORY/mail" virtual <aliases>
            action "behind" relay host "smtp://127.0.0.1:\(port)"
            match from any for domain "\(domain)" action "behind"
            match from any for domain <stored> action "store"

            """
        return try start(["smtpd.conf": text])
    }

    /// Its socket and its queue have one place, in which another one, of another test, would be met.
    private static func start(_ files: [String: String]) throws -> UnpackedServer {
        try UnpackedServer(
            ["/usr/sbin/smtpd", "-d", "-f", "DIRECTORY/smtpd.conf"], files: files, mailOwner: 8,
            own: ["run", "var/spool/smtpd"])
    }

    private static func configuration(isEncrypted: Bool) -> String {
        let keys = """
            pki "test" cert "DIRECTORY/certificate.pem"
            pki "test" key "DIRECTORY/key.pem"
            """
        return """
            \(isEncrypted ? keys : "")
            table everybody { "@" = "mail" }
            listen on 127.0.0.1 port PORT \(isEncrypted ? "tls pki \"test\" " : "")hostname mx.example.org
            action "store" maildir "DIRECTORY/mail" virtual <everybody>
            match from any for rcpt-to "bad@example.org" reject
            match from any for domain "example.org" action "store"

            """
    }
}
