extension Configuration {
    /// The `fanmail.toml` that `fanmail init` writes: every setting, those with a default commented out.
    package static let template = """
        # Settings of fanmail. A flag on the command line overrides an environment variable (FANMAIL_...), which
        # overrides this file. `fanmail config show` says which value comes from where.

        # The SQLite database, relative to this file.
        database = "fanmail.db"

        [delivery]
        # The server that takes the mail: smtp://host[:port], lmtp://host:port or lmtp+unix:///path.
        # relay = "smtp://127.0.0.1:25"

        # The most connections at once.
        # connections = 10

        # Recipients per second, minute or hour over the whole run: "500/s", "600/m", "10000/h", or "none".
        # rate = "none"

        # The most recipients in one envelope.
        # max-rcpt = 100

        # How long a command's reply may take.
        # timeout = "30s"

        # The pauses before deferred recipients are tried again within the run; [] for none.
        # retry = ["15s", "1m", "5m", "15m"]

        # The name given in EHLO; without this the machine's own.
        # hostname = "mail.example.org"

        [guard]
        # A mailing pauses when more than this share of its first recipients is refused...
        # share = 0.10

        # ...of so many that are watched...
        # window = 500

        # ...or when all of a domain's first recipients are refused.
        # domain = 20

        """
}
