import Foundation
import Testing

@testable import FanmailBasics
@testable import SubscriberFiles

struct PackedFileTests {
    /// `email,name` and two rows, packed by gzip(1).
    private static let packed: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4B, 0xCD, 0x4D, 0xCC, 0xCC, 0xD1, 0xC9, 0x4B,
        0xCC, 0x4D, 0xE5, 0x4A, 0x74, 0xA8, 0xD0, 0x73, 0x4C, 0x49, 0xE4, 0x4A, 0x02, 0xD2, 0x4E, 0xF9, 0x49, 0x5C,
        0x00, 0xAD, 0x48, 0x01, 0xA7, 0x1B, 0x00, 0x00, 0x00,
    ]
    private static let plain = "email,name\na@x.Ada\nb@x.Bob\n"

    private func source(_ bytes: [UInt8], chunk: Int) -> ByteSource {
        var rest = bytes[...]
        return ByteSource(name: "people.csv.gz") { buffer in
            let part = rest.prefix(min(chunk, buffer.count))
            buffer.copyBytes(from: part)
            rest = rest.dropFirst(part.count)
            return part.count
        }
    }

    private func text(
        _ bytes: [UInt8], chunk: Int, guessed: ((TextEncoding) -> Void)? = nil
    ) throws(InputFailure) -> String {
        let source = try source(bytes, chunk: chunk).decoded(guessed: guessed).source
        var all: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 7, alignment: 1)
        defer { buffer.deallocate() }
        while true {
            let count = try source.read(into: buffer)
            if count == 0 { return String(decoding: all, as: UTF8.self) }
            all += buffer[..<count]
        }
    }

    @Test("A file packed with gzip is unpacked, however it comes", arguments: [1, 2, 3, 64, 4096])
    func gzip(chunk: Int) throws {
        #expect(try text(Self.packed, chunk: chunk) == Self.plain)
        #expect(try text(Self.packed + Self.packed, chunk: chunk) == Self.plain + Self.plain)
    }

    @Test("A packed file that is cut short or damaged is refused with a clear line")
    func damaged() throws {
        for length in 3..<Self.packed.count {
            let failure = #expect(throws: InputFailure.self) { try text(Array(Self.packed[..<length]), chunk: 64) }
            #expect(failure?.description.contains("cut short") == true, "\(length)")
        }
        var damaged = Self.packed
        damaged[14] ^= 0x55
        let failure = #expect(throws: InputFailure.self) { try text(damaged, chunk: 64) }
        #expect(failure?.description.contains("people.csv.gz") == true)
    }

    @Test("What is not UTF-8 is read as Windows-1252 and told, once", arguments: [1, 2, 3, 5, 4096])
    func western(chunk: Int) throws {
        var told: [TextEncoding] = []
        let western: [UInt8] =
            Array("email,name\na@x,Zo".utf8) + [0xEB] + Array("\nb@x,Bj".utf8) + [0xF6] + Array("rn".utf8)
        #expect(try text(western, chunk: chunk) { told.append($0) } == "email,name\na@x,Zoë\nb@x,Björn")
        #expect(told == [.windows1252])
    }

    private static let mixed: [UInt8] =
        Array("email,name\na@x,Zo".utf8) + [0xEB] + Array("\nb@x,Bj\u{F6}rn\nc@x,\u{6885}\n".utf8)

    @Test("One octet of Latin-1 within UTF-8 does not make the file Latin-1", arguments: [1, 2, 3, 5, 4096])
    func mostlyUTF8(chunk: Int) throws {
        let text = try text(Self.mixed, chunk: chunk) { _ in Issue.record("taken for another encoding") }
        #expect(text == "email,name\na@x,Zo\u{FFFD}\nb@x,Bj\u{F6}rn\nc@x,\u{6885}\n")
    }

    @Test("Of a file the whole is judged, however far apart its characters are")
    func farApart() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("mixed-\(UUID().uuidString).csv").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let filling = String(repeating: "someone@example.org\n", count: 150_000)
        let bytes = [UInt8]([0x5A, 0xEB, 0x0A]) + Array(filling.utf8) + Array("z\u{F6}@x\n".utf8)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let source = try ByteSource(path: path).decoded { _ in Issue.record("taken for another encoding") }.source
        var count = 0
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { buffer.deallocate() }
        while true {
            let read = try source.read(into: buffer)
            if read == 0 { break }
            count += read
        }
        #expect(count == bytes.count)
    }

    @Test("UTF-8 stays as it is, whatever comes behind its first letter", arguments: [1, 2, 3, 5, 4096])
    func utf8(chunk: Int) throws {
        for plain in ["email\nzoë@x", "\u{FEFF}email\n梅@x\nzoë", "email\na@x,\u{1F4EE}", "ascii", ""] {
            #expect(
                try text(Array(plain.utf8), chunk: chunk) { _ in Issue.record("taken for another encoding") }
                    == plain)
        }
        #expect(try text([0x61, 0xC3], chunk: chunk) { _ in } == "aÃ")
    }
}
