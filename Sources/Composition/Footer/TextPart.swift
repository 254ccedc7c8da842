import FanmailMIME
import Foundation

/// A text part, decoded, with text added to it, and encoded again.
struct TextPart {
    private static let longestLine = 998
    private let header: [UInt8]
    private let isHTML: Bool
    private let hasMIMEVersion: Bool
    private var charset: String?
    private var content: [UInt8]

    /// nil when the body cannot be decoded.
    init?(_ entity: [UInt8], _ section: HeaderSection, _ fields: EntityFields) {
        let body = entity[section.bodyStart...]
        switch fields.encoding {
        case nil, "7bit", "8bit", "binary": content = Array(body)
        case "quoted-printable": content = TransferDecoding.quotedPrintable(body)
        case "base64":
            guard let data = Data(base64Encoded: Data(body), options: .ignoreUnknownCharacters) else { return nil }
            content = Self.withLineEnds(Array(data))
        default: return nil
        }
        guard !content.contains(0) else { return nil }
        var header: [UInt8] = []
        for field in section.fields where !field.isNamed("Content-Transfer-Encoding") { header += entity[field.range] }
        self.header = header
        isHTML = fields.subtype == "html"
        charset = fields.charset
        hasMIMEVersion = section.has("MIME-Version")
    }

    /// False where it cannot be added: in another charset, or within PGP.
    mutating func add(_ text: String) -> Bool {
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        switch charset {
        case nil, "us-ascii":
            // What claims nothing and is not ASCII could be anything.
            guard isASCII || content.allSatisfy({ $0 < 0x80 }) else { return false }
            if !isASCII { charset = "utf-8" }
        case "utf-8": break
        case let other?:
            guard isASCII, ["iso-8859-", "windows-125", "koi8-"].contains(where: other.hasPrefix) else { return false }
        }
        guard !Self.contains("-----BEGIN PGP ", content) else { return false }
        var lines = Self.withLineEnds(Array(text.utf8))
        if !lines.isEmpty, !lines.elementsEqual("\r\n".utf8), lines.last != 0x0A { lines += [0x0D, 0x0A] }
        if isHTML, let place = Self.lastIndex(ofHTML: "</body", content) {
            content.insert(contentsOf: lines, at: place)
            return true
        }
        if !content.isEmpty, content.last != 0x0A { content += [0x0D, 0x0A] }
        if !isHTML { content += [0x0D, 0x0A] }
        content += lines
        return true
    }

    func encoded(isPart: Bool) -> [UInt8] {
        var output = headerWithCharset()
        let isASCII = content.allSatisfy { $0 < 0x80 }
        guard isASCII || charset != nil else {
            return output + Array("Content-Transfer-Encoding: 8bit\r\n\r\n".utf8) + content
        }
        if isASCII, !hasLongLine { return output + [0x0D, 0x0A] + content }
        if isASCII {
            if !isPart, !hasMIMEVersion { output += Array("MIME-Version: 1.0\r\n".utf8) }
            let text = Data(content).base64EncodedString(options: [
                .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
            ])
            return output + Array("Content-Transfer-Encoding: base64\r\n\r\n\(text)\r\n".utf8)
        }
        let whole = output + Array("Content-Transfer-Encoding: 8bit\r\n\r\n".utf8) + content
        guard let plain = try? SevenBitMessage(whole).octets else { return whole }
        guard isPart, !hasMIMEVersion else { return plain }
        return Array(
            String(decoding: plain, as: UTF8.self).replacing("MIME-Version: 1.0\r\n", with: "", maxReplacements: 1).utf8
        )
    }

    private var hasLongLine: Bool {
        content.split(separator: 0x0A, omittingEmptySubsequences: false).contains { $0.count > Self.longestLine }
    }

    /// The header, whose Content-Type names the charset.
    private func headerWithCharset() -> [UInt8] {
        guard charset == "utf-8" else { return header }
        var text = String(decoding: header, as: UTF8.self)
        guard let section = try? HeaderSection(header), let field = section.first("Content-Type") else {
            return Array((text + "Content-Type: text/plain; charset=utf-8\r\n").utf8)
        }
        let fields = EntityFields(section)
        guard fields.charset != "utf-8" else { return header }
        let whole = String(decoding: header[field.range], as: UTF8.self)
        let named =
            fields.charset == nil
            ? whole.replacing(/\r\n$/, with: "; charset=utf-8\r\n")
            : whole.replacing(/(?i)charset\s*=\s*"?us-ascii"?/, with: "charset=utf-8")
        text = text.replacing(whole, with: named, maxReplacements: 1)
        return Array(text.utf8)
    }

    // MARK: - Octets

    private static func withLineEnds(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 32)
        var last: UInt8 = 0
        for byte in bytes {
            if byte == 0x0A {
                if last != 0x0D { output.append(0x0D) }
            } else if last == 0x0D {
                output.append(0x0A)
            }
            output.append(byte)
            last = byte
        }
        if last == 0x0D { output.append(0x0A) }
        return output
    }

    private static func contains(_ text: String, _ bytes: [UInt8]) -> Bool {
        bytes.firstRange(of: Array(text.utf8)) != nil
    }

    private static func lastIndex(ofHTML text: String, _ bytes: [UInt8]) -> Int? {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return nil }
        return (0...(bytes.count - wanted.count)).reversed().first { start in
            wanted.indices.allSatisfy {
                bytes[start + $0] | ((0x41...0x5A).contains(bytes[start + $0]) ? 0x20 : 0) == wanted[$0]
            }
        }
    }
}
