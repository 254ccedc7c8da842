import FanmailBasics
import Testing

@testable import MailingLists

struct TokenTests {
    private let now = Timestamp(milliseconds: 1_800_000_000_000)
    private let key = TokenKey(id: 7, secret: Array(1...32), createdAt: Timestamp(milliseconds: 0))

    @Test(
        "A token is opened as it was sealed, in either case",
        arguments: [1, 255, 65_536, 1 << 40, 1 << 48 - 1], Token.Purpose.allCases)
    func roundTrip(subject: Int64, purpose: Token.Purpose) throws {
        let token = Token(purpose, of: subject, expires: now + .seconds(90))
        let text = token.sealed(with: key)
        #expect(text.utf8.count == Token.length)
        #expect(text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x32...0x37).contains($0) })
        let opened = try Token(opening: text.uppercased(), keys: [TokenKey(id: 3), key], now: now)
        #expect(opened == token && opened.expires >= now + .seconds(90))
    }

    @Test(
        "What stands in mail that is out stays a token, octet for octet",
        arguments: [
            (Token.Purpose.unsubscribe, 9, 0, "a4og5lmw4c3uwbylpyrwqrqx46vvhbm6foc6o"),
            (.bounce, 123_456_789_012, 90, "a5gcrcjimusuyda5l5strcucvn5nj6na6zutu"),
        ] as [(Token.Purpose, Int64, Int, String)])
    func form(purpose: Token.Purpose, subject: Int64, seconds: Int, text: String) {
        #expect(Token(purpose, of: subject, expires: now + .seconds(seconds)).sealed(with: key) == text)
    }

    @Test("Change any octet, and it is no token of ours")
    func forged() throws {
        let text = Array(Token(.confirm, of: 5, expires: now + .seconds(3600)).sealed(with: key).utf8)
        for index in text.indices {
            for other in "abz27".utf8 where other != text[index] {
                var changed = text
                changed[index] = other
                let failure = try #require(throws: TokenFailure.self) {
                    try Token(opening: String(decoding: changed, as: UTF8.self), keys: [key], now: now)
                }
                switch failure {
                case .forged, .unknownKey, .malformed: break
                case .expired: Issue.record("expiry is looked at before the signature, at \(index)")
                }
            }
        }
        #expect(throws: TokenFailure.forged) {
            try Token(
                opening: String(decoding: text, as: UTF8.self),
                keys: [TokenKey(id: 7, secret: Array(2...33), createdAt: now)], now: now)
        }
    }

    @Test("Two tokens of neighbours have nothing in common to see")
    func opaque() {
        let one = Token(.confirm, of: 1, expires: now).sealed(with: key)
        let two = Token(.confirm, of: 2, expires: now).sealed(with: key)
        let same = zip(one.utf8, two.utf8).filter { $0 == $1 }.count
        #expect(same < 12)
    }

    @Test("A token ends with its time, and with its key")
    func ends() throws {
        let text = Token(.unsubscribe, of: 9, expires: now).sealed(with: key)
        #expect(throws: TokenFailure.expired(Token(.unsubscribe, of: 9, expires: now).expires)) {
            try Token(opening: text, keys: [key], now: now + .seconds(60))
        }
        #expect(throws: TokenFailure.unknownKey(7)) { try Token(opening: text, keys: [], now: now) }
    }

    @Test(
        "What is no token is refused",
        arguments: [
            "", "x", String(repeating: "1", count: 37), String(repeating: "é", count: 37), "../../../etc/passwd",
        ])
    func malformed(text: String) {
        #expect(throws: TokenFailure.malformed) { try Token(opening: text, keys: [key], now: now) }
    }
}
