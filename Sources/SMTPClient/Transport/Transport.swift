public import SMTPCore
public import SMTPProtocol

/// Where mail transactions go: a server, files, a test's memory, or something of your own.
///
/// ```swift
/// struct Printing: Transport {
///     let peer = "standard output"
///     func send(_ transaction: MailTransaction) async -> TransactionResult {
///         print(String(decoding: transaction.content.bytes, as: UTF8.self))
///         return .accepted("printed")
///     }
/// }
/// ```
/// Whoever has one sends whole messages with ``send(_:from:to:transactionSize:)`` and ``send(_:reversePath:)``.
public protocol Transport: Sendable {
    /// Where it leads, for messages: host and port, a folder.
    var peer: String { get }

    /// Does one mail transaction, and returns when its fate is known. Never throws: a failure is part of the result.
    ///
    /// The content leaves only once the transaction's `gate`, if it has one, is open; `withheld` is the result where it
    /// was closed. Several calls may be under way at once.
    func send(_ transaction: MailTransaction) async -> TransactionResult

    /// Lets transactions that are under way end, and gives back what is held. What is sent later is unsent.
    func shutDown() async
}

extension Transport {
    /// Does nothing: for one that holds nothing.
    public func shutDown() async {}
}

extension SMTPPool: Transport {
    /// The relay's host and port.
    public var peer: String { relay.peer }
}
