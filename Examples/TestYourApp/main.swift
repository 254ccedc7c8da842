// An app that sends mail, tried against a server in the same process: nothing leaves the machine.
//
//     swift run TestYourApp
import SMTPClient
import SMTPCore
import SMTPSink
import Synchronization

/// The app. It does not know what it is given.
struct SignUp {
    let mail: any Transport

    func welcome(_ address: String) async throws -> Bool {
        let message = MailMessage(
            from: "Ada <ada@lists.example>", to: [MailAddress(address)], subject: "Welcome", text: "Welcome!")
        return try await mail.send(message).allSatisfy(\.isAccepted)
    }
}

/// What came.
final class Inbox: Sendable {
    private let copies = Mutex<[RecordedCopy]>([])
    var recipients: [String] { copies.withLock { $0.map(\.forwardPath) } }
    func add(_ more: [RecordedCopy]) { copies.withLock { $0 += more } }
}

let inbox = Inbox()
var configuration = SinkConfiguration()
configuration.recorder = { inbox.add($0) }
// One of two recipients is refused: does the app bear it?
var fault = Fault(at: .rcpt)
fault.pattern = "gone@example.org"
fault.reply = Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "no such user")
configuration.faults.faults = [fault]
let sink = try await SinkServer.start(configuration)

let pool = SMTPPool(relay: try Relay("smtp://127.0.0.1:\(sink.port)"))
let app = SignUp(mail: pool)
print("ken:", try await app.welcome("ken@example.org") ? "welcomed" : "not reached")
print("gone:", try await app.welcome("gone@example.org") ? "welcomed" : "not reached")
await pool.shutDown()
await sink.stop()
print("came:", inbox.recipients.joined(separator: ", "))
