import FanmailMIME
import Testing

struct CharsetTextTests {
    @Test(
        arguments: [
            ("iso-8859-1", [0x47, 0xFC], "Gü"), ("ISO-8859-1", [0x80, 0x81], "€\u{81}"), ("windows-1252", [0x80], "€"),
            ("iso_8859-15", [0xA4], "€"), ("latin2", [0xB1], "ą"), ("x-cp1250", [0x9C], "ś"), ("IBM850", [0x81], "ü"),
            ("cp437", [0x81], "ü"), ("utf-8", [0xC3, 0xBC], "ü"), ("koi8-r", [0xC1], "а"),
            ("x-mac-cyrillic", [0xE0], "а"),
            ("shift_jis", [0x82, 0xA0], "あ"), ("x-sjis", [0x87, 0x40], "①"), ("euc-jp", [0xA4, 0xA2], "あ"),
            ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x24, 0x22, 0x1B, 0x28, 0x42, 0x61], "あa"),
            ("gb2312", [0xC4, 0xE3], "你"),
            ("gbk", [0x81, 0x40], "丂"), ("big5", [0xA7, 0x41], "你"), ("euc-kr", [0xB0, 0xA1], "가"),
            ("ks_c_5601-1987", [0x81, 0x41], "갂"), ("tis-620", [0xA1], "ก"), ("iso-8859-8-i", [0xE0], "א"),
            ("utf-7", Array("a+IKw-".utf8), "a€"), ("utf-16be", [0x20, 0xAC], "€"), ("utf-16le", [0xAC, 0x20], "€"),
            // The high octet first, unless a mark says otherwise.
            ("utf-16", [0x00, 0x48, 0x20, 0xAC], "H€"), ("ucs-2", [0x00, 0x48], "H"), ("unicode", [0x00, 0x48], "H"),
            ("utf-16", [0xFE, 0xFF, 0x00, 0x48], "H"), ("utf-16", [0xFF, 0xFE, 0x48, 0x00], "H"), ("utf-16", [], ""),
            ("utf-32", [0, 0, 0, 0x48], "H"), ("utf-32", [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x48], "H"),
            ("utf-32", [0xFF, 0xFE, 0, 0, 0x48, 0, 0, 0], "H"), ("utf-8", [0xEF, 0xBB, 0xBF, 0x48], "H"),
            (nil, [0xEF, 0xBB, 0xBF, 0x48], "H"),
            // Half of a pair is replaced alone, and half of a unit.
            ("utf-16le", [0x41, 0, 0x3D, 0xD8, 0x48, 0, 0x69, 0], "A\u{FFFD}Hi"),
            ("utf-16be", [0, 0x41, 0], "A\u{FFFD}"),
            ("utf-32le", [0x41, 0, 0, 0, 0, 0xD8, 0, 0, 0x48, 0, 0, 0], "A\u{FFFD}H"), ("tis-620", [0x85], "…"),
            // A letter that an accent may follow is not held back.
            ("windows-1258", [0x61], "a"), ("tcvn", [0x61], "a"),
            // What is none there is replaced, and what follows is read.
            ("utf-8", [0xFF, 0x61], "\u{FFFD}a"), ("shift_jis", [0x82], "\u{FFFD}"),
            ("euc-kr", [0xFF, 0x61], "\u{FFFD}a"),
            // Nothing is said, or nothing that is known: UTF-8 where it is, else each octet a character.
            (nil, [0xC3, 0xBC], "ü"), (nil, [0xFC], "ü"), ("us-ascii", [0xFC, 0x80], "ü€"),
            ("no-such-charset", [0x41], "A"),
            ("no-such-charset", [0xC3, 0xBC], "ü"), ("no-such-charset", [0xFF, 0xFC], "ÿü"), ("", [0x41], "A"),
            ("us-ascii//TRANSLIT", [0x41], "A"), ("gbk//IGNORE", [0xFF], "ÿ"),
            // Of the system's tables those alone that mail is written in.
            ("ibm1364", [0x41], "A"), ("cp037", [0x41], "A"), ("iso-8859-99", [0x41], "A"),
        ] as [(String?, [UInt8], String)])
    func reads(_ charset: String?, _ octets: [UInt8], _ text: String) {
        #expect(CharsetText.decode(octets[...], charset) == text)
    }

    static let charsets = [
        "utf-8", "us-ascii", "iso-8859-1", "iso-8859-16", "windows-1255", "windows-1258", "shift_jis", "euc-jp",
        "iso-2022-jp", "iso-2022-jp-2", "iso-2022-jp-3", "gb18030", "big5", "euc-tw", "iso-2022-cn", "euc-kr",
        "iso-2022-kr", "johab", "utf-7", "utf-16", "utf-32", "tcvn", "viscii", "koi8-u", "no-such-charset",
    ]

    @Test("No octets take the reader with them, in any charset", arguments: charsets)
    func anyOctets(_ charset: String) {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        for length in 0..<300 {
            let octets = (0..<length).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1
                // Escapes among them, by which charsets are shifted.
                let octet = UInt8(truncatingIfNeeded: state >> 56)
                return octet % 16 == 0 ? [0x1B, 0x24, 0x28, 0x0E, 0x0F, 0x4E][Int(octet >> 4) % 6] : octet
            }
            // An octet comes to a character or two at most.
            #expect(CharsetText.decode(octets[...], charset).unicodeScalars.count <= 2 * length + 1)
        }
    }

    @Test(
        "Names of files come in every form",
        arguments: [
            ("attachment; filename=a.txt", "a.txt"), ("attachment; filename=\"a; b.txt\"", "a; b.txt"),
            ("attachment; FILENAME=\"a \\\"b\\\".txt\"", "a \"b\".txt"),
            ("attachment; filename*=iso-8859-1'en'%A3.txt", "£.txt"), ("attachment; filename*=KOI8-R''%C1", "а"),
            ("attachment; filename*=''%C3%BC", "ü"), ("attachment; filename*=no-such-charset''%FC", "ü"),
            ("attachment; filename=\"=?utf-8?q?=C3=BC.txt?=\"", "ü.txt"),
            ("attachment; filename=\"=?gbk?b?xA==?= =?gbk?b?4w==?=\"", "你"),
            ("attachment; filename*0=\"long \"; filename*1=\"name.txt\"", "long name.txt"),
            // A character that begins in one piece and ends in the next; a piece without signs among others.
            ("attachment; filename*0*=utf-8''%E4%BD; filename*1*=%A0; filename*2=\"%41.txt\"", "你%41.txt"),
            ("attachment; filename*1*=%E3.txt; filename*0*=gb2312'zh'%C4", "你.txt"),
            ("attachment; filename*0=\"it's 'a' \"; filename*1*=%62", "it's 'a' b"),
            ("attachment; filename*=utf-8''100%", "100%"), ("attachment", nil),
        ] as [(String, String?)])
    func names(_ field: String, _ name: String?) {
        #expect(FieldParameters(field)["filename"] == name)
        #expect(FieldParameters(field).token == "attachment")
    }
}
