import SMTPCore
import SMTPProtocol

/// Everything the decoder says about these pieces, up to the first violation, and whether it is between two replies.
private func read(_ pieces: [ArraySlice<UInt8>], wantsText: Bool = true) -> ([ReplyDecoder.Step], isEmpty: Bool) {
    var decoder = ReplyDecoder()
    var steps: [ReplyDecoder.Step] = []
    for piece in pieces {
        var offset = 0
        while offset < piece.count {
            let before = offset
            let step = piece.withUnsafeBytes { decoder.next($0, from: &offset, wantsText: wantsText) }
            precondition(offset <= piece.count, "it read behind the end")
            if step == .incomplete {
                precondition(offset == piece.count, "it left something unread")
                break
            }
            steps.append(step)
            if case .violation = step { return (steps, false) }
            precondition(offset > before, "a reply out of nothing")
        }
    }
    return (steps, decoder.isEmpty)
}

private func check(_ reply: Reply) {
    precondition((200...599).contains(reply.code), "a code of no class")
    // A byte that is not UTF-8 becomes U+FFFD, of three.
    precondition(reply.text.utf8.count <= 3 * ReplyDecoder.longestText, "a text without bound")
    let lineFeeds = reply.text.utf8.count { $0 == 0x0A }
    precondition(lineFeeds < ReplyDecoder.mostLines, "lines without bound")
    if let status = reply.status {
        precondition(UInt16(status.class) == reply.code / 100, "an enhanced code that contradicts the code")
    }
    precondition(isPrintable(reply.summary), "a summary that drives the terminal")
}

private func isPrintable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
}

/// What is left of a step when nobody asked for the text of a 2xx.
private func withoutText(_ step: ReplyDecoder.Step) -> ReplyDecoder.Step {
    guard case .reply(let reply) = step, reply.code < 300 else { return step }
    return .completed(reply.code)
}

/// The first octet says where to cut, the rest is what the server sends.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReplyDecoder(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let seed = input.first else { return 0 }
    let bytes = input.dropFirst()
    let (steps, isEmpty) = read([bytes])
    precondition(steps.count <= bytes.count { $0 == 0x0A } + 1, "more replies than lines")
    for step in steps {
        switch step {
        case .reply(let reply): check(reply)
        case .violation(let why): precondition(why.utf8.count < 1_000 && isPrintable(why), "a violation that harms")
        case .completed, .incomplete: preconditionFailure("not what was asked for")
        }
    }

    let every = bytes.indices.map { bytes[$0...$0] }
    precondition(read(every) == (steps, isEmpty), "byte by byte it reads otherwise")
    if !bytes.isEmpty {
        let place = bytes.startIndex + Int(seed) * bytes.count / 256
        precondition(read([bytes[..<place], bytes[place...]]) == (steps, isEmpty), "cut in two it reads otherwise")
    }
    let bare = read([bytes], wantsText: false)
    precondition(bare.isEmpty == isEmpty, "without text it ends elsewhere")
    precondition(bare.0.map(withoutText) == steps.map(withoutText), "without text it reads otherwise")
    return 0
}
