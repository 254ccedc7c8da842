import SMTPCore

extension FailureRemark {
    /// As a server writes it: `550 5.1.1 No such user`.
    package var line: String {
        ReplyLine.text(code: code.map { Int($0) }, status: status?.description, text: text)
    }

    /// A reply as a server writes it, or words without a code: `550 5.1.1 No such user`.
    init(line: String, server: String? = nil) {
        var (code, status): (UInt16?, EnhancedStatusCode?)
        var rest = Substring(line)
        if let number = UInt16(rest.prefix(3)), (200...599).contains(number),
            rest.count == 3 || rest.dropFirst(3).first == " "
        {
            code = number
            rest = rest.dropFirst(4)
        }
        let word = rest.prefix { $0 != " " }
        if let found = EnhancedStatusCode(word) {
            status = found
            rest = rest.dropFirst(word.count + 1)
        }
        self.init(code: code, status: status, text: String(rest), server: server)
    }
}
