/// Something that `doctor` looked at.
struct DoctorFinding {
    enum Level: String {
        case good
        /// Works, and may be held against the sender.
        case warning
        /// Does not work, or mail is refused because of it.
        case bad
        /// Could not be looked at.
        case unknown
    }

    enum Area: String {
        case database, config, relay, lists, dns
    }

    let area: Area
    /// A file, a server, a domain, an address.
    let subject: String
    let level: Level
    let text: String
    /// What to do; nil when nothing has to be done.
    var remedy: String?

    init(_ area: Area, _ subject: String, _ level: Level, _ text: String, _ remedy: String? = nil) {
        self.area = area
        self.subject = subject
        self.level = level
        self.text = text
        self.remedy = remedy
    }

    var json: JSONValue {
        .object([
            ("area", .string(area.rawValue)), ("subject", .string(subject)), ("level", .string(level.rawValue)),
            ("finding", .string(text)), ("remedy", JSONValue(remedy)),
        ])
    }
}
