package import FanmailBasics
import SMTPCore

/// What may be said of a subscriber besides the address, and how much of it.
package enum SubscriberText {
    package static let nameLimit = 1000
    package static let tagLimit = 64
    package static let tagsLimit = 100
    /// In Unicode scalars.
    package static let attributeNameLimit = 64
    package static let attributesLimit = 200

    /// The attributes in which first and last names are kept, beside the name.
    package static let firstName = "first_name"
    package static let lastName = "last_name"

    /// One line of text.
    package static func name(_ text: String) throws(SettingSyntaxError) -> String {
        guard text.utf8.count <= nameLimit else {
            throw SettingSyntaxError("the name is longer than \(nameLimit) octets")
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw SettingSyntaxError("the name holds a control character; write one plain line")
        }
        return text
    }

    /// A tag: 1 to 64 octets without control characters and white space around it.
    package static func tag(_ text: String) throws(SettingSyntaxError) -> String {
        guard (1...tagLimit).contains(text.utf8.count), text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
            text.utf8.first != 0x20, text.utf8.last != 0x20
        else {
            throw SettingSyntaxError(
                "\(SettingSyntaxError.quoted(text)) is no tag; one has 1 to \(tagLimit) octets, and no blanks around it"
            )
        }
        return text
    }

    /// The name of an attribute, composed (NFC): a letter of any script or _, then letters, digits, _ and -.
    package static func attributeName(_ text: String) throws(SettingSyntaxError) -> String {
        let scalars = text.composed.unicodeScalars
        guard let first = scalars.first, first.isLetter || first == "_", scalars.count <= attributeNameLimit,
            scalars.allSatisfy({ $0.isLetter || $0.isDigit || $0.isMark || $0 == "_" || $0 == "-" })
        else {
            throw SettingSyntaxError(
                "\(SettingSyntaxError.quoted(text)) is no name of an attribute; "
                    + "it begins with a letter and goes on with letters, digits, _ and -")
        }
        return text.composed
    }

    /// The name of the attribute that an import makes of a heading: letters and digits of any script in lower case,
    /// everything else as one underscore; empty when there are none.
    package static func attributeName(ofHeading heading: String) -> String {
        var name: [Unicode.Scalar] = []
        for scalar in heading.lowercased().composed.unicodeScalars where name.count < attributeNameLimit {
            if scalar.isLetter || scalar.isDigit || (scalar.isMark && name.last != nil && name.last != "_") {
                name.append(scalar)
            } else if name.last != "_" {
                name.append("_")
            }
        }
        while name.last == "_" { name.removeLast() }
        if let first = name.first, first.isDigit { name.insert("_", at: 0) }
        return String(String.UnicodeScalarView(name.prefix(attributeNameLimit)))
    }

    /// `city=Paris` sets a text, `age:=36` any JSON value.
    package static func assignment(_ text: String) throws(SettingSyntaxError) -> (name: String, value: Attribute) {
        guard let equals = text.firstIndex(of: "=") else {
            throw SettingSyntaxError("\(SettingSyntaxError.quoted(text)): write name=text, or name:=JSON")
        }
        let value = String(text[text.index(after: equals)...])
        let isJSON = text[..<equals].last == ":"
        let name = try attributeName(String(isJSON ? text[..<equals].dropLast() : text[..<equals]))
        guard value.utf8.count <= Attribute.sizeLimit, !value.utf8.contains(0) else {
            throw SettingSyntaxError("the value of \(name) is longer than \(Attribute.sizeLimit >> 10) KiB")
        }
        let attribute: Attribute
        do throws(JSONSyntaxError) {
            attribute = isJSON ? try Attribute(parsing: value) : .text(value)
        } catch {
            throw SettingSyntaxError("\(name): not JSON, at column \(error.offset + 1): \(error.reason)")
        }
        guard attribute.mended == attribute else {
            throw SettingSyntaxError(
                "the value of \(name) holds a control character; of these only tabs and line ends (LF) are kept")
        }
        return (name, attribute)
    }
}
