/// The families that a letter's text is set in, as CSS has them within double quotation marks.
enum LetterFont {
    /// What is on the machines of those who read such a language.
    private static let sans: [String: String] = [
        "ja": "'Hiragino Sans','Yu Gothic UI','Yu Gothic',Meiryo,'Noto Sans JP','Noto Sans CJK JP'",
        "zh": "'PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC'",
        "ko": "'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR','Noto Sans CJK KR'",
        "ar": "'Segoe UI',Tahoma,'Noto Sans Arabic',Arial", "fa": "'Segoe UI',Tahoma,'Noto Sans Arabic',Arial",
        "ur": "'Segoe UI',Tahoma,'Noto Sans Arabic',Arial", "he": "'Segoe UI',Tahoma,Arial",
    ]
    private static let serif: [String: String] = [
        "ja": "'Hiragino Mincho ProN','Yu Mincho','Noto Serif JP','Noto Serif CJK JP'",
        "zh": "'Songti SC',SimSun,'Noto Serif SC','Noto Serif CJK SC'",
        "ko": "AppleMyungjo,Batang,'Noto Serif KR','Noto Serif CJK KR'",
        "ar": "'Times New Roman','Noto Naskh Arabic'", "fa": "'Times New Roman','Noto Naskh Arabic'",
    ]
    private static let generic: Set<String> = [
        "serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "ui-serif", "ui-sans-serif",
        "ui-monospace", "ui-rounded",
    ]
    static let mono = "ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace"

    /// - Parameters:
    ///   - font: as the list has it.
    ///   - language: the primary subtag, in lower case.
    static func families(_ font: String?, language: String) -> String {
        switch font {
        case nil, "sans":
            "-apple-system,BlinkMacSystemFont," + (sans[language] ?? "'Segoe UI',Roboto,Helvetica,Arial")
                + ",sans-serif"
        case "serif": (serif[language] ?? "Georgia,'Times New Roman'") + ",serif"
        case "mono": mono
        case let own?: written(own)
        }
    }

    private static func written(_ font: String) -> String {
        let names = font.split(separator: ",").map { name in
            name.filter { $0 != "'" && $0 != "\"" }.split(separator: " ").joined(separator: " ")
        }
        let families = names.filter { !$0.isEmpty }.map { name in
            name.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") } ? name : "'\(name)'"
        }
        let isOpen = families.last.map { !generic.contains($0.lowercased()) } ?? true
        return (families + (isOpen ? ["sans-serif"] : [])).joined(separator: ",")
    }
}
