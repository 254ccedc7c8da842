/// Tags of languages (BCP 47), as far as texts are chosen by them.
package enum LanguageTag {
    /// What stands before the first hyphen, in lower case: `pt` of `pt-BR`; nil where there is no tag.
    package static func primary(_ tag: String?) -> String? { tag?.split(separator: "-").first?.lowercased() }
}
