import Composition
import FanmailBasics
import SMTPSink

/// A message as a line of the list.
struct MessageRow {
    let message: SinkMessage
    let isRead: Bool

    private static let longest = 300

    /// HTML.
    var text: String {
        let header = message.header
        let subject = header.subject.isEmpty ? "(no subject)" : String(header.subject.prefix(Self.longest))
        let attachments = message.content.attachments.count
        let files =
            attachments == 0
            ? ""
            : "<span aria-label=\"\(counted(attachments, "attachment"))\" role=\"img\">\u{1F4CE}\u{FE0E} \(attachments)</span>"
        let to = message.recipients.first.map { String($0.path.prefix(Self.longest)) } ?? "nobody"
        let more = message.recipients.count > 1 ? " and \(message.recipients.count - 1) more" : ""
        return """
            <li id="m\(message.id)" class="\(isRead ? "read" : "unread")"><a href="/message/\(message.id)">\
            <span class="from">\(Self.sender(of: message).isolatedForHTML)</span> \
            <span class="to">to \(to.isolatedForHTML)\(more)</span> \
            <span class="subject">\(subject.isolatedForHTML)</span> \
            <span class="facts">\(files) \(Self.size(message.size)) \(Self.time(message.at))</span></a>\
            <button name="id" value="\(message.id)" aria-label="Delete \(subject.escapedForHTML)" title="Delete">\
            &#xD7;</button></li>
            """
    }

    /// As an inbox shows whom it is from.
    static func sender(of message: SinkMessage) -> String {
        let author = message.header.from.first
        let shown = author.map { $0.name.isEmpty ? $0.address : $0.name } ?? message.reversePath
        return shown.isEmpty ? "(nobody)" : String(shown.prefix(longest))
    }

    /// Octets, or KiB and MiB.
    static func size(_ octets: Int) -> String {
        switch octets {
        case ..<1024: counted(octets, "octet")
        case ..<(1 << 20): "\(octets >> 10) KiB"
        default: "\(octets >> 20) MiB"
        }
    }

    /// HTML.
    static func time(_ time: Timestamp) -> String {
        let text = time.rfc3339
        return "<time datetime=\"\(text)\">\(text.prefix(19).replacing("T", with: " ")) UTC</time>"
    }
}
