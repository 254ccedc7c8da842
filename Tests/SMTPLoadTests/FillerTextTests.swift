import Testing

@testable import SMTPLoad

@Suite("Filler text")
struct FillerTextTests {
    @Test("fills a message up to its size, in whole lines", arguments: [0, 1, 2, 3, 77, 78, 79, 80, 156, 157, 70_000])
    func sizes(more: Int) {
        let head = Array("A: b\r\n\r\n".utf8)
        var message = head
        FillerText.append(to: &message, upTo: head.count + more)
        // One octet alone is no line.
        #expect(message.count == head.count + (more == 1 ? 0 : more))
        #expect(message.starts(with: head) && message.suffix(2) == [0x0D, 0x0A])
    }
}
