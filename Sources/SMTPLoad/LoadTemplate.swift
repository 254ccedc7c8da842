import SMTPProtocol

/// A message of which the number in its Message-ID and the date are written over for each transaction.
///
/// Both stand in its first lines, so that their places are the same before and after dot-stuffing.
struct LoadTemplate {
    /// Digits of a number.
    static let width = 10
    /// As long as every date of this and the following centuries.
    private static let date = "Thu, 01 Jan 1970 00:00:00 +0000"

    let content: EncodedContent
    /// Where the digits begin.
    let number: Int
    /// Where the date begins; nil where the message has one of its own.
    let date: Int?

    /// - Parameters:
    ///   - message: header and body; lines end in LF or CRLF.
    ///   - identity: what stands before the number in the Message-ID.
    init(_ message: [UInt8], identity: String, fields: [LoadMail.Field]) throws(ContentFailure) {
        let lines = Self.lines(message)
        let replaced = Set(fields.map { $0.name.lowercased() })
        var kept: [ArraySlice<UInt8>] = []
        var hasDate = replaced.contains("date")
        var isKept = true
        var body = lines.count
        for (index, line) in lines.enumerated() {
            if line.isEmpty {
                body = index + 1
                break
            }
            if line.first != 0x20, line.first != 0x09 {
                guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
                    // No header at all, or one that ends without an empty line.
                    body = index
                    break
                }
                let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
                isKept = name != "message-id" && !replaced.contains(name)
                hasDate = hasDate || name == "date"
            }
            if isKept { kept.append(line) }
        }
        let head = Self.head(identity, hasDate: hasDate, fields)
        var octets = head.octets
        octets.reserveCapacity(message.count + head.octets.count + lines.count)
        for line in kept { octets += line + [0x0D, 0x0A] }
        octets += [0x0D, 0x0A]
        for (index, line) in lines[body...].enumerated() {
            if index > 0 { octets += [0x0D, 0x0A] }
            octets += line
        }
        content = try EncodedContent(octets)
        (number, date) = (head.number, head.date)
    }

    /// A made-up message of so many octets, or a few more when the header alone is longer.
    init(size: Int, from sender: String, identity: String, fields: [LoadMail.Field]) throws(ContentFailure) {
        let replaced = Set(fields.map { $0.name.lowercased() })
        let head = Self.head(identity, hasDate: replaced.contains("date"), fields)
        var octets = head.octets
        octets.reserveCapacity(size + 256)
        for (name, value) in [
            ("From", "<\(sender)>"), ("To", "<\(sender)>"), ("Subject", "fanmail bench"), ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=us-ascii"),
        ] where !replaced.contains(name.lowercased()) {
            octets += Array("\(name): \(value)\r\n".utf8)
        }
        octets += [0x0D, 0x0A]
        FillerText.append(to: &octets, upTo: size)
        content = try EncodedContent(octets)
        (number, date) = (head.number, head.date)
    }

    private static func head(
        _ identity: String, hasDate: Bool, _ fields: [LoadMail.Field]
    ) -> (octets: [UInt8], number: Int, date: Int?) {
        var octets = Array("Message-ID: <\(identity)".utf8)
        let number = octets.count
        octets += Array(String(repeating: "0", count: width).utf8) + Array("@bench.example>\r\n".utf8)
        var place: Int?
        if !hasDate {
            octets += Array("Date: ".utf8)
            place = octets.count
            octets += Array("\(date)\r\n".utf8)
        }
        for field in fields where field.name.lowercased() != "message-id" {
            octets += Array("\(field.name): \(field.value)\r\n".utf8)
        }
        return (octets, number, place)
    }

    /// Without their ends; an mbox's first line is none.
    private static func lines(_ message: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines = message.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.last == 0x0D ? line.dropLast() : line
        }
        if lines.first?.starts(with: Array("From ".utf8)) == true { lines.removeFirst() }
        return lines
    }
}
