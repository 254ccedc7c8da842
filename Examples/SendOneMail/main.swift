// Sends a mail to one person, and says what became of it.
//
//     swift run SendOneMail smtp://127.0.0.1:2525
import SMTPClient

let url = CommandLine.arguments.dropFirst().first ?? "smtp://127.0.0.1:25"

let hello = MailMessage(
    from: "Ada <ada@lists.example>", to: ["Ken <ken@example.org>"], subject: "Hello", text: "Hello, Ken!")
let outcomes = try await Relay(url).send(hello)
for outcome in outcomes { print(outcome) }
