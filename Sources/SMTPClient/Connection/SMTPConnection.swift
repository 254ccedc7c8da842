public import NIOCore
import NIOPosix
public import SMTPCore
public import SMTPProtocol
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One connection to a server, ready for mail transactions.
///
/// ```swift
/// let connection = try await SMTPConnection.connect(
///     to: Relay("smtp://127.0.0.1:25"), configuration: .init(hostname: "client.example"), on: group.next())
/// let result = await connection.send(transaction)
/// await connection.quit()
/// ```
public final class SMTPConnection: Sendable {
    /// Where it goes.
    public let relay: Relay
    /// What the server offers.
    public let capabilities: Capabilities
    /// What it offered before it was encrypted; the same when it is not.
    public let clearCapabilities: Capabilities
    /// How it is protected.
    public let security: ConnectionSecurity
    /// The host that it has come to, one of those that the relay's name stands for.
    public let remoteAddress: SocketAddress?
    /// How long each step of the opening took, in their order.
    public let steps: [OpeningStep]
    /// How many calls of ``send(_:)`` may be under way at once; more than one keeps the next transaction pipelined
    /// behind the current (RFC 2920).
    public let lanes: Int
    private let channel: any Channel
    private let handler: NIOLoopBound<SMTPHandler>

    private init(
        relay: Relay, capabilities: Capabilities, clearCapabilities: Capabilities, security: ConnectionSecurity,
        steps: [OpeningStep], lanes: Int, channel: any Channel, handler: NIOLoopBound<SMTPHandler>
    ) {
        self.relay = relay
        self.capabilities = capabilities
        self.clearCapabilities = clearCapabilities
        self.security = security
        self.steps = steps
        self.channel = channel
        self.handler = handler
        self.lanes = lanes
        remoteAddress = channel.remoteAddress
    }

    /// Connects, reads the greeting, introduces itself, encrypts and logs in as the configuration says.
    ///
    /// Where TLS is opportunistic and the handshake fails, it connects once more without.
    public static func connect(
        to relay: Relay, configuration: SMTPConfiguration, on loop: any EventLoop
    ) async throws(SMTPFailure) -> SMTPConnection {
        try await connect(to: relay, configuration: configuration, on: loop, resolver: nil)
    }

    /// The same, and passes over these addresses where the relay's name has others that can be reached.
    public static func connect(
        to relay: Relay, configuration: SMTPConfiguration, on loop: any EventLoop, avoiding avoided: Set<SocketAddress>
    ) async throws(SMTPFailure) -> SMTPConnection {
        let others = avoided.isEmpty ? [] : await relay.addresses().filter { !avoided.contains($0) }
        if !others.isEmpty {
            let resolver = KnownAddresses(others, on: loop)
            if let connection = try? await connect(
                to: relay, configuration: configuration, on: loop, resolver: resolver)
            {
                return connection
            }
        }
        return try await connect(to: relay, configuration: configuration, on: loop)
    }

    /// The same, at these addresses, whatever the relay's name stands for: it is said in TLS, and what certificates are for.
    package static func connect(
        to relay: Relay, at addresses: [SocketAddress], configuration: SMTPConfiguration, on loop: any EventLoop
    ) async throws(SMTPFailure) -> SMTPConnection {
        try await connect(
            to: relay, configuration: configuration, on: loop, resolver: KnownAddresses(addresses, on: loop))
    }

    static func connect(
        to relay: Relay, configuration: SMTPConfiguration, on loop: any EventLoop,
        resolver: (any Resolver & Sendable)?
    ) async throws(SMTPFailure) -> SMTPConnection {
        let log = ConnectionLog(configuration.logger, relay)
        do {
            let connection = try await connectWithFallback(
                to: relay, configuration: configuration, on: loop, resolver: resolver, log)
            log.opened(connection)
            return connection
        } catch {
            log.failed(error)
            throw error
        }
    }

    private static func connectWithFallback(
        to relay: Relay, configuration: SMTPConfiguration, on loop: any EventLoop,
        resolver: (any Resolver & Sendable)?, _ log: ConnectionLog
    ) async throws(SMTPFailure) -> SMTPConnection {
        let security = configuration.tls.security(for: relay, hasLogin: configuration.login != nil)
        do {
            return try await connect(
                to: relay, security, note: nil, configuration: configuration, on: loop, resolver: resolver)
        } catch {
            guard security == .opportunistic, error.kind == .tls else { throw error }
            log.fallsBack(error)
            return try await connect(
                to: relay, .none, note: "not encrypted: \(error.message)", configuration: configuration, on: loop,
                resolver: resolver)
        }
    }

    private static let numbers = Atomic<Int>(0)

    private static func connect(
        to relay: Relay, _ security: TransportSecurity, note: String?, configuration: SMTPConfiguration,
        on loop: any EventLoop, resolver: (any Resolver & Sendable)?
    ) async throws(SMTPFailure) -> SMTPConnection {
        let login = try await login(for: relay, configuration)
        let start = ContinuousClock.now
        let connecting: Duration
        let attempts = Attempts()
        let (host, port) = relay.hostAndPort
        let contexts = configuration.tlsContexts
        var bootstrap = ClientBootstrap(group: loop)
            .resolver(resolver)
            .connectTimeout(.nanoseconds(configuration.timeouts.connect.nanoseconds))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 4096, maximum: 65536)
            )
            .channelInitializer { channel in
                // Called for each address that is tried, so each has a session of its own.
                channel.eventLoop.makeCompletedFuture {
                    let session = SMTPSession(
                        dialect: relay.scheme == .lmtp ? .lmtp : .smtp, hostname: configuration.hostname ?? "",
                        peer: relay.peer, security: security, login: login, host: host ?? "", port: port)
                    let transcript = configuration.transcript.map {
                        TranscriptWriter($0, connection: numbers.add(1, ordering: .relaxed).newValue, relay: relay)
                    }
                    let judgement = configuration.tls.judge == nil ? nil : CertificateJudgement()
                    let handler = SMTPHandler(
                        session: session, timeouts: configuration.timeouts,
                        established: channel.eventLoop.makePromise(), verifies: configuration.tls.verifies(security),
                        identity: configuration.tls.identity(of: relay, security),
                        judgement: judgement, transcript: transcript
                    ) { try contexts.handler(security, host: host, judgement) }
                    if let pace = configuration.writePace {
                        try channel.pipeline.syncOperations.addHandler(WritePaceHandler(pace))
                    }
                    if let rate = configuration.readPace {
                        try channel.pipeline.syncOperations.addHandler(ReadPaceHandler(octetsPerSecond: rate))
                    }
                    if security == .implicit {
                        try channel.pipeline.syncOperations.addHandler(
                            contexts.handler(security, host: host, judgement))
                    }
                    try channel.pipeline.syncOperations.addHandler(handler)
                    if configuration.chunking { handler.chunk(inFlight: configuration.inFlight) }
                    handler.pipelining = configuration.pipelining
                    attempts.add(handler, of: channel)
                }
            }
        if let rate = configuration.readPace { bootstrap = ReadPaceHandler.options(bootstrap, octetsPerSecond: rate) }
        let channel: any Channel
        do {
            if let source = configuration.sourceAddress {
                bootstrap = bootstrap.bind(to: try SocketAddress(ipAddress: source, port: 0))
            }
            switch relay.address {
            case .host(let host, let port): channel = try await bootstrap.connect(host: host, port: port).get()
            case .unixSocket(let path): channel = try await bootstrap.connect(unixDomainSocketPath: path).get()
            }
            connecting = start.duration(to: .now)
        } catch {
            throw SMTPFailure(connecting: error, to: relay, timeouts: configuration.timeouts)
        }
        guard let attempt = attempts[channel] else { throw SMTPFailure(.closed, "\(relay.peer): closed") }
        do {
            let capabilities = try await attempt.established.get()
            let handler = attempt.handler
            let (clear, security, steps, lanes) = try await channel.eventLoop.submit {
                (handler.value.clearCapabilities, handler.value.security, handler.value.steps, handler.value.lanes)
            }.get()
            return SMTPConnection(
                relay: relay, capabilities: capabilities, clearCapabilities: clear,
                security: security.noting(note),
                steps: [OpeningStep(name: "connect", duration: connecting)] + steps, lanes: lanes, channel: channel,
                handler: handler)
        } catch {
            throw error as? SMTPFailure ?? SMTPFailure(.closed, "\(relay.peer): \(error)")
        }
    }

    /// Who logs in, with a secret of this moment.
    private static func login(
        for relay: Relay, _ configuration: SMTPConfiguration
    ) async throws(SMTPFailure) -> Login? {
        guard var login = configuration.login, let fresh = configuration.freshSecret else { return configuration.login }
        do {
            login.secret = try await fresh()
        } catch {
            throw error as? SMTPFailure
                ?? SMTPFailure(.authentication, "\(relay.peer): no login: \(error)", isPermanent: false)
        }
        return login
    }

    /// The addresses that are tried. Not asked of the pipeline: the one that wins may have ended by then, and its
    /// handler, which knows why, have left.
    private final class Attempts: Sendable {
        struct Attempt: Sendable {
            let handler: NIOLoopBound<SMTPHandler>
            let established: EventLoopFuture<Capabilities>
        }

        private let byChannel = Mutex<[ObjectIdentifier: Attempt]>([:])

        /// On the channel's event loop.
        func add(_ handler: SMTPHandler, of channel: any Channel) {
            let attempt = Attempt(
                handler: NIOLoopBound(handler, eventLoop: channel.eventLoop),
                established: handler.established.futureResult)
            byChannel.withLock { $0[ObjectIdentifier(channel)] = attempt }
        }

        subscript(channel: any Channel) -> Attempt? { byChannel.withLock { $0[ObjectIdentifier(channel)] } }
    }

    /// Does one mail transaction; several calls are served in order.
    ///
    /// Never throws: a failure is part of the result. In a task that prefers the connection's event loop as its executor
    /// it does not leave that thread.
    public func send(_ transaction: MailTransaction) async -> TransactionResult {
        await withCheckedContinuation { waiter in
            if channel.eventLoop.inEventLoop {
                handler.value.submit(transaction, waiter)
            } else {
                channel.eventLoop.execute { [handler] in handler.value.submit(transaction, waiter) }
            }
        }
    }

    /// Calls once when the connection has ended, whoever ended it; at once when it has.
    func whenClosed(_ call: @escaping @Sendable () -> Void) {
        channel.closeFuture.whenComplete { _ in call() }
    }

    /// Closes without a word, as a client that breaks off does.
    package func abandon() async { try? await channel.close() }

    /// Says QUIT and closes. Transactions that are under way come to nothing: wait for them first.
    public func quit() async {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        channel.eventLoop.execute { [handler] in handler.value.quit(promise) }
        try? await promise.futureResult.get()
    }
}

extension SMTPFailure {
    fileprivate init(connecting error: any Error, to relay: Relay, timeouts: Timeouts) {
        switch error {
        case let failure as SMTPFailure: self = failure
        case let error as NIOConnectionError:
            if error.connectionErrors.isEmpty {
                self.init(.nameNotFound, "\(relay.peer): the name \(error.host) has no address")
            } else {
                let why = error.connectionErrors.map(\.error)
                let reasons = Set(why.map { ($0 as? IOError)?.reason ?? "\($0)" }).sorted().joined(separator: "; ")
                self.init(why.contains { $0 is ChannelError } ? .timedOut : .refused, "\(relay.peer): \(reasons)")
            }
        case ChannelError.connectTimeout:
            self.init(.timedOut, "\(relay.peer): no connection within \(timeouts.connect)")
        case let error as IOError: self.init(.refused, "\(relay.peer): \(error.reason)")
        default: self.init(.refused, "\(relay.peer): \(error)")
        }
    }
}

extension IOError {
    /// The system's words alone.
    fileprivate var reason: String {
        String(cString: strerror(errnoCode))
    }
}
