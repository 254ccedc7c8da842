import SMTPCore
import SMTPProtocol

/// The keywords of an EHLO reply by bytes alone: lines end at LF, words at a space, letters are ASCII.
private func keywords(_ text: String) -> Set<String> {
    var words: Set<String> = []
    for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).dropFirst() {
        guard let word = line.split(separator: 0x20).first else { continue }
        words.insert(String(decoding: word.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self))
    }
    return words
}

/// The input is the EHLO reply as it comes over the wire.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCapabilities(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var decoder = ReplyDecoder()
    var offset = 0
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    guard case .reply(let reply) = decoder.next(bytes, from: &offset, wantsText: true) else { return 0 }
    let capabilities = Capabilities(reply)
    precondition(capabilities == Capabilities(reply), "the same reply gives something else")

    let expected = keywords(reply.text)
    precondition(capabilities.keywords.count <= expected.count, "keywords out of nothing")
    precondition(capabilities.pipelining == expected.contains("PIPELINING"), "PIPELINING")
    precondition(capabilities.eightBitMIME == expected.contains("8BITMIME"), "8BITMIME")
    precondition(capabilities.enhancedStatusCodes == expected.contains("ENHANCEDSTATUSCODES"), "ENHANCEDSTATUSCODES")
    precondition((capabilities.size != nil) == expected.contains("SIZE"), "SIZE")
    if case .atMost(let octets)? = capabilities.size { precondition(octets > 0, "no message fits a size of \(octets)") }
    let limits = [capabilities.limits.transactions, capabilities.limits.recipients, capabilities.limits.domains]
    for case let limit? in limits {
        precondition(expected.contains("LIMITS"), "a limit nobody set")
        precondition((1...999_999).contains(limit), "a limit of \(limit)")
    }

    // Upper and lower case are the same (RFC 5321, 4.1.1.1).
    let lower = String(decoding: reply.text.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
    let again = Capabilities(Reply(code: reply.code, text: lower))
    precondition(again.pipelining == capabilities.pipelining && again.size == capabilities.size, "case matters")
    precondition(again.limits == capabilities.limits, "case matters to LIMITS")
    return 0
}
