import FanmailMIME
import Testing

struct EncodedWordTests {
    @Test(arguments: [
        ("", ""),
        ("plain", "plain"),
        ("=?UTF-8?Q?Zo=C3=AB?=", "Zoë"),
        ("=?utf-8?q?Zo=c3=ab_King?=", "Zoë King"),
        ("=?UTF-8?B?Wm/Dqw==?=", "Zoë"),
        ("=?utf-8?b?Wm/Dqw?=", "Zoë"),
        ("=?ISO-8859-1?Q?Andr=E9?=", "André"),
        ("=?iso-8859-1?B?QW5kcuk=?=", "André"),
        ("=?US-ASCII?Q?Keith_Moore?=", "Keith Moore"),
        ("=?UTF-8*en?Q?a?=", "a"),
        ("=?UTF-8?Q?=3D=3F?=", "=?"),
        ("=?UTF-8?Q??=", ""),
        // Examples of RFC 2047, 8.
        ("(=?ISO-8859-1?Q?a?=)", "(a)"),
        ("(=?ISO-8859-1?Q?a?= b)", "(a b)"),
        ("(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)"),
        ("(=?ISO-8859-1?Q?a?=  \t=?ISO-8859-1?Q?b?=)", "(ab)"),
        ("(=?ISO-8859-1?Q?a_b?=)", "(a b)"),
        ("(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?_b?=)", "(a b)"),
        // Two charsets, and a text in between.
        ("=?ISO-8859-1?Q?=E9?= =?UTF-8?Q?=C3=A9?=", "éé"),
        ("=?UTF-8?Q?a?= x =?UTF-8?Q?b?=", "a x b"),
        ("x  =?UTF-8?Q?a?=  y", "x  a  y"),
        // A character split between two words, as many mailers write it.
        ("=?UTF-8?B?w?= =?UTF-8?Q?=C3?= =?UTF-8?Q?=AB?=", "ë"),
        // In any charset, by whatever name.
        ("=?KOI8-R?Q?=C1?=", "а"),
        ("=?koi8-r?B?8NLJ18XU?=, =?windows-1251?Q?=EC=E8=F0?=", "Привет, мир"),
        ("=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "日本"),
        ("=?iso-2022-jp?B?GyRCRnw=?= =?iso-2022-jp?B?S1wbKEI=?=", "日本"),
        ("=?Shift_JIS?B?k/qWew==?=", "日本"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?ks_c_5601-1987?B?vsiz5w==?=", "안녕"),
        ("=?big5?Q?=A7A=A6n?=", "你好"),
        ("=?iso-8859-1?Q?=80_=93a=94?=", "€ “a”"),
        ("=?us-ascii?Q?Gr=FC=C3?= =?UTF-8?Q?=C3=BC?=", "GrüÃü"),
        ("=?windows-1258?Q?a=CC?=", "à"),
        // A character of several octets split between words, and base64 within a group of digits.
        ("=?gb2312?Q?=C4?= =?GBK?Q?=E3?=", "你"),
        ("=?utf-8?B?5?= =?utf-8?B?pel5pys?=", "日本"),
        ("=?utf-8?B?5p?=\r\n =?utf-8?B?el5pys?=", "日本"),
        ("=?utf-8?B?5pel5p?= =?utf-8?B?ys?=", "日本"),
        ("=?utf-8?B?YQ?= =?utf-8?B?Yg?=", "ab"),
        ("=?utf-8?B?YQ==?= =?utf-8?B?Yg==?=", "ab"),
        // Cut where no bit is over: what follows is no whole group.
        ("=?utf-8?B?YWI?= =?utf-8?B?gYw==?=", "ab c"), ("=?utf-8?B?YWI?= =?utf-8?B?g?=", "ab "),
        // Of a charset that nobody knows what is ASCII or UTF-8 is read, and the rest stays, blanks and all.
        ("=?x-nobody?Q?plain?= =?x-nobody?Q?_text?=", "plain text"),
        ("=?x-nobody?Q?=C3=BC?=", "ü"),
        ("a =?x-nobody?Q?=FF?= =?x-nobody?Q?b?= =?utf-8?Q?c?=", "a =?x-nobody?Q?=FF?= =?x-nobody?Q?b?= c"),
        ("=?utf-8?Q?c?= =?x-nobody?Q?=FF?=", "c =?x-nobody?Q?=FF?="),
        ("=?ibm1364?Q?=FF=0E?=", "=?ibm1364?Q?=FF=0E?="),
        ("=?utf-8//TRANSLIT?Q?=FF?=", "=?utf-8//TRANSLIT?Q?=FF?="),
        ("=??Q?a?=", "=??Q?a?="),
        // What cannot be decoded stays.
        ("=?UTF-8?X?a?=", "=?UTF-8?X?a?="),
        ("=?UTF-8?Q?a b?=", "=?UTF-8?Q?a b?="),
        ("=?UTF-8?Q?=G0?=", "=?UTF-8?Q?=G0?="),
        ("=?UTF-8?Q?=4?=", "=?UTF-8?Q?=4?="),
        ("=?UTF-8?B?*?=", "=?UTF-8?B?*?="),
        ("=?UTF-8?Q?a?", "=?UTF-8?Q?a?"),
        ("=?UTF-8?Q?a", "=?UTF-8?Q?a"),
        ("=?UTF-8?Q?", "=?UTF-8?Q?"),
        ("=?UTF-8?", "=?UTF-8?"),
        ("=?", "=?"),
        ("=?=?UTF-8?Q?a?=", "=?a"),
        ("=?UTF-8?Q?=FF?=", "\u{FFFD}"),
    ])
    func decodes(text: String, expected: String) {
        #expect(EncodedWord.decode(text) == expected)
    }

    @Test(arguments: ["", "plain text", "a = b? yes", "  two  spaces  "])
    func leavesPrintableASCII(text: String) {
        #expect(EncodedWord.encode(text) == text)
    }

    static let texts = [
        "Zoë", "é", "a=?b", "tab\there", "line\r\nbreak: injected", "梅".repeated(100), "x".repeated(200) + "ë",
        "👩‍👩‍👧‍👦".repeated(20), "ü  ü", " ü ", "_=?= ü",
    ]

    @Test(arguments: texts, [0, 9, 40, 70, 400])
    func encodesInShortWordsOfWholeCharacters(text: String, column: Int) {
        let encoded = EncodedWord.encode(text, column: column)
        #expect(encoded.utf8.allSatisfy { $0 < 0x80 })
        let lines = encoded.split(separator: "\r\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let word = number == 0 ? line : line.dropFirst()
            #expect(number == 0 || line.hasPrefix(" "))
            #expect(word.utf8.count <= 75)
            #expect(column > 40 || line.utf8.count + (number == 0 ? column : 0) <= 76)
            #expect(!word.contains(" ") && !word.contains("\t"))
            // Each word stands for itself: none ends within a character.
            #expect(!EncodedWord.decode(String(word)).unicodeScalars.contains("\u{FFFD}"))
        }
        #expect(EncodedWord.decode(encoded.replacing("\r\n", with: "")) == text)
    }

    @Test(arguments: [
        ("News", "News"),
        ("News for everybody", "News for everybody"),
        ("a+b {c}", "a+b {c}"),
        ("Fanmail Inc.", "\"Fanmail Inc.\""),
        ("News <weekly>", "\"News <weekly>\""),
        ("say \"hi\" \\ bye", #""say \"hi\" \\ bye""#),
        ("two  spaces", "\"two  spaces\""),
        (" space", "\" space\""),
        ("Zoë's", "=?UTF-8?Q?Zo=C3=AB=27s?="),
        ("=?UTF-8?Q?x?=", "=?UTF-8?Q?=3D=3FUTF=2D8=3FQ=3Fx=3F=3D?="),
    ])
    func phrases(text: String, expected: String) {
        #expect(EncodedWord.phrase(text) == expected)
    }

    /// A text that only begins words, again and again, is decoded in one pass and stays as it is.
    @Test(.timeLimit(.minutes(10)), arguments: ["=?", "=?a?q?", "=?utf-8?q?", "=?utf-8?q?a", "=?utf-8?b?*?="])
    func aLongTextOfBeginnings(part: String) {
        let text = part.repeated(100_000)
        #expect(EncodedWord.decode(text) == text)
    }

    /// Tables are looked up once each, in whatever order charsets come.
    @Test(.timeLimit(.minutes(10)))
    func aLongTextOfManyCharsets() {
        let names = ["gbk", "big5", "koi8-r", "euc-jp", "iso-8859-7", "windows-1251", "x-nobody", "utf-7"]
        let words = names.map { "=?\($0)?Q?a?= " }.joined()
        #expect(EncodedWord.decode(words.repeated(10_000)) == "a".repeated(80_000) + " ")
    }

    @Test(.timeLimit(.minutes(10)))
    func aLongTextOfWords() {
        #expect(EncodedWord.decode("=?utf-8?q?a?= ".repeated(100_000)) == "a".repeated(100_000) + " ")
    }
}

extension String {
    fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
