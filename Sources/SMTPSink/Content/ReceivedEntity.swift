import FanmailMIME

/// A message or a part that came in: its fields and its body, as far as they go, since nothing of it is trusted.
struct ReceivedEntity {
    let fields: [HeaderSection.Field]
    let entity: EntityFields
    let octets: [UInt8]
    private let bodyStart: Int

    var body: ArraySlice<UInt8> { octets[bodyStart...] }

    init(_ octets: [UInt8]) {
        self.octets = octets
        // A body alone, with no field before it, as a part may have it (RFC 2046, 5.1).
        let bare = octets.first == 0x0A ? 1 : octets.starts(with: [0x0D, 0x0A]) ? 2 : 0
        let header = bare > 0 ? try? HeaderSection([]) : try? HeaderSection(received: octets)
        fields = header?.fields ?? []
        bodyStart = bare > 0 ? bare : header?.bodyStart ?? 0
        entity = header.map { EntityFields($0) } ?? Self.plain
    }

    /// Of what says nothing of itself: text (RFC 2045, 5.2).
    private static let plain: EntityFields = {
        do throws(HeaderFailure) { return EntityFields(try HeaderSection([])) } catch {
            preconditionFailure("\(error)")
        }
    }()

    /// The first field of a name.
    func value(_ name: String) -> String? { fields.first { $0.isNamed(name) }?.value }
}
