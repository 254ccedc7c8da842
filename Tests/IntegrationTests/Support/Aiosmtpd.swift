/// A real aiosmtpd, which keeps each copy as the very octets of the wire, below `X-Recipient`; with a certificate it offers
/// STARTTLS and, behind that, AUTH with PLAIN, LOGIN, XOAUTH2 and OAUTHBEARER.
enum Aiosmtpd {
    static func start(identity: TestAuthority.Identity? = nil) throws -> UnpackedServer {
        var files = ["server.py": program]
        files["certificate.pem"] = identity.map { $0.certificatePEM + "\n" + $0.keyPEM }
        return try UnpackedServer(["python3", "DIRECTORY/server.py"], files: files, isInRoot: false)
    }

    private static let program = """
        import asyncio, base64, os, ssl
        from aiosmtpd.smtp import SMTP, AuthResult

        class Handler:
            copies = 0

            async def handle_RCPT(self, server, session, envelope, address, options):
                if address.startswith("bad@"):
                    return "550 5.1.1 no such user"
                if address.startswith("later@"):
                    return "450 4.2.0 try again later"
                envelope.rcpt_tos.append(address)
                envelope.rcpt_options.extend(options)
                return "250 2.1.5 fine"

            async def handle_DATA(self, server, session, envelope):
                for address in envelope.rcpt_tos:
                    Handler.copies += 1
                    path = "DIRECTORY/mail/new/%d" % Handler.copies
                    with open("DIRECTORY/spool/new", "wb") as file:
                        login = getattr(session.auth_data, "login", session.auth_data) or b""
                        file.write(b"X-Recipient: " + address.encode() + b"\\nX-Login: " + login + b"\\n")
                        file.write(envelope.original_content)
                    os.rename("DIRECTORY/spool/new", path)
                return "250 2.0.0 kept"

            async def token(self, server, args, marker):
                text = base64.b64decode(args[1]) if len(args) > 1 else await server.challenge_auth("")
                good = b"auth=Bearer a-token" in text.split(b"\\x01") and marker in text
                return AuthResult(success=good, auth_data=b"by token")

            async def auth_XOAUTH2(self, server, args):
                return await self.token(server, args, b"user=ada\\x01")

            async def auth_OAUTHBEARER(self, server, args):
                return await self.token(server, args, b"n,a=ada,")

        def authenticate(server, session, envelope, mechanism, data):
            return AuthResult(success=data.login == b"ada" and data.password == b"secret", auth_data=data)

        context = None
        if os.path.exists("DIRECTORY/certificate.pem"):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain("DIRECTORY/certificate.pem")

        def factory():
            return SMTP(Handler(), hostname="mx.example.org", enable_SMTPUTF8=True, tls_context=context,
                        authenticator=authenticate, loop=loop)

        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        loop.run_until_complete(loop.create_server(factory, "127.0.0.1", PORT))
        loop.run_forever()

        """
}
