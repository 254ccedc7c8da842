import FanmailMIME

/// What a record tells of a message's own header.
struct RecordedFields {
    let messageID: String?
    let subject: String?
    let fields: [MessageField]
    let links: [String]

    /// As far as the header goes in the beginning of a message, of which no more may be there.
    init(_ content: KeptContent, _ configuration: SinkConfiguration) {
        let all = ReceivedEntity(content.beginning).fields
        let named = { (name: String) in all.first { $0.isNamed(name) }?.value }
        messageID = named("Message-ID").map { id in
            let visible = id.utf8.filter { $0 > 0x20 && $0 != 0x7F }
            return String(decoding: visible.prefix(998), as: UTF8.self)
        }
        subject = named("Subject").map { EncodedWord.decode($0) }
        let wanted = configuration.recordedFields
        fields =
            wanted.isEmpty
            ? []
            : all.filter { field in wanted.contains { field.isNamed($0) } }
                .map { MessageField(name: $0.name, value: EncodedWord.decode($0.value)) }
        links = configuration.recordsLinks ? MessageContent(content.bytes).links.map(\.url) : []
    }
}
