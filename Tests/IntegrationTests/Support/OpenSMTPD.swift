/// A real OpenSMTPD, which knows neither PIPELINING nor CHUNKING; it takes mail for example.org, but not for `bad`.
enum OpenSMTPD {
    static func start(identity: TestAuthority.Identity? = nil) throws -> UnpackedServer {
        var files = ["smtpd.conf": configuration(isEncrypted: identity != nil)]
        files["certificate.pem"] = identity?.certificatePEM
        files["key.pem"] = identity?.keyPEM
        return try UnpackedServer(["/usr/sbin/smtpd", "-d", "-f", "DIRECTORY/smtpd.conf"], files: files, mailOwner: 8)
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
