import ListStore
import SMTPClient
import SMTPCore
import SubscriberFiles

@testable import Fanmail

extension StoreFolder {
    /// Of a folder of templates that need not be there.
    var writer: NoticeWriter { NoticeWriter(store: store, letters: LetterReader(templates: path("templates"))) }

    /// - Parameter transport: nil where there is no relay, so that notices wait.
    func post(transport: RecordingTransport?) -> NoticePost {
        let store = store
        return NoticePost(
            writer: writer, relay: { _ in transport?.peer },
            office: { _ in
                var settings = MailingSettings(relay: try Relay("smtp://127.0.0.1:1"))
                settings.transport = transport
                return PostOffice(store: store, settings: settings)
            })
    }

    /// Nobody is to mail the address any more.
    func suppress(_ address: String) throws {
        let form = SuppressedForm(try Mailbox(parsing: address))
        _ = try store.suppress([SuppressionRecord(form: form, reason: "test", source: nil)])
    }
}
