// A transport of your own: mail goes wherever `send` takes it.
//
//     swift run OwnTransport
import SMTPClient
import SMTPCore
import SMTPProtocol

/// Prints instead of sending, and refuses one domain.
struct Printing: Transport {
    let peer = "standard output"

    func send(_ transaction: MailTransaction) async -> TransactionResult {
        var result = TransactionResult.accepted("printed")
        for index in 0..<transaction.recipients.count {
            let address = transaction.recipients.address(at: index)
            guard address.hasSuffix("@example.net") else {
                print("> \(address)")
                continue
            }
            let reply = Reply(code: 550, status: EnhancedStatusCode(5, 7, 1), text: "nothing for this domain")
            result.exceptions.append(.init(index: index, reply: reply))
        }
        print(String(decoding: transaction.content.bytes, as: UTF8.self))
        return result
    }
}

let hello = MailMessage(
    from: "Ada <ada@lists.example>", to: ["ken@example.org", "mei@example.net"], subject: "Hello", text: "Hello!")
for outcome in try await Printing().send(hello) { print(outcome) }
