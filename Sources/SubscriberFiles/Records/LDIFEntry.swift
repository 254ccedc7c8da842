import Foundation
import MailingLists

/// An entry of a directory, out of the lines of LDIF (RFC 2849) that are unfolded already.
enum LDIFEntry {
    /// By the names of their attributes in lower case; a note tells what of it is not kept.
    case person([String: Attribute], note: String?)
    /// A unit, a group, or the words of a search around its entries.
    case nobody
    case problem(String)

    /// What a directory keeps for itself, and what is no fact about a person.
    private static let unwanted: Set<String> = [
        "dn", "version", "objectclass", "structuralobjectclass", "entryuuid", "entrydn", "entrycsn", "creatorsname",
        "modifiersname", "createtimestamp", "modifytimestamp", "subschemasubentry", "hassubordinates", "contextcsn",
        "memberof", "objectguid", "objectsid", "usercertificate", "usersmimecertificate", "jpegphoto", "thumbnailphoto",
        "audio", "photo", "loginshell", "homedirectory", "uidnumber", "gidnumber", "gecos",
    ]
    private static let secrets = ["password", "passwd", "pwd", "krbprincipalkey", "sshpublickey", "pkcs"]
    private static let people: Set<String> = [
        "person", "organizationalperson", "inetorgperson", "user", "posixaccount", "account", "mailrecipient",
        "residentialperson", "contact",
    ]

    init(_ lines: [[UInt8]]) {
        var values: [String: [String]] = [:]
        var order: [String] = []
        var unread: [String] = []
        for line in lines {
            guard let (name, value) = Self.line(line) else {
                self = .problem("`\(String(decoding: line.prefix(40), as: UTF8.self))` is no line of LDIF: name: value")
                return
            }
            guard !Self.isUnwanted(name) || name == "dn" || name == "objectclass" else { continue }
            guard let value else {
                unread.append(name)
                continue
            }
            if values[name] == nil { order.append(name) }
            values[name, default: []].append(value)
        }
        if let change = values["changetype"], change != ["add"] {
            self = .problem("this is a change of an entry, not an entry; export the entries themselves")
            return
        }
        guard values["dn"] != nil else {
            let isOfSearch = order.allSatisfy { ["version", "search", "result", "ref", "matched"].contains($0) }
            self = isOfSearch ? .nobody : .problem("the entry has no dn: line")
            return
        }
        guard let mail = values["mail"]?.first else {
            let classes = (values["objectclass"] ?? []).map { $0.lowercased() }
            let isNobody = !classes.isEmpty && !classes.contains { Self.people.contains($0) }
            self = isNobody ? .nobody : .problem("the entry \(values["dn"]?.first ?? "") has no mail: line")
            return
        }
        var members: [String: Attribute] = ["mail": .text(mail)]
        for name in order where !Self.isUnwanted(name) && name != "mail" && name != "changetype" {
            let all = values[name] ?? []
            // Of several names the first is the one that is shown.
            let isOne = all.count == 1 || ["cn", "sn", "givenname", "preferredlanguage"].contains(name)
            members[name] = isOne ? .text(all[0]) : .list(all.map { .text($0) })
        }
        if let others = values["mail"]?.dropFirst(), !others.isEmpty {
            members["other_mail"] = .list(others.map { .text($0) })
        }
        self = .person(
            members, note: unread.isEmpty ? nil : "\(Set(unread).sorted().joined(separator: ", ")): no text, left out")
    }

    private static func isUnwanted(_ name: String) -> Bool {
        unwanted.contains(name) || secrets.contains { name.contains($0) }
    }

    /// `name: text`, `name:: base64`, `name:< url`; the value is nil where it is no text.
    private static func line(_ line: [UInt8]) -> (name: String, value: String?)? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return nil }
        // `cn;lang-de` is a cn.
        let name = String(decoding: line[..<colon].prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self).lowercased()
        var rest = line[(colon + 1)...]
        let kind = rest.first
        if kind == UInt8(ascii: ":") || kind == UInt8(ascii: "<") { rest = rest.dropFirst() }
        rest = rest.drop { $0 == 0x20 }
        switch kind {
        case UInt8(ascii: "<"): return (name, nil)
        case UInt8(ascii: ":"):
            guard let data = Data(base64Encoded: Data(rest)) else { return (name, nil) }
            return (name, String(validating: data, as: UTF8.self))
        default: return (name, String(decoding: rest, as: UTF8.self))
        }
    }
}
