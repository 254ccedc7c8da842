/// A charset, by whichever of its names a message calls it: what mailers mean by that, which may be more than the name
/// says (WHATWG Encoding, 4.2).
enum Charset: Hashable {
    case utf8
    /// Nothing is said, or US-ASCII, which says the same of octets beyond it.
    case unlabelled
    /// Also what calls itself ISO-8859-1.
    case windows1252
    /// By the name that the system's tables have.
    case table(String)
    /// By the name that it gave itself, in lower case.
    case unknown(String)

    init(_ label: String?) {
        // RFC 2231, 5: a language may follow a star. No name is long.
        let label = (label ?? "").prefix { $0 != "*" }.lowercased()
        guard label.utf8.count <= 40 else {
            self = .unknown(label)
            return
        }
        var name = label.replacing("_", with: "-").filter { $0 != " " && $0 != "\"" && $0 != "'" }
        if name.hasPrefix("x-") { name.removeFirst(2) }
        switch name {
        case "utf-8", "utf8", "unicode-1-1-utf-8", "cp65001": self = .utf8
        case "", "us-ascii", "ascii", "ansi-x3.4-1968", "iso646-us", "unknown", "unknown-8bit", "8bit", "default":
            self = .unlabelled
        default:
            switch Self.named[name] ?? Self.numbered(name) {
            case "CP1252": self = .windows1252
            case let table?: self = .table(table)
            case nil: self = .unknown(label)
            }
        }
    }

    private static let named: [String: String] = {
        let names = [
            "CP1252": "latin1 latin-1 l1 iso-latin-1 cp819 ibm819 ansi windows-ansi",
            "CP932": "shift-jis sjis shiftjis windows-31j ms932 ms-kanji cp932 csshiftjis",
            "EUC-JP-MS": "euc-jp eucjp",
            "ISO-2022-JP": "iso-2022-jp csiso2022jp iso-2022-jp-ms cp50220 cp50221",
            "ISO-2022-JP-2": "iso-2022-jp-1 iso-2022-jp-2",
            "ISO-2022-JP-3": "iso-2022-jp-3",
            "GB18030": "gb2312 gb-2312-80 gbk gb18030 cp936 ms936 euc-cn windows-936 csgb2312 cn-gb",
            "BIG5-HKSCS": "big5 big5-hkscs big5hkscs cn-big5 x-big5 csbig5 cp950 windows-950",
            "EUC-TW": "euc-tw",
            "ISO-2022-CN": "iso-2022-cn",
            "UHC": "euc-kr euckr ks-c-5601-1987 ks-c-5601-1989 ksc5601 ksc-5601 cp949 windows-949 uhc korean",
            "ISO-2022-KR": "iso-2022-kr",
            "JOHAB": "johab cp1361",
            "ISO-8859-2": "latin2", "ISO-8859-3": "latin3", "ISO-8859-4": "latin4", "ISO-8859-10": "latin6",
            "ISO-8859-5": "cyrillic", "ISO-8859-6": "arabic iso-8859-6-i iso-8859-6-e asmo-708",
            "ISO-8859-7": "greek greek8 elot-928",
            "ISO-8859-8": "hebrew iso-8859-8-i iso-8859-8-e logical visual",
            "CP1254": "latin5 iso-8859-9 iso8859-9", "ISO-8859-15": "latin9 latin-9",
            "CP874": "windows-874 cp874 tis-620 tis620 iso-8859-11 iso8859-11",
            "KOI8-R": "koi8-r koi8 koi cskoi8r", "KOI8-U": "koi8-u koi8-ru", "KOI8-T": "koi8-t",
            "MACINTOSH": "macintosh mac mac-roman macroman", "MAC-CYRILLIC": "mac-cyrillic mac-ukrainian",
            "MAC-CENTRALEUROPE": "mac-ce mac-centraleurroman", "VISCII": "viscii", "TCVN5712-1": "tcvn tcvn5712-1",
            "UTF-7": "utf-7 unicode-1-1-utf-7", "UTF-16": "utf-16 ucs-2 unicode", "UTF-16LE": "utf-16le ucs-2le",
            "UTF-16BE": "utf-16be ucs-2be", "UTF-32": "utf-32", "UTF-32LE": "utf-32le", "UTF-32BE": "utf-32be",
        ]
        var named: [String: String] = [:]
        for (table, all) in names {
            for name in all.split(separator: " ") { named[String(name)] = table }
        }
        return named
    }()

    private static let ofDOS = [
        437, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 1125,
    ]

    /// One of a family. No other name is handed to the system: of its tables some are for what no mail is written in,
    /// and have not always borne what was not meant for them.
    private static func numbered(_ name: String) -> String? {
        guard let first = name.lastIndex(where: { !$0.isASCII || !$0.isNumber }),
            let number = Int(name[name.index(after: first)...])
        else { return nil }
        switch name[...first] {
        case "iso-8859-", "iso8859-", "8859-", "iso-8859":
            return number == 1 ? "CP1252" : (2...16).contains(number) && number != 12 ? "ISO-8859-\(number)" : nil
        case "windows-", "windows", "win-", "win", "cp", "cp-":
            return (1250...1258).contains(number) || ofDOS.contains(number) ? "CP\(number)" : nil
        case "ibm", "ibm-", "dos-": return ofDOS.contains(number) ? "CP\(number)" : nil
        default: return nil
        }
    }
}
