import SMTPCore
import Testing

struct MailboxTests {
    @Test(arguments: [
        ("ada@example.org", "ada", "example.org"),
        ("Ada.Lovelace@Example.ORG", "Ada.Lovelace", "example.org"),
        ("postel+lists@example.com", "postel+lists", "example.com"),
        ("!#$%&'*+-/=?^_`{|}~0@x.example", "!#$%&'*+-/=?^_`{|}~0", "x.example"),
        ("-f@example.org", "-f", "example.org"),
        ("root@LocalHost", "root", "localhost"),
        ("a@1.2.example", "a", "1.2.example"),
        ("a@[192.0.2.1]", "a", "[192.0.2.1]"),
        ("a@[IPv6:2001:DB8::1]", "a", "[ipv6:2001:db8::1]"),
        ("\"a\\\"@b\"@example.org", "\"a\\\"@b\"", "example.org"),
        ("\"Ada Lovelace\"@example.org", "\"Ada Lovelace\"", "example.org"),
        ("\" \"@example.org", "\" \"", "example.org"),
        ("\"j\u{F6} rg\"@example.org", "\"j\u{F6} rg\"", "example.org"),
        ("a@xn--bcher-kva.example", "a", "xn--bcher-kva.example"),
        ("a@BÜCHER.example", "a", "xn--bcher-kva.example"),
        ("a@bu\u{308}cher.example", "a", "xn--bcher-kva.example"),
        ("a@例え。テスト", "a", "xn--r8jz45g.xn--zckzah"),
        ("jo\u{308}rg@example.org", "j\u{F6}rg", "example.org"),
        ("用户@例え.テスト", "用户", "xn--r8jz45g.xn--zckzah"),
    ])
    func whatIsAMailboxIsRead(text: String, localPart: String, domain: String) throws {
        let mailbox = try Mailbox(parsing: text)
        #expect(Array(mailbox.localPart.utf8) == Array(localPart.utf8))
        #expect(mailbox.domain == domain)
        #expect(mailbox.address == "\(localPart)@\(domain)")
        #expect(mailbox.needsSMTPUTF8 == !localPart.utf8.allSatisfy { $0 < 0x80 })
        #expect(try Mailbox(parsing: mailbox.address) == mailbox)
    }

    @Test(arguments: [
        ("", "the address is empty"),
        ("ada", "there is no @"),
        ("Ada Lovelace", "there is no @"),
        ("@example.org", "there is nothing before the @"),
        ("ada@", "there is nothing after the @"),
        ("ada@@example.org", "there is more than one @"),
        ("ada@b@example.org", "there is more than one @"),
        (".ada@example.org", "the local-part begins with a dot"),
        ("ada.@example.org", "the local-part ends with a dot"),
        ("a..b@example.org", "the local-part has two dots in a row"),
        ("a b@example.org", "the local-part contains a space"),
        (" ada@example.org", "the local-part contains a space"),
        ("ada@example.org ", "the domain contains a space"),
        ("ada\t@example.org", "the local-part contains a tab"),
        ("ada@example.org\r\nRCPT TO:<eve@example.org>", "the domain contains a line break"),
        ("ada\r\n@example.org", "the local-part contains a line break"),
        ("a\u{0}b@example.org", "the local-part contains a control character (0x00)"),
        ("ada@exa\u{7F}mple.org", "the domain contains a control character (0x7F)"),
        ("<ada@example.org>", "the local-part contains < outside quotes"),
        ("a(b)@example.org", "the local-part contains ( outside quotes"),
        ("ada@exa_mple.org", "the domain contains _"),
        ("ada@example.org>", "the domain contains >"),
        ("ada@example..org", "the domain has an empty label"),
        ("ada@.example.org", "the domain has an empty label"),
        ("ada@example.org.", "the domain has an empty label"),
        ("ada@-example.org", "the domain has a label that begins or ends with a hyphen"),
        ("ada@example-.org", "the domain has a label that begins or ends with a hyphen"),
        ("ada@example", "the domain has only one label"),
        ("ada@192.0.2.1", "the top-level domain is a number"),
        ("ada@[192.0.2]", "the address literal is not a valid IPv4 or IPv6 address"),
        ("ada@[192.0.2.1", "the address literal is not a valid IPv4 or IPv6 address"),
        ("ada@[IPv6:zz]", "the address literal is not a valid IPv4 or IPv6 address"),
        ("ada@[", "the address literal is not a valid IPv4 or IPv6 address"),
        ("\"ada@example.org", "the quoted local-part has no closing quote"),
        ("\"ada\\", "the quoted local-part has no closing quote"),
        ("\"ada\"b@example.org", "the quoted local-part is not followed by @"),
        ("\"ada\"", "the quoted local-part is not followed by @"),
        ("\"\"@example.org", "there is nothing before the @"),
        ("\"a\tb\"@example.org", "the local-part contains a tab"),
        ("\"a b\" @example.org", "the quoted local-part is not followed by @"),
        ("\"a\\\nb\"@example.org", "the local-part contains a line break"),
        ("j\u{F6}rg", "there is no @"),
        ("j\u{F6}rg@b\u{FC}@x.org", "there is more than one @"),
        ("j\u{F6} rg@example.org", "the local-part contains a space"),
        ("j\u{F6}rg\r\n@example.org", "the local-part contains a line break"),
        ("ada\u{200B}@example.org", "the local-part contains an invisible or unassigned character (U+200B)"),
        ("ada\u{202E}@example.org", "the local-part contains an invisible or unassigned character (U+202E)"),
        ("ada\u{85}@example.org", "the local-part contains an invisible or unassigned character (U+0085)"),
        ("ada@b\u{FC} cher.example", "the domain is not a valid internationalised domain name"),
        ("ada@b\u{FC}%2ecom.example", "the domain is not a valid internationalised domain name"),
        ("ada@b\u{FC}cher.example\r\n", "the domain is not a valid internationalised domain name"),
        ("ada@\u{2100}.example", "the domain is not a valid internationalised domain name"),
    ])
    func whatIsNoMailboxIsRefusedWithAReason(text: String, reason: String) {
        #expect(Self.reason(text) == reason)
    }

    private static func reason(_ text: String) -> String? {
        do throws(MailboxSyntaxError) {
            _ = try Mailbox(parsing: text)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test func lengthsAreBounded() {
        let label = String(repeating: "d", count: 63)
        let x = { (count: Int) in String(repeating: "x", count: count) }
        #expect(Self.reason("\(x(64))@example.org") == nil)
        #expect(Self.reason("\(x(65))@example.org") == "the local-part is longer than 64 octets")
        #expect(Self.reason("\"\(x(63))\"@example.org") == "the local-part is longer than 64 octets")
        #expect(Self.reason("a@\(label).example") == nil)
        #expect(Self.reason("a@\(label)d.example") == "the domain has a label longer than 63 octets")
        let longest = "\(x(62))@\(label).\(label).\(label)"
        #expect(longest.utf8.count == 254)
        #expect(Self.reason(longest) == nil)
        #expect(Self.reason("y\(longest)") == "the address is longer than 254 octets")
        #expect(
            Self.reason("\(String(repeating: "ö", count: 33))@example.org") == "the local-part is longer than 64 octets"
        )
        #expect(Self.reason("ö\(x(3000))@example.org") == "the address is longer than 254 octets")
        #expect(Self.reason("ö@\(label).\(label).\(label).\(x(60))") == "the address is longer than 254 octets")
    }

    @Test(arguments: [
        ("Ada@Example.org", "ada@example.org"),
        ("\"Ada\"@example.org", "ada@example.org"),
        ("\"a\\b.c\"@example.org", "ab.c@example.org"),
        ("\"a\\@B\"@example.org", "\"a@b\"@example.org"),
        ("\"a..b\"@example.org", "\"a..b\"@example.org"),
        ("\"A\\ b\"@example.org", "\"a b\"@example.org"),
        ("JÖRG@example.org", "j\u{F6}rg@example.org"),
        ("\"JO\u{308}RG\"@example.org", "j\u{F6}rg@example.org"),
    ])
    func theKeyIsTheSameForEverySpelling(text: String, key: String) throws {
        #expect(Array(try Mailbox(parsing: text).key.utf8) == Array(key.utf8))
    }
}
