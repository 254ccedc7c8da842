import FanmailBasics
import FanmailMIME
import FanmailTerminal
import Foundation
import SMTPCore
import SMTPLoad
import SMTPProtocol
import SubscriberFiles

/// Addresses and messages that a scenario takes from files. They are held in memory, so that nothing waits for the disk.
enum ScenarioSource {
    private static let mostAddresses = 1_000_000
    private static let mostMessages = 100_000
    /// Octets of all messages of one source.
    private static let limit = 512 << 20

    /// - Parameters:
    ///   - column: the heading of the column; nil finds out.
    ///   - failure: says where the scenario names the file.
    static func addresses(
        _ path: String, column: String?, failure: (String) -> InputFailure
    ) throws -> [String] {
        var knowledge = FileKnowledge()
        if let column { knowledge.options[column] = .address }
        var addresses: [String] = []
        do {
            let (source, _) = try ByteSource(path: path).decoded { _ in }
            var reader = try SubscriberReader(source, knowledge)
            var scanner = AddressScanner()
            while let row = try reader.next() {
                let reason = row.problem?.reason ?? scanner.scan(row.address)?.reason
                if let reason { throw InputFailure(.input, "\(path):\(row.line)", reason) }
                addresses.append(String(decoding: scanner.address, as: UTF8.self))
                guard addresses.count <= mostAddresses else {
                    throw failure("names a file of more than \(mostAddresses) addresses")
                }
            }
        } catch let error as InputFailure {
            // The scenario's line leads there.
            throw failure("cannot be used: \(error.explanation.description)")
        }
        guard !addresses.isEmpty else { throw failure("names a file without addresses") }
        return addresses
    }

    /// - Parameter withMoments: also when each came; all of them have to say it.
    static func messages(
        _ path: String, withMoments: Bool, failure: (String) -> InputFailure
    ) throws -> ScenarioMessages {
        var contents: [EncodedContent] = []
        var moments: [Double] = []
        var octets = 0
        func add(_ bytes: ArraySlice<UInt8>, _ place: String, from line: ArraySlice<UInt8>? = nil) throws {
            octets += bytes.count
            guard octets <= limit, contents.count < mostMessages else {
                throw failure("holds more than \(mostMessages) messages, or more than \(limit >> 20) MiB")
            }
            let message = wire(bytes, isMbox: line != nil)
            do { contents.append(try EncodedContent(message)) } catch {
                throw failure("cannot be used: \(place): \(error)")
            }
            guard withMoments else { return }
            guard let moment = line.flatMap(envelopeMoment) ?? headerMoment(message) else {
                throw failure(
                    "cannot be replayed: \(place) does not say when it came, by a From line, Received or Date")
            }
            moments.append(Double(moment.milliseconds) / 1000)
        }
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            for file in try maildir(path, failure) { try add(try read(file, failure)[...], file) }
        } else {
            let bytes = try read(path, failure)
            if let start = Mbox.start(of: bytes) {
                for (number, range) in Mbox.messages(in: bytes[start...]).enumerated() {
                    let before = bytes[..<max(start, range.lowerBound - 1)]
                    let line = bytes[((before.lastIndex(of: 0x0A) ?? before.startIndex - 1) + 1)..<range.lowerBound]
                    try add(bytes[range], "message \(number + 1) of \(path)", from: line)
                }
            } else {
                try add(bytes[...], path)
            }
        }
        guard !contents.isEmpty else { throw failure("names \(path), where there are no messages") }
        return withMoments ? ScenarioMessages(contents, moments: moments) : ScenarioMessages(contents)
    }

    /// The messages of a Maildir, seen or not, in the order of their names.
    private static func maildir(_ path: String, _ failure: (String) -> InputFailure) throws -> [String] {
        var files: [(name: String, path: String)] = []
        var isMaildir = false
        for folder in ["cur", "new"] {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)") else {
                continue
            }
            isMaildir = true
            files += names.filter { !$0.hasPrefix(".") }.map { ($0, "\(path)/\(folder)/\($0)") }
        }
        guard isMaildir else { throw failure("names \(path), which is no Maildir: it has neither cur nor new") }
        return files.sorted { $0.name < $1.name }.map(\.path)
    }

    private static func read(_ path: String, _ failure: (String) -> InputFailure) throws -> [UInt8] {
        let bytes: [UInt8]
        do { bytes = try InputFile(path).read(upTo: limit + 1) } catch {
            throw failure("cannot be used: \(path): \(error.reason)")
        }
        guard bytes.count <= limit else { throw failure("names a file of more than \(limit >> 20) MiB") }
        return bytes
    }

    /// As it goes over the wire: lines end in CRLF; of an mbox without one > before From, and its last empty line.
    static func wire(_ bytes: ArraySlice<UInt8>, isMbox: Bool) -> [UInt8] {
        var message: [UInt8] = []
        message.reserveCapacity(bytes.count + bytes.count / 32)
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let end = bytes[at...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.endIndex
            var line = bytes[at..<end]
            if isMbox, line.first == UInt8(ascii: ">"),
                line.drop(while: { $0 == UInt8(ascii: ">") }).starts(with: "From ".utf8)
            {
                line = line.dropFirst()
            }
            message += line
            message += [0x0D, 0x0A]
            at = end
            if at < bytes.endIndex { at += bytes[at...].starts(with: [0x0D, 0x0A]) ? 2 : 1 }
        }
        let blank: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
        if isMbox, message.suffix(4).elementsEqual(blank) { message.removeLast(2) }
        return message
    }

    /// Of `From ada@example.org Thu Nov 27 08:00:00 2026`, which is UTC (RFC 4155).
    static func envelopeMoment(_ line: ArraySlice<UInt8>) -> Timestamp? {
        let words = String(decoding: line, as: UTF8.self).split { $0.isWhitespace }
        guard words.count >= 7 else { return nil }
        let date = words.suffix(4)
        let (month, day) = (date[date.startIndex], date[date.startIndex + 1])
        return RFC5322Date("\(day) \(month) \(date[date.startIndex + 3]) \(date[date.startIndex + 2]) +0000")?.timestamp
    }

    /// When the last server took it, or else when it was written.
    static func headerMoment(_ message: [UInt8]) -> Timestamp? {
        guard let header = try? HeaderSection(received: message) else { return nil }
        if let received = header.fields.first(where: { $0.isNamed("Received") }),
            let mark = received.value.lastIndex(of: ";"),
            let date = RFC5322Date(
                String(received.value[received.value.index(after: mark)...]).trimmingCharacters(in: .whitespaces))
        {
            return date.timestamp
        }
        return header.fields.first { $0.isNamed("Date") }.flatMap { RFC5322Date($0.value)?.timestamp }
    }
}
