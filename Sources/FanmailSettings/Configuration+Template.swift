extension Configuration {
    /// The `fanmail.toml` that `fanmail init` writes: every setting, those with a default commented out.
    package static let template = """
        # Settings of fanmail. A flag on the command line overrides an environment variable (FANMAIL_...), which
        # overrides this file. `fanmail config show` says which value comes from where.

        # The SQLite database, relative to this file.
        database = "fanmail.db"

        [delivery]
        # The server that takes the mail: smtp://[user@]host[:port], smtps://..., lmtp://host:port, lmtp+unix:///path.
        # relay = "smtp://127.0.0.1:25"

        # Without a relay: to the mail hosts (MX) of each domain.
        # direct = false

        # The most connections at once.
        # connections = 10

        # Recipients per second, minute or hour over the whole run: "500/s", "600/m", "10000/h", or "none".
        # rate = "none"

        # The most recipients in one envelope.
        # max-rcpt = 100

        # How long replies may take: "2m" for every one but that to the end of data, and more by name. Without this
        # as RFC 5321, 4.5.3.2, has it:
        # timeout = "greeting=5m,mail=5m,rcpt=5m,data=2m,block=3m,end-of-data=10m"

        # The pauses before deferred recipients are tried again within the run; [] for none.
        # retry = ["15s", "1m", "5m", "15m"]

        # The name given in EHLO; without this the machine's own, or its address where that is no whole domain.
        # hostname = "mail.example.org"

        # TLS: "none", "opportunistic" (where it is offered, not verified) or "required" (verified). Without this it is
        # required when there is a user in the relay's URL, and opportunistic otherwise.
        # tls = "required"

        # PEM files: the authorities that are trusted, and a certificate of our own with its key.
        # tls-ca = "ca.pem"
        # tls-cert = "client.pem"
        # tls-key = "client.key"

        # SHA-256 of the server's certificate, as `fanmail ehlo` shows it: this one is trusted and nothing else.
        # tls-pin = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        # tls-verify = true

        # Where the password comes from, unless from FANMAIL_RELAY_PASSWORD or a prompt; or an OAuth 2.0 token.
        # password-file = "relay.password"
        # oauth-token-file = "token"
        # oauth-token-command = "get-token"

        # A login also where anybody on the way can read it.
        # allow-clear-auth = false

        # The address of this machine that connections come from.
        # source-address = "192.0.2.1"

        # Messages behind BDAT instead of DATA where the server offers CHUNKING.
        # chunking = false

        # With chunking: how many whole envelopes may be unanswered at once on a connection. All of them are unknown when
        # it is lost.
        # in-flight = 1

        # The port of mail hosts where mail goes directly; nobody but a test has another one.
        # direct-port = 25

        # The name server that is asked for them, unless the system's; it should validate (DNSSEC). What it calls signed is
        # believed where it runs on this machine, or is trusted here.
        # dns = "127.0.0.1"
        # dns-validates = false

        # Several relays have a table each, with the keys above; several of one route share its mail by weight:
        #
        #     [relay.main]
        #     url = "smtps://ada@mail.example.org"
        #     password-file = "relay.password"
        #     connections = 20
        #     weight = 2
        #
        # Routes say whose mail goes where; the first that fits has it, and `relay` above what fits none. `to` is the name of
        # a relay, several, or "direct"; ".example.org" is every domain below it:
        #
        #     [[route]]
        #     list = "announce"
        #     domain = ["example.org", ".example.org"]
        #     to = ["main", "backup"]

        [dkim]
        # Messages are signed for this domain, with the keys that `fanmail dkim keygen` makes.
        # domain = "lists.example"
        # selector = "fm1"
        # rsa-key = "dkim/fm1.pem"
        # ed25519-selector = "fm1-ed25519"
        # ed25519-key = "dkim/fm1-ed25519.pem"

        [letter]
        # Folders that pictures and attachments may come from, beside the letter's own: ["pictures"].
        # attachment-folders = []

        [guard]
        # A mailing pauses when more than this share of its first recipients is refused...
        # share = 0.10

        # ...of so many that are watched...
        # window = 500

        # ...or when all of a domain's first recipients are refused.
        # domain = 20

        [shaping]
        # Limits of receivers, and what their replies lead to, before fanmail's own; `shaping.toml` beside this file
        # without this. `fanmail shaping show` tells what holds.
        # file = "shaping.toml"

        """
}
