import MailCore

extension SMTPSession {
    /// Makes a message what the server can take.
    ///
    /// - Returns: the refusal, when it cannot be; nothing was written then.
    func fit(_ transaction: inout MailTransaction) -> Reply? {
        guard CommandWriter.isSafe(transaction.reversePath.address.utf8) else {
            return refusal(501, (5, 1, 7), "the reverse-path has control characters")
        }
        if let fault = transaction.dsn?.envelopeIDFault { return refusal(501, (5, 5, 4), fault) }
        if !capabilities.smtpUTF8 {
            if !transaction.reversePath.isASCII {
                return refusal(553, (5, 6, 7), "the reverse-path needs SMTPUTF8, which \(peer) does not offer")
            }
            if transaction.content.has8BitHeader {
                let text = "the header has characters beyond ASCII, and \(peer) does not offer SMTPUTF8"
                return refusal(554, (5, 6, 9), text)
            }
        }
        if transaction.content.is8Bit, !capabilities.eightBitMIME {
            switch transaction.content.sevenBit() {
            case .success(let content): transaction.content = content
            case .failure(let failure):
                let text = "the message is 8-bit, \(peer) does not take that, and \(failure.reason)"
                return refusal(554, (5, 6, 3), text)
            }
        }
        if case .atMost(let size)? = capabilities.size, transaction.content.size > size {
            let text = "the message has \(transaction.content.size) octets and \(peer) takes \(size)"
            return refusal(552, (5, 3, 4), text)
        }
        return nil
    }

    private func refusal(_ code: UInt16, _ status: (UInt8, UInt16, UInt16), _ text: String) -> Reply {
        Reply(code: code, status: EnhancedStatusCode(status.0, status.1, status.2), text: text)
    }
}

extension ReversePath {
    /// Only a server with SMTPUTF8 takes any other.
    var isASCII: Bool {
        guard case .mailbox(let mailbox) = self else { return true }
        return mailbox.localPart.utf8.allSatisfy { $0 < 0x80 } && mailbox.domain.utf8.allSatisfy { $0 < 0x80 }
    }
}
