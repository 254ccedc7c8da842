import Testing

@testable import FanmailMIME

struct HeaderSectionTests {
    private func section(_ text: String) throws(HeaderFailure) -> HeaderSection { try HeaderSection(Array(text.utf8)) }

    private func failure(_ text: String) -> HeaderFailure? {
        do throws(HeaderFailure) {
            _ = try section(text)
            return nil
        } catch {
            return error
        }
    }

    private func failure(_ bytes: [UInt8]) -> HeaderFailure? {
        do throws(HeaderFailure) {
            _ = try HeaderSection(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func everyLineEnd(end: String) throws {
        let lines = ["From: a@b.example", "Subject:  one", "\ttwo ", "X-Empty:", "", "body", "", "more"]
        let text = lines.joined(separator: end)
        let header = try section(text)
        #expect(header.fields.map(\.name) == ["From", "Subject", "X-Empty"])
        #expect(header.fields.map(\.value) == ["a@b.example", "one\ttwo", ""])
        #expect(header.fields.map(\.line) == [1, 2, 4])
        let bytes = Array(text.utf8)
        #expect(
            String(decoding: bytes[header.bodyStart...], as: UTF8.self) == ["body", "", "more"].joined(separator: end))
        #expect(header.bodyLine == 6)
        #expect(String(decoding: bytes[header.fields[1].range], as: UTF8.self) == "Subject:  one\(end)\ttwo \(end)")
    }

    /// Whatever ends each line, the fields lie side by side from the start to the empty line.
    @Test(arguments: 0..<27)
    func mixedLineEnds(number: Int) throws {
        let ends = ["\n", "\r\n", "\r"]
        let (first, second, third) = (ends[number % 3], ends[number / 3 % 3], ends[number / 9])
        let header = try section("A: 1\(first)B: 2\(second) 3\(third)\r\nbody")
        #expect(header.fields.map(\.value) == ["1", "2 3"])
        #expect(header.fields[0].range.lowerBound == header.start)
        #expect(header.fields[0].range.upperBound == header.fields[1].range.lowerBound)
        #expect(header.fields[1].range.upperBound == header.end)
    }

    @Test(arguments: ["A: 1", "A: 1\n", "A: 1\r\n", "A: 1\n\n", "A: 1\r\n\r\n", "A: 1\r"])
    func aMessageMayEndWithItsHeader(text: String) throws {
        let header = try section(text)
        #expect(header.fields.map(\.value) == ["1"])
        #expect(header.bodyStart == text.utf8.count)
    }

    @Test func noHeaderAtAll() throws {
        let header = try section("\nbody")
        #expect(header.fields.isEmpty)
        #expect(header.bodyStart == 1)
        #expect(try section("").fields.isEmpty)
    }

    @Test func namesAreFoundInAnyCase() throws {
        let header = try section("RECEIVED: 1\nTo: x\nreceived: 2\nReceived : 3\n\n")
        #expect(header.all("Received").map(\.value) == ["1", "2", "3"])
        #expect(header.first("rEcEiVeD")?.value == "1")
        #expect(header.has("TO"))
        #expect(!header.has("T"))
    }

    @Test func theMboxLineIsLeftOut() throws {
        let text = "From ada@example.org Mon Nov 23 09:00:00 2026\nFrom: a@b.example\n\nx"
        let header = try section(text)
        #expect(header.fields.map(\.name) == ["From"])
        #expect(header.fields.map(\.line) == [2])
        #expect(header.start == header.fields[0].range.lowerBound)
    }

    @Test func aBlankBeforeTheColonIsNoMboxLine() throws {
        #expect(try section("From : a@b.example\n\n").fields.map(\.value) == ["a@b.example"])
    }

    @Test func octetsThatAreNotUTF8AreReplacedInTheValueAlone() throws {
        let bytes = Array("Subject: ".utf8) + [0xFF, 0x0A]
        let header = try HeaderSection(bytes)
        #expect(header.fields[0].value == "\u{FFFD}")
        #expect(header.fields[0].range == 0..<bytes.count)
    }

    @Test(arguments: [
        ("From: a\nTo: b\nno colon here\n\n", 3, "no colon"),
        (": value\n\n", 1, "no colon"),
        ("A: 1\nSubject\n : x\n\n", 2, "no colon"),
        ("A: 1\r\nDear reader: hello\r\n", 2, "without spaces"),
        ("A: 1\nSübject: x\n\n", 2, "printable ASCII"),
        (" A: 1\n\n", 1, "continuation"),
        ("From x\n\tA: 1\n\n", 2, "continuation"),
        ("A: 1\nB: 2\u{0}\n\n", 2, "NUL"),
        ("\u{FEFF}A: 1\n\n", 1, "byte order mark"),
    ])
    func whatIsWrongIsNamedWithItsLine(text: String, line: Int, part: String) {
        let found = failure(text)
        #expect(found?.line == line)
        #expect(found?.message.contains(part) == true, "\(found?.message ?? "it was taken")")
    }

    @Test func theNumberOfFieldsIsBounded() throws {
        let most = String(repeating: "A: 1\n", count: HeaderSection.mostFields)
        #expect(try section(most + "\nx").fields.count == HeaderSection.mostFields)
        let found = failure(most + "B: 2\n\nx")
        #expect(found?.line == HeaderSection.mostFields + 1)
        #expect(found?.message.contains("more than 1000 fields") == true)
    }

    @Test func theSizeIsBounded() throws {
        let folded = Array("A: 1\n".utf8) + Array(repeating: Array(" x\n".utf8), count: 349_523).joined()
        #expect(folded.count <= HeaderSection.largest)
        #expect(try HeaderSection(folded + [0x0A]).fields.count == 1)
        #expect(failure(folded + folded)?.message.contains("larger than 1048576") == true)
        let unbroken = Array("A: ".utf8) + Array(repeating: UInt8(ascii: "x"), count: HeaderSection.largest)
        #expect(failure(unbroken)?.line == 1)
    }

    @Test func aLargeBodyIsNotCounted() throws {
        let body = Array(repeating: UInt8(ascii: "x"), count: HeaderSection.largest + 10)
        #expect(try HeaderSection(Array("A: 1\n\n".utf8) + body).bodyStart == 6)
    }
}
