extension ShapingTexts {
    /// What the receivers' own pages allow where they say so; else what senders of bulk mail have published as taken
    /// without complaint. All are starting points: the window of a destination goes on from there.
    static let limits = #"""
        [[limits]]
        connections = 10
        messages = 100
        idle = "60s"
        message-rate = "100/second"
        connection-rate = "100/minute"

        # Of the provider as a whole, however many domains it hosts.
        [[limits]]
        provider = "google"
        connections = 5
        messages = 50
        tls = "required"

        [[limits]]
        provider = ["outlook-com", "exchange-online"]
        connections = 5
        messages = 50

        # Closes after 20 messages on a connection: senders.yahooinc.com/best-practices.
        [[limits]]
        provider = "yahoo"
        messages = 20

        [[limits]]
        provider = "apple"
        messages = 5

        # postmaster.orange.fr: two connections of an address at once.
        [[limits]]
        provider = "orange"
        connections = 2
        messages = 100
        tls = "required"

        [[limits]]
        provider = "mimecast"
        connections = 10
        messages = 100

        # postmaster.comcast.net: 25 connections of an address, 1,000 messages on each.
        [[limits]]
        provider = "comcast"
        connections = 25
        messages = 1000
        tls = "required"

        # GMX and WEB.DE have the same hosts.
        [[limits]]
        provider = "gmx"
        connections = 4
        messages = 20

        [[limits]]
        provider = "qq"
        connections = 4
        messages = 8

        [[limits]]
        provider = "netease"
        connections = 4
        messages = 7

        [[limits]]
        provider = "yahoo-japan"
        connections = 2
        messages = 20
        message-rate = "10/second"
        """#
}
