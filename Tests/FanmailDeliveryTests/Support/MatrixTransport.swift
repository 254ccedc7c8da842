import FanmailDelivery
import NIOCore
import SMTPCore
import SMTPProtocol

@testable import Fanmail

/// The real client's side of connections to a ``MatrixServer``, without sockets: octets are handed over, and time is the
/// clock's. Used on one thread.
final class MatrixTransport: EnvelopeTransport, @unchecked Sendable {
    let server: MatrixServer
    let clock: ManualClock
    let executor: ManualExecutor
    let content: EncodedContent
    var open = 0

    init(_ server: MatrixServer, clock: ManualClock, executor: ManualExecutor) throws {
        self.server = server
        self.clock = clock
        self.executor = executor
        content = try EncodedContent("Subject: matrix\r\n\r\nHello\r\n".utf8)
    }

    func connect(to destination: Destination) async throws(SMTPFailure) -> any EnvelopeConnection {
        await clock.sleep(for: MatrixConnection.latency)
        if server.goesWrong(at: .connect) {
            guard server.misbehaviour.kind == .silent else {
                throw SMTPFailure(.refused, "mx.example:25: connection refused")
            }
            await clock.sleep(for: Timeouts().connect)
            throw SMTPFailure(.timedOut, "mx.example:25: no connection within 30 s")
        }
        let connection = MatrixConnection(self)
        try await connection.establish()
        open += 1
        return connection
    }
}

final class MatrixConnection: EnvelopeConnection, @unchecked Sendable {
    static let latency: Duration = .milliseconds(5)

    private let transport: MatrixTransport
    private var session: SMTPSession
    private var dialogue: MatrixDialogue
    private var established: CheckedContinuation<Result<Void, SMTPFailure>, Never>?
    private var opening: Result<Void, SMTPFailure>?
    private var waiters: [Int: CheckedContinuation<TransactionResult, Never>] = [:]
    private var results: [Int: TransactionResult] = [:]
    private var nextID = 0
    private var isDelivering = false
    private var watch: Task<Void, Never>?

    init(_ transport: MatrixTransport) {
        self.transport = transport
        dialogue = MatrixDialogue(transport.server)
        session = SMTPSession(
            dialect: transport.server.dialect == .lmtp ? .lmtp : .smtp, hostname: "client.example",
            peer: "mx.example:25")
        session.chunking = true
    }

    var relay: String { "mx.example:25" }
    var lanes: Int { session.lanes }
    var recipientLimit: Int? { nil }

    func establish() async throws(SMTPFailure) {
        pump()
        let result: Result<Void, SMTPFailure>
        if let opening { result = opening } else { result = await withCheckedContinuation { established = $0 } }
        if case .failure(let failure) = result { throw failure }
    }

    func deliver(_ envelope: CutEnvelope, gate: ContentGate) async -> TransactionResult {
        let id = nextID
        nextID += 1
        session.submit(
            MailTransaction(
                reversePath: envelope.reversePath, recipients: envelope.recipients, content: transport.content,
                gate: gate), id: id)
        pump()
        if let result = results.removeValue(forKey: id) { return result }
        return await withCheckedContinuation { waiters[id] = $0 }
    }

    func close() async {
        session.quit()
        pump()
        watch?.cancel()
        transport.open -= 1
    }

    /// Does what the session says, and brings the server what it writes.
    private func pump() {
        var isMore = true
        while isMore {
            isMore = false
            while let action = session.nextAction() {
                isMore = true
                perform(action)
            }
            while let output = session.nextOutput() {
                isMore = true
                switch output {
                case .commands(let buffer), .secret(let buffer, _): dialogue.receive(Array(buffer.readableBytesView))
                case .content(let id, let buffer):
                    dialogue.receive(Array(buffer.readableBytesView))
                    session.contentLeft(id)
                }
            }
        }
        deliverSoon()
        watchTime()
    }

    private func perform(_ action: SMTPSession.Action) {
        switch action {
        case .established: conclude(.success(()))
        case .completed(let id, let result):
            if let waiter = waiters.removeValue(forKey: id) {
                waiter.resume(returning: result)
            } else {
                results[id] = result
            }
        case .close: conclude(.failure(session.failure ?? SMTPFailure(.closed, "mx.example:25: closed")))
        case .startTLS: break
        }
    }

    private func conclude(_ result: Result<Void, SMTPFailure>) {
        guard opening == nil else { return }
        opening = result
        established?.resume(returning: result)
        established = nil
    }

    /// What the server said arrives a moment later.
    private func deliverSoon() {
        guard !isDelivering, !session.isOver || session.awaited != nil, dialogue.isGone || !dialogue.output.isEmpty
        else { return }
        isDelivering = true
        Task(executorPreference: transport.executor) { [self] in
            await transport.clock.sleep(for: Self.latency)
            isDelivering = false
            let bytes = dialogue.takeOutput()
            bytes.withUnsafeBytes { session.received($0) }
            if dialogue.isGone { session.closed() }
            pump()
        }
    }

    /// A reply has its time, as in RFC 5321, 4.5.3.2.
    private func watchTime() {
        watch?.cancel()
        watch = nil
        guard !isDelivering, let awaited = session.awaited else { return }
        let limit = Timeouts()[awaited]
        let count = session.answeredCount
        watch = Task(executorPreference: transport.executor) { [self] in
            await transport.clock.sleep(for: limit)
            guard !Task.isCancelled, session.answeredCount == count, !isDelivering else { return }
            session.timedOut(after: limit)
            pump()
        }
    }
}
