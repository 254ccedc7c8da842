import Foundation
import Yams

/// What stands between the two `---` lines at the top of a letter: plain YAML values.
struct FrontMatter {
    private(set) var values: [String: (text: String, line: Int)] = [:]
    private(set) var attachments: [String] = []
    private(set) var defaults: [String: String] = [:]
    /// Header fields of the author's own, in their order.
    private(set) var headers: [(name: String, text: String, line: Int)] = []
    let body: String
    /// The line on which the body begins, from 1.
    let bodyLine: Int

    private static let plainKeys = [
        "subject", "from", "list", "reply-to", "preheader", "language", "direction", "layout",
    ]
    private static let keys = plainKeys + ["attachments", "defaults", "headers"]
    /// In octets.
    private static let largest = 64 << 10

    subscript(key: String) -> String? { values[key]?.text }

    func line(_ key: String) -> Int { values[key]?.line ?? 1 }

    /// Where the body says so first.
    func line(of text: String) -> Int? {
        let body = Array(body.utf8)
        let names = [text, text.removingPercentEncoding ?? text, text.replacingOctets("&", with: "&amp;")]
        return names.lazy.compactMap { body.firstRange(of: Array($0.utf8)) }.first.map { found in
            bodyLine + body[..<found.lowerBound].count { $0 == 0x0A }
        }
    }

    /// - Parameter report: throws what is wrong with a key, or keeps it.
    init(
        _ text: String, file: String, report: (CompositionFailure) throws(CompositionFailure) -> Void
    ) throws(CompositionFailure) {
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { Substring($0) }
        func isFence(_ line: Substring) -> Bool {
            line.utf8.starts(with: "---".utf8) && line.utf8.dropFirst(3).allSatisfy(\.isMarkupSpace)
        }
        guard let first = lines.first, isFence(first) else {
            throw CompositionFailure(
                line: 1,
                "\(file): a letter begins with its front matter: a line ---, lines such as subject: Hello, a line ---")
        }
        guard let end = lines.dropFirst().firstIndex(where: isFence) else {
            throw CompositionFailure(line: 1, "\(file): the front matter is not closed; end it with a line ---")
        }
        body = lines[(end + 1)...].joined(separator: "\n")
        bodyLine = end + 2
        for (offset, line) in lines[1..<end].enumerated() { try Self.check(line, file, offset + 2) }
        let source = lines[1..<end].joined(separator: "\n")
        guard source.utf8.count <= Self.largest, source.utf8.count(where: { $0 == 0x5B || $0 == 0x7B }) <= 64 else {
            throw CompositionFailure(
                line: 1, "\(file): the front matter is larger than 64 KiB or too deeply nested; shorten it")
        }
        guard !source.allSatisfy(\.isWhitespace) else { return }
        let root: Node?
        do {
            root = try Yams.compose(yaml: source)
        } catch let error as YamlError {
            throw Self.failure(error, file)
        } catch {
            throw CompositionFailure(
                line: 2, "\(file): the front matter is not YAML; write lines such as subject: Hello")
        }
        guard let mapping = root?.mapping else {
            throw CompositionFailure(
                line: 2, "\(file): the front matter has no keys; write lines such as subject: Hello")
        }
        for (key, value) in mapping {
            do throws(CompositionFailure) { try take(key, value, file) } catch { try report(error) }
        }
    }

    /// Anchors, aliases and tags are more than a letter needs, and a way to make a small file large.
    private static func check(_ line: Substring, _ file: String, _ number: Int) throws(CompositionFailure) {
        var value = line.utf8.drop { $0 == 0x20 }
        var depth = 0
        while value.starts(with: "- ".utf8) {
            value = value.dropFirst(2).drop { $0 == 0x20 }
            depth += 1
        }
        if let colon = value.firstIndex(of: UInt8(ascii: ":")), value.first != 0x22, value.first != 0x27 {
            value = value[value.index(after: colon)...].drop { $0 == 0x20 }
        }
        guard depth <= 8, !"&*!".utf8.contains(value.first ?? 0x20) else {
            throw CompositionFailure(
                line: number,
                "\(file): front matter takes plain values, without anchors, aliases and tags; put the text in quotes")
        }
    }

    private static func failure(_ error: YamlError, _ file: String) -> CompositionFailure {
        let remedy = "put a value with : or # in quotes"
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return CompositionFailure(line: mark.line + 1, "\(file): \(problem); \(remedy)")
        default: return CompositionFailure(line: 2, "\(file): the front matter is not YAML; \(remedy)")
        }
    }

    private mutating func take(_ key: Node, _ value: Node, _ file: String) throws(CompositionFailure) {
        let name = key.scalar?.string ?? ""
        let line = (key.mark?.line ?? 1) + 1
        switch name {
        case "attachments":
            let names = value.sequence.map { $0.map { $0.scalar?.string } } ?? [value.scalar?.string]
            guard names.count <= 50, names.allSatisfy({ !($0 ?? "").isEmpty }) else {
                throw CompositionFailure(
                    line: line, "\(file): attachments takes the names of at most 50 files, one a line after -")
            }
            attachments = names.compactMap(\.self)
        case "defaults":
            guard let mapping = value.mapping else {
                throw CompositionFailure(line: line, "\(file): defaults takes lines such as attributes.city: your town")
            }
            for (key, value) in mapping {
                guard let key = key.scalar?.string, let text = value.scalar?.string else {
                    throw CompositionFailure(line: line, "\(file): a default is one plain text")
                }
                defaults[key] = text
            }
        case "headers":
            guard let mapping = value.mapping else {
                throw CompositionFailure(line: line, "\(file): headers takes lines such as X-Campaign: autumn")
            }
            for (key, value) in mapping {
                let place = (key.mark?.line ?? line - 1) + 1
                guard let name = key.scalar?.string, let text = value.scalar?.string else {
                    throw CompositionFailure(
                        line: place, "\(file): a header field is one plain text; put it in quotes")
                }
                headers.append((name, text, place))
            }
        case let name where Self.plainKeys.contains(name):
            guard let text = value.scalar?.string else {
                throw CompositionFailure(line: line, "\(file): \(name) takes one plain text; put it in quotes")
            }
            values[name] = (text, line)
        default:
            throw CompositionFailure(
                line: line, "\(file): unknown key \(name); a letter knows \(Self.keys.joined(separator: ", "))")
        }
    }
}
