// Makes a list with two subscribers, and sends them a letter.
//
//     swift run ListInProgram smtp://127.0.0.1:2525 fanmail.db
import Fanmail
import FanmailDelivery
import SMTPClient

let arguments = CommandLine.arguments.dropFirst()
let url = arguments.first ?? "smtp://127.0.0.1:25"
let database = arguments.dropFirst().first ?? "fanmail.db"

let office = try PostOffice(database: database, settings: MailingSettings(relay: Relay(url)), create: true)
try office.apply(
    list: """
        name = "announce"
        address = "announce@lists.example"
        owner = "ada@lists.example"
        """)
try office.subscribe("ken@example.org", name: "Ken", to: "announce")
try office.subscribe("mei@example.net", to: "announce")

let letter = MailMessage(
    from: "Ada <ada@lists.example>", to: ["announce@lists.example"], subject: "News", text: "Hello, everybody!")
let run = try await office.send(try office.prepare(letter.encoded(), named: "news"))
let totals = await run.report().totals
print("accepted \(totals.accepted), refused \(totals.refused)")
